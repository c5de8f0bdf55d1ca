import {
  ArrowDownOutlined,
  ArrowUpOutlined,
  CopyOutlined,
  DeleteOutlined,
  HolderOutlined,
  PlusOutlined,
} from '@ant-design/icons';
import { Button, Tooltip } from 'antd';
import { type ReactNode, useState } from 'react';
import type { PlanDocument, PlanRule } from '#kernel/rule-engine/plan.ts';
import type { Vocabulary } from '#kernel/rule-engine/vocabulary.ts';
import { useText } from '#web/i18n.ts';
import { EmptyState } from '#web/kit/index.ts';
import type { RuleClearanceInfo } from '../../contract/index.ts';
import type { VocabularyInfo } from '../plans/rule-words.ts';
import { ruleSentence, sayCondition } from '../plans/rule-words.ts';
import { CitationPopover, ClearanceTag, useWords } from '../words.tsx';
import { freshRule, moved } from './draft.ts';
import { RuleForm } from './rule-form.tsx';

export interface RulesEditorProps {
  readonly plan: PlanDocument;
  readonly onChange: (plan: PlanDocument) => void;
  readonly described: VocabularyInfo;
  readonly vocabulary: Vocabulary<Record<string, never>>;
  readonly clearance: readonly RuleClearanceInfo[];
}

/** Ordered rules; the one that is open shows its form, all show their sentence and what the law says. */
export function RulesEditor({ plan, onChange, described, vocabulary, clearance }: RulesEditorProps) {
  const t = useText('incentives');
  const { locale, say } = useWords();
  const [open, setOpen] = useState<number | null>(plan.rules.length > 0 ? 0 : null);
  const [dragged, setDragged] = useState<number | null>(null);
  const { rules } = plan;
  const setRules = (next: readonly PlanRule[]) => onChange({ ...plan, rules: [...next] });
  const move = (from: number, to: number) => {
    if (to < 0 || to >= rules.length) return;
    setRules(moved(rules, from, to));
    setOpen(open === from ? to : open);
  };
  const add = () => {
    setRules([...rules, freshRule(rules)]);
    setOpen(rules.length);
  };
  const sayWhen = (condition: PlanRule['when']) => sayCondition(plan, condition, vocabulary, locale);
  return (
    <>
      {rules.length === 0 && (
        <EmptyState compact picture="list" title={t('editor.noRules')} text={t('editor.noRulesText')} />
      )}
      <ol className="inc-rules">
        {rules.map((rule, index) => {
          const cleared = clearance.find((entry) => entry.ruleId === rule.id);
          const isOpen = open === index;
          return (
            <li
              // biome-ignore lint/suspicious/noArrayIndexKey: ids may be empty or equal while they are typed
              key={index}
              className={`inc-rule ${isOpen ? 'inc-rule-open' : ''} ${dragged === index ? 'inc-dragged' : ''}`}
              onDragOver={(event) => {
                if (dragged !== null) event.preventDefault();
              }}
              onDrop={() => {
                if (dragged !== null && dragged !== index) move(dragged, index);
                setDragged(null);
              }}
            >
              <header>
                <button
                  type="button"
                  className="inc-handle"
                  draggable
                  aria-label={t('editor.drag')}
                  onKeyDown={(event) => {
                    if (event.key === 'ArrowUp') move(index, index - 1);
                    if (event.key === 'ArrowDown') move(index, index + 1);
                  }}
                  onDragStart={() => setDragged(index)}
                  onDragEnd={() => setDragged(null)}
                >
                  <HolderOutlined aria-hidden />
                </button>
                <h3>
                  <button
                    type="button"
                    className="inc-rule-name"
                    aria-expanded={isOpen}
                    onClick={() => setOpen(isOpen ? null : index)}
                  >
                    {index + 1}. {say(rule.title) || rule.id} <span className="rm-code">{rule.id}</span>
                  </button>
                </h3>
                {cleared && <ClearanceTag verdict={cleared.mildest} />}
                <RuleButtons
                  index={index}
                  count={rules.length}
                  onMove={move}
                  onCopy={() => {
                    const copy = {
                      ...rule,
                      id: freshRule(rules).id,
                      title: { zh: t('clone.titleOf', { title: rule.title.zh }), en: `${rule.title.en} (copy)` },
                    };
                    setRules([...rules.slice(0, index + 1), copy, ...rules.slice(index + 1)]);
                    setOpen(index + 1);
                  }}
                  onRemove={() => {
                    setRules(rules.filter((_, at) => at !== index));
                    setOpen(null);
                  }}
                />
              </header>
              <p className="inc-sentence" aria-live={isOpen ? 'polite' : 'off'}>
                {ruleSentence(plan, rule, locale, sayWhen(rule.when), sayWhen)}{' '}
                {cleared && cleared.citations.length > 0 && <CitationPopover citations={cleared.citations} />}
              </p>
              {isOpen && (
                <RuleForm
                  plan={plan}
                  rule={rule}
                  described={described}
                  onChange={(next) => setRules(rules.map((other, at) => (at === index ? next : other)))}
                />
              )}
            </li>
          );
        })}
      </ol>
      <Button icon={<PlusOutlined />} type="dashed" block onClick={add} disabled={rules.length >= 200}>
        {t('editor.addRule')}
      </Button>
    </>
  );
}

function RuleButtons(given: {
  index: number;
  count: number;
  onMove: (from: number, to: number) => void;
  onCopy: () => void;
  onRemove: () => void;
}) {
  const t = useText('incentives');
  const { index, count, onMove } = given;
  const button = (key: string, icon: ReactNode, run: () => void, isOff = false) => (
    <Tooltip title={t(`editor.${key}`)}>
      <Button type="text" size="small" icon={icon} aria-label={t(`editor.${key}`)} disabled={isOff} onClick={run} />
    </Tooltip>
  );
  return (
    <span className="inc-rule-buttons">
      {button('up', <ArrowUpOutlined />, () => onMove(index, index - 1), index === 0)}
      {button('down', <ArrowDownOutlined />, () => onMove(index, index + 1), index === count - 1)}
      {button('copy', <CopyOutlined />, given.onCopy)}
      {button('remove', <DeleteOutlined />, given.onRemove)}
    </span>
  );
}
