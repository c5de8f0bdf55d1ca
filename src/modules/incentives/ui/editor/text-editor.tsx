import { Input } from 'antd';
import { useEffect, useState } from 'react';
import type { PlanDocument } from '#kernel/rule-engine/plan.ts';
import { useText } from '#web/i18n.ts';
import { StateTag } from '#web/kit/index.ts';
import { planText, readPlanText } from './draft.ts';

/** The plan as YAML (JSON is read too), checked at every keystroke with errors at their place. */
export function TextEditor(given: {
  plan: PlanDocument;
  onChange: (plan: PlanDocument) => void;
  onProblem: (hasProblem: boolean) => void;
}) {
  const t = useText('incentives');
  const { onProblem } = given;
  const [text, setText] = useState(() => planText(given.plan));
  const { problems } = readPlanText(text);
  useEffect(() => {
    onProblem(problems.length > 0);
    return () => onProblem(false);
  }, [problems.length, onProblem]);
  return (
    <div className="inc-text">
      <p className="rm-faint">{t('text.hint')}</p>
      {problems.length === 0 ? (
        <StateTag tone="allowed">{t('text.fine')}</StateTag>
      ) : (
        <ul className="inc-findings" aria-live="polite">
          {problems.map((problem) => (
            <li key={`${problem.path}${problem.message}${problem.line}`} className="inc-finding">
              <StateTag tone="prohibited">{t(`finding.${problem.code}`)}</StateTag>{' '}
              {problem.line !== null && (
                <span className="rm-tabular">{t('check.place', { line: problem.line, column: problem.column })}</span>
              )}{' '}
              <span className="rm-code">{problem.path}</span> {problem.message}
            </li>
          ))}
        </ul>
      )}
      <Input.TextArea
        aria-label={t('editor.tabText')}
        className="inc-code-area"
        value={text}
        spellCheck={false}
        autoSize={{ minRows: 20, maxRows: 44 }}
        onChange={(event) => {
          setText(event.target.value);
          const read = readPlanText(event.target.value);
          if (read.plan) given.onChange(read.plan);
        }}
      />
    </div>
  );
}
