import { App, Button, Tabs } from 'antd';
import dayjs from 'dayjs';
import { useEffect, useMemo, useRef, useState } from 'react';
import { checkPlan } from '#kernel/rule-engine/check.ts';
import type { PlanDocument } from '#kernel/rule-engine/plan.ts';
import { useCommand, useRead } from '#web/api/index.ts';
import { useText } from '#web/i18n.ts';
import {
  ErrorState,
  PageFrame,
  PageSkeleton,
  ProblemNote,
  Section,
  StateTag,
  useGo,
  useJsonPreference,
  usePageParams,
} from '#web/kit/index.ts';
import {
  checkPlanText,
  createPlan,
  type PlanDetail,
  readPlan,
  readPlanVocabulary,
  savePlanVersion,
} from '../../contract/index.ts';
import { FindingList } from '../plans/findings.tsx';
import { countVerdicts } from '../plans/rule-card.tsx';
import { browserVocabulary, type VocabularyInfo } from '../plans/rule-words.ts';
import { BackLink, ClearanceTag, planPath, useWords } from '../words.tsx';
import '../incentives.css';
import { freshPlan, planText } from './draft.ts';
import { PlanForm } from './plan-form.tsx';
import { RulesEditor } from './rules-editor.tsx';
import { TextEditor } from './text-editor.tsx';

/** The rule editor: of a new plan, or of the next version of one. */
export default function EditorPage() {
  const { planId, version } = usePageParams<'planId' | 'version'>();
  const isNew = planId === undefined;
  const plan = useRead(
    readPlan,
    { params: { planId: planId ?? '', version: Number(version ?? 1) } },
    { enabled: !isNew, staleMs: 60_000 },
  );
  const described = useRead(readPlanVocabulary, undefined, { staleMs: 3_600_000 });
  const failed = [plan, described].find((read) => read.isError && !read.data);
  if (failed) return <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />;
  if (!described.data || (!isNew && !plan.data)) return <PageSkeleton />;
  return <Editor former={isNew ? null : plan.data!} described={described.data} />;
}

interface Draft {
  readonly basedOn: number;
  readonly document: PlanDocument;
}

function Editor({ former, described }: { former: PlanDetail | null; described: VocabularyInfo }) {
  const t = useText('incentives');
  const { say } = useWords();
  const go = useGo();
  const { message } = App.useApp();
  const start = useMemo(() => former?.document ?? freshPlan(dayjs().format('YYYY-MM-DD')), [former]);
  const [kept, keep] = useJsonPreference<Draft | null>(`draft.incentives.plan.${former?.planId ?? 'new'}`, null);
  const restored = useRef(kept !== null);
  const [plan, setPlan] = useState<PlanDocument>(kept?.document ?? start);
  const [tab, setTab] = useState('rules');
  const [hasTextProblem, setTextProblem] = useState(false);
  const newest = Math.max(former?.version ?? 0, ...(former?.versions.map((other) => other.version) ?? []));
  const change = (next: PlanDocument) => {
    setPlan(next);
    keep({ basedOn: newest, document: next });
  };
  const vocabulary = useMemo(() => browserVocabulary(described), [described]);
  const check = useMemo(() => checkPlan(plan, vocabulary), [plan, vocabulary]);
  const review = useServerCheck(plan);
  const done = (written: { planId: string; version: number }) => {
    keep(null);
    message.success(t('editor.saved', { version: written.version }));
    go(planPath(written));
  };
  const create = useCommand(createPlan, { onDone: done });
  const save = useCommand(savePlanVersion, { onDone: done });
  const submit = () =>
    former
      ? save.run({
          params: { planId: former.planId },
          body: { text: planText({ ...plan, version: String(newest + 1) }), basedOn: kept?.basedOn ?? newest },
        })
      : create.run({ body: { text: planText(plan) } });
  const clearance = review?.clearance ?? [];
  const counts = countVerdicts(clearance);
  return (
    <PageFrame
      back={
        <BackLink to={former ? planPath(former) : '/incentives/plans'}>
          {former ? say(former.title) : t('plans.title')}
        </BackLink>
      }
      title={former ? t('editor.heading', { title: say(plan.title) }) : t('editor.newTitle')}
      meaning={t('editor.meaning')}
      action={
        <>
          <span className="inc-saved rm-faint">{kept ? t('editor.draftKept') : ''}</span>
          {kept && (
            <Button
              onClick={() => {
                keep(null);
                setPlan(start);
                restored.current = false;
              }}
            >
              {t('editor.discard')}
            </Button>
          )}
          <Button
            type="primary"
            loading={save.isRunning || create.isRunning}
            disabled={check.plan === null || hasTextProblem}
            onClick={submit}
          >
            {former ? t('editor.save', { version: newest + 1 }) : t('editor.create')}
          </Button>
        </>
      }
    >
      {restored.current && kept && <div className="rm-note rm-note-waiting">{t('editor.restored')}</div>}
      <ProblemNote problem={save.problem ?? create.problem} />
      <div className="inc-editor">
        <div>
          <Tabs
            activeKey={tab}
            onChange={setTab}
            items={[
              { key: 'rules', label: t('editor.tabRules', { count: plan.rules.length }) },
              { key: 'plan', label: t('editor.tabPlan') },
              { key: 'text', label: t('editor.tabText') },
            ]}
          />
          {tab === 'rules' && (
            <RulesEditor
              plan={plan}
              onChange={change}
              described={described}
              vocabulary={vocabulary}
              clearance={clearance}
            />
          )}
          {tab === 'plan' && <PlanForm plan={plan} onChange={change} described={described} isNew={former === null} />}
          {tab === 'text' && <TextEditor plan={plan} onChange={change} onProblem={setTextProblem} />}
        </div>
        <aside aria-label={t('check.title')}>
          <Section
            title={t('check.title')}
            extra={
              <StateTag tone={check.findings.length === 0 ? 'allowed' : 'waiting'}>
                {check.findings.length === 0 ? t('check.clean') : t('check.count', { count: check.findings.length })}
              </StateTag>
            }
          >
            {check.findings.length === 0 ? (
              <p className="rm-soft">{t('check.fineShort')}</p>
            ) : (
              <FindingList findings={check.findings.map(withExample)} />
            )}
          </Section>
          <Section title={t('editor.clearance')}>
            {clearance.length === 0 ? (
              <p className="rm-soft">{t('editor.clearanceWaits')}</p>
            ) : (
              <>
                <p className="inc-chips">
                  {(['allowed', 'review', 'prohibited'] as const).map((verdict) => (
                    <ClearanceTag key={verdict} verdict={verdict} count={counts[verdict]} />
                  ))}
                </p>
                {counts.prohibited > 0 && <p className="rm-soft inc-gap-top">{t('editor.cannotActivate')}</p>}
              </>
            )}
          </Section>
        </aside>
      </div>
    </PageFrame>
  );
}

function withExample(finding: ReturnType<typeof checkPlan>['findings'][number]) {
  const { code, rules, words, example } = finding;
  return { code, rules: [...rules], words, example: example ? example.attributes.map((part) => ({ ...part })) : null };
}

/** What the law says of the rules, from the server, a moment after the last change. */
function useServerCheck(plan: PlanDocument) {
  const check = useCommand(checkPlanText, { invalidates: [] });
  const { run } = check;
  const [review, setReview] = useState<Awaited<ReturnType<typeof run>>>(undefined);
  useEffect(() => {
    let isLatest = true;
    const timer = setTimeout(async () => {
      const answer = await run({ body: { text: planText(plan) } });
      if (isLatest && answer) setReview(answer);
    }, 700);
    return () => {
      isLatest = false;
      clearTimeout(timer);
    };
  }, [plan, run]);
  return review ?? null;
}
