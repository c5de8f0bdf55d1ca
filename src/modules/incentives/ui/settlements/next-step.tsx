import { useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useState } from 'react';
import { refresh, useCommand } from '#web/api/index.ts';
import { useText } from '#web/i18n.ts';
import { JobProgress, Money, ProblemNote, useConfirmDanger, useUrlQuery } from '#web/kit/index.ts';
import {
  approveFirst,
  approveSecond,
  closeSettlement,
  countersignCompilation,
  runSettlement,
  type SettlementDetail,
  signCompilation,
  signRecalculation,
  startRecalculation,
} from '../../contract/index.ts';
import { useWords } from '../words.tsx';
import { SignDialog } from './sign-dialog.tsx';

type Step = SettlementDetail['steps'][number]['step'];
const signing: readonly Step[] = ['compile', 'countersign', 'approve_first', 'approve_second'];

/** What the signed-in person can do now, and only that; where it is somebody else's turn, whose. */
export function NextStep({ settlement }: { settlement: SettlementDetail }) {
  const t = useText('incentives');
  const { say } = useWords();
  const mine = settlement.steps.filter((entry) => entry.mayDo);
  const blocked = settlement.steps.filter((entry) => !entry.mayDo && entry.because);
  if (mine.length === 0 && blocked.length === 0) return null;
  return (
    <section className="inc-next" aria-label={t('next.title')}>
      <div>
        <h2>{t(mine.length > 0 ? 'next.yours' : 'next.others')}</h2>
        {mine.length > 0 && <p className="rm-soft">{t(`next.text.${mine[0]!.step}`)}</p>}
        {mine.length === 0 &&
          blocked.slice(0, 2).map((entry) => (
            <p key={entry.step} className="rm-soft">
              {t(`step.${entry.step}`)}：{say(entry.because)}
            </p>
          ))}
      </div>
      <div className="inc-next-actions">
        {mine.map(({ step }) => (
          <StepButton key={step} step={step} settlement={settlement} />
        ))}
      </div>
    </section>
  );
}

function StepButton({ step, settlement }: { step: Step; settlement: SettlementDetail }) {
  const t = useText('incentives');
  const [, setQuery] = useUrlQuery();
  const openTab = (tab: string) =>
    setQuery((query) => {
      for (const name of [...query.keys()]) query.delete(name);
      query.set('tab', tab);
    });
  if (signing.includes(step)) return <SignButtons step={step} settlement={settlement} />;
  if (step === 'run') return <RunAgain settlement={settlement} />;
  if (step === 'recalculation') return <Recalculate settlement={settlement} />;
  if (step === 'close') return <Close settlement={settlement} />;
  if (step === 'recalculate')
    return (
      <Button type="primary" onClick={() => openTab('differences')}>
        {t('next.checkDifferences')}
      </Button>
    );
  return (
    <Button
      type={step === 'verify' ? 'primary' : 'default'}
      onClick={() => openTab(step === 'pay' ? 'payouts' : 'departments')}
    >
      {t(`next.open.${step}`)}
    </Button>
  );
}

const routeOf = {
  compile: signCompilation,
  countersign: countersignCompilation,
  approve_first: approveFirst,
  approve_second: approveSecond,
  recalculate: signRecalculation,
} as const;

/** Sign, or send back with a reason; the dialog repeats what is being signed. */
function SignButtons({ step, settlement }: { step: Step; settlement: SettlementDetail }) {
  const t = useText('incentives');
  const { message } = App.useApp();
  const [decision, setDecision] = useState<'signed' | 'rejected' | null>(null);
  const route = routeOf[step as keyof typeof routeOf] as typeof approveFirst;
  const sign = useCommand(route, {
    onDone: () => {
      message.success(t(decision === 'rejected' ? 'sign.returned' : 'sign.done'));
      setDecision(null);
    },
  });
  const mayReturn = step === 'approve_first' || step === 'approve_second';
  const { settlementId, version } = settlement;
  return (
    <>
      {mayReturn && (
        <Button danger onClick={() => setDecision('rejected')}>
          {t('sign.return')}
        </Button>
      )}
      <Button type="primary" onClick={() => setDecision('signed')}>
        {t(`sign.button.${step}`)}
      </Button>
      {decision && (
        <SignDialog
          title={t(decision === 'signed' ? `sign.title.${step}` : 'sign.returnTitle')}
          decision={decision}
          text={t(decision === 'signed' ? `sign.text.${step}` : 'sign.returnText')}
          settlement={settlement}
          isRunning={sign.isRunning}
          problem={sign.problem}
          onClose={() => setDecision(null)}
          onSign={(comment) =>
            sign.run({
              params: { settlementId },
              body: mayReturn
                ? { comment, version, decision }
                : ({ comment, version } as { comment: string | null; version: number }),
            })
          }
        />
      )}
    </>
  );
}

function RunAgain({ settlement }: { settlement: SettlementDetail }) {
  const t = useText('incentives');
  const confirm = useConfirmDanger();
  const [jobId, setJobId] = useState<string | null>(null);
  const run = useCommand(runSettlement, { onDone: (started) => setJobId(started.jobId) });
  const signed = settlement.signatures.some((one) => !one.isWithdrawn);
  const start = () => run.run({ body: { month: settlement.month, planId: settlement.planId } });
  if (jobId) return <JobProgress jobId={jobId} onEnd={() => setJobId(null)} />;
  return (
    <>
      <Button
        loading={run.isRunning}
        onClick={() =>
          signed
            ? confirm({ title: t('run.againTitle'), text: t('run.againText'), ok: t('run.again'), onConfirm: start })
            : void start()
        }
      >
        {t('run.again')}
      </Button>
      <ProblemNote problem={run.problem} />
    </>
  );
}

export function Recalculate({ settlement }: { settlement: SettlementDetail }) {
  const t = useText('incentives');
  const [jobId, setJobId] = useState<string | null>(null);
  const queries = useQueryClient();
  const start = useCommand(startRecalculation, { onDone: (started) => setJobId(started.jobId) });
  // The result may be there before this page listens again: read it when the job says so.
  const onEnd = () => {
    refresh(queries, ['incentives.']);
    setJobId(null);
  };
  if (jobId) return <JobProgress jobId={jobId} onEnd={onEnd} />;
  return (
    <>
      <Button
        type={settlement.recalculation?.isOfPresentLines ? 'default' : 'primary'}
        loading={start.isRunning}
        onClick={() => start.run({ params: { settlementId: settlement.settlementId } })}
      >
        {t(settlement.recalculation ? 'recalculation.again' : 'recalculation.start')}
      </Button>
      <ProblemNote problem={start.problem} />
    </>
  );
}

function Close({ settlement }: { settlement: SettlementDetail }) {
  const t = useText('incentives');
  const { message } = App.useApp();
  const confirm = useConfirmDanger();
  const close = useCommand(closeSettlement, { onDone: () => message.success(t('close.done')) });
  return (
    <>
      <Button
        type="primary"
        loading={close.isRunning}
        onClick={() =>
          confirm({
            title: t('close.title', { no: settlement.settlementNo }),
            text: (
              <>
                {t('close.text')} <Money fen={settlement.paidFen} strong />
              </>
            ),
            ok: t('close.ok'),
            onConfirm: () =>
              close.run({ params: { settlementId: settlement.settlementId }, body: { version: settlement.version } }),
          })
        }
      >
        {t('close.ok')}
      </Button>
      <ProblemNote problem={close.problem} />
    </>
  );
}
