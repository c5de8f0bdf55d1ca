import { App, Button } from 'antd';
import { useMemo, useState } from 'react';
import { useCommand, useRead } from '#web/api/index.ts';
import { useText } from '#web/i18n.ts';
import {
  ErrorState,
  Facts,
  PageFrame,
  PageLink,
  PageSkeleton,
  ProblemNote,
  Section,
  useConfirmDanger,
  useGo,
  usePageParams,
  When,
} from '#web/kit/index.ts';
import { useMay } from '#web/shell/index.ts';
import { activatePlan, type PlanDetail, readPlan, readPlanVocabulary, retirePlan } from '../../contract/index.ts';
import { BackLink, isHistorical, PlanStateTag, planPath, useWords } from '../words.tsx';
import '../incentives.css';
import { CloneDialog } from './clone-dialog.tsx';
import { Findings } from './findings.tsx';
import { Bases, Caps, DepartmentGroups, Thanks } from './plan-parts.tsx';
import { countVerdicts, RuleCard } from './rule-card.tsx';
import { browserVocabulary, ruleSentence, sayCondition } from './rule-words.ts';

export default function PlanPage() {
  const t = useText('incentives');
  const { planId, version } = usePageParams<'planId' | 'version'>();
  const read = useRead(readPlan, { params: { planId, version: Number(version) } });
  const { say } = useWords();
  if (read.isError && !read.data) return <ErrorState error={read.error} onRetry={() => void read.refetch()} />;
  if (!read.data) return <PageSkeleton />;
  const plan = read.data;
  return (
    <PageFrame
      back={<BackLink to="/incentives/plans">{t('plans.title')}</BackLink>}
      title={
        <>
          {say(plan.title)} <PlanStateTag state={plan.state} isHistorical={isHistorical(plan)} />
        </>
      }
      meaning={t('plan.meaning', { id: plan.planId, version: plan.version, pack: plan.review.packVersion })}
      action={<PlanActions plan={plan} />}
    >
      {isHistorical(plan) && <HistoricalNote plan={plan} />}
      <Findings review={plan.review} />
      <Rules plan={plan} />
      <Bases plan={plan.document} />
      <Caps plan={plan.document} />
      <DepartmentGroups plan={plan.document} />
      <Thanks plan={plan.document} />
      <Versions plan={plan} />
    </PageFrame>
  );
}

function HistoricalNote({ plan }: { plan: PlanDetail }) {
  const t = useText('incentives');
  const counts = countVerdicts(plan.review.clearance);
  return (
    <div className="rm-note rm-note-prohibited">
      <strong>{t('plan.historicalTitle')}</strong>
      <span>{t('plan.historicalText', { prohibited: counts.prohibited, rules: plan.rulesCount })}</span>
    </div>
  );
}

function PlanActions({ plan }: { plan: PlanDetail }) {
  const t = useText('incentives');
  const go = useGo();
  const { say } = useWords();
  const { message } = App.useApp();
  const confirm = useConfirmDanger();
  const mayWrite = useMay('plans.write');
  const mayCompute = useMay('plans.whatif');
  const mayDecide = useMay('plans.activate');
  const [cloning, setCloning] = useState(false);
  const params = { planId: plan.planId, version: plan.version };
  const activate = useCommand(activatePlan, { onDone: () => message.success(t('plan.activated')) });
  const retire = useCommand(retirePlan, { onDone: () => message.success(t('plan.retired')) });
  const chosen = `${plan.planId}@${plan.version}`;
  return (
    <>
      {mayCompute && <Button onClick={() => go(`/incentives/what-if?left=${chosen}`)}>{t('plan.whatIf')}</Button>}
      {mayCompute && (
        <Button onClick={() => go(`/incentives/what-if?left=${chosen}&right=choose`)}>{t('plan.compare')}</Button>
      )}
      {mayWrite && (
        <Button type={isHistorical(plan) ? 'primary' : 'default'} onClick={() => setCloning(true)}>
          {plan.review.prohibitedRules.length > 0 ? t('plan.cloneLawful') : t('plan.clone')}
        </Button>
      )}
      {mayWrite && !plan.isBundled && <Button onClick={() => go(`${planPath(plan)}/edit`)}>{t('plan.edit')}</Button>}
      {mayDecide && plan.state === 'draft' && plan.review.mayActivate && (
        <Button
          type="primary"
          loading={activate.isRunning}
          onClick={() =>
            confirm({
              title: t('plan.activateTitle', { title: say(plan.title), version: plan.version }),
              text: t('plan.activateText'),
              ok: t('plan.activate'),
              reason: 'optional',
              onConfirm: (comment) => activate.run({ params, body: comment ? { comment } : {} }),
            })
          }
        >
          {t('plan.activate')}
        </Button>
      )}
      {mayDecide && plan.state === 'active' && (
        <Button
          danger
          loading={retire.isRunning}
          onClick={() =>
            confirm({
              title: t('plan.retireTitle', { title: say(plan.title), version: plan.version }),
              text: t('plan.retireText'),
              ok: t('plan.retire'),
              onConfirm: () => retire.run({ params }),
            })
          }
        >
          {t('plan.retire')}
        </Button>
      )}
      <ProblemNote problem={activate.problem ?? retire.problem} />
      {cloning && <CloneDialog plan={plan} onClose={() => setCloning(false)} />}
    </>
  );
}

function Rules({ plan }: { plan: PlanDetail }) {
  const t = useText('incentives');
  const { locale, say } = useWords();
  const described = useRead(readPlanVocabulary, undefined, { staleMs: 3_600_000 });
  const vocabulary = useMemo(() => described.data && browserVocabulary(described.data), [described.data]);
  const { document } = plan;
  return (
    <Section
      title={t('plan.rules', { count: plan.rulesCount })}
      extra={<span className="rm-faint">{t('plan.rulesHint')}</span>}
    >
      <ol className="inc-rules">
        {document.rules.map((rule, index) => (
          <RuleCard
            key={rule.id}
            number={index + 1}
            ruleId={rule.id}
            title={say(rule.title)}
            group={rule.group}
            trigger={rule.trigger}
            clearance={plan.review.clearance.find((entry) => entry.ruleId === rule.id)}
            sentence={ruleSentence(document, rule, locale, say(plan.ruleWords[rule.id]) || null, (when) =>
              vocabulary ? sayCondition(document, when, vocabulary, locale) : null,
            )}
          />
        ))}
      </ol>
    </Section>
  );
}

function Versions({ plan }: { plan: PlanDetail }) {
  const t = useText('incentives');
  return (
    <Section title={t('plan.about')}>
      <Facts
        items={[
          [t('plans.effective'), `${plan.effectiveFrom ?? '—'} – ${plan.effectiveUntil ?? t('plan.open')}`],
          [t('plans.by'), plan.createdByName],
          [t('plans.created'), <When key="created" at={plan.createdAt} full />],
          [t('plan.activatedBy'), plan.activatedByName],
          [t('plan.clonedFrom'), plan.clonedFrom],
          [t('plan.settlements'), plan.settlementsCount],
          [
            t('plan.fingerprint'),
            <span key="fingerprint" className="rm-code">
              {plan.fingerprint.slice(0, 16)}…
            </span>,
          ],
          [
            t('plan.versions'),
            <span key="versions" className="inc-chips">
              {plan.versions.map((other) => (
                <PageLink key={other.version} to={planPath({ planId: plan.planId, version: other.version })}>
                  {t('plans.versionNo', other)}
                </PageLink>
              ))}
            </span>,
          ],
        ]}
      />
    </Section>
  );
}
