import { App, Button } from 'antd';
import { useState } from 'react';
import { type ImportRun, readImport, undoImport } from '#modules/imports/contract.ts';
import { useCommand, useEvents, useRead } from '#web/api/index.ts';
import { useText } from '#web/i18n.ts';
import {
  ErrorState,
  JobProgress,
  PageFrame,
  PageLink,
  PageSkeleton,
  ProblemNote,
  Section,
  StateTag,
  timeText,
  useConfirmDanger,
  useGo,
  usePageParams,
  useTimeZone,
  When,
} from '#web/kit/index.ts';
import { useMay } from '#web/shell/index.ts';
import { CheckResult } from './check-result.tsx';
import { Counts } from './counts.tsx';
import './imports.css';
import { MappingStage } from './mapping-stage.tsx';
import { RejectedRows } from './rejected-rows.tsx';
import { RunSteps } from './run-steps.tsx';
import { counted, stateTones } from './words.ts';

const topics = ['imports'];
const undoDays = 7;

/** One import from the mapping of its columns to its result; what is shown follows from its state, so it can be left and found again. */
export default function ImportPage() {
  const t = useText('imports');
  const { runId } = usePageParams<'runId'>();
  const run = useRead(readImport, { params: { runId } });
  useEvents(topics);
  const back = <PageLink to="/settings/imports">{t('run.back')}</PageLink>;
  if (run.error && !run.data)
    return (
      <PageFrame title={t('run.title')} back={back}>
        <ErrorState error={run.error} onRetry={() => void run.refetch()} />
      </PageFrame>
    );
  if (!run.data)
    return (
      <PageFrame title={t('run.title')} back={back}>
        <PageSkeleton />
      </PageFrame>
    );
  const { fileName, kind, state, startedByName, startedAt } = run.data;
  return (
    <PageFrame
      title={fileName}
      back={back}
      meaning={
        <>
          {t(`kind.${kind}`)} · {t('run.by', { name: startedByName })} · <When at={startedAt} />{' '}
          <StateTag tone={stateTones[state]}>{t(`state.${state}`)}</StateTag>
        </>
      }
    >
      <RunSteps state={state} />
      <Stage run={run.data} onChange={() => void run.refetch()} />
    </PageFrame>
  );
}

function Stage({ run, onChange }: { run: ImportRun; onChange: () => void }) {
  const [isRemapping, setRemapping] = useState(false);
  const begun = () => {
    setRemapping(false);
    onChange();
  };
  switch (run.state) {
    case 'uploaded':
    case 'failed':
    case 'cancelled':
      return <MappingStage run={run} onBegun={begun} />;
    case 'checking':
    case 'running':
      return <Work run={run} onEnd={onChange} />;
    case 'checked':
      return isRemapping ? (
        <MappingStage run={run} onBegun={begun} />
      ) : (
        <CheckResult run={run} onBegun={begun} onRemap={() => setRemapping(true)} />
      );
    case 'interrupted':
      return <Interrupted run={run} />;
    case 'done':
    case 'undone':
      return <Result run={run} onUndone={onChange} />;
  }
}

function Work({ run, onEnd }: { run: ImportRun; onEnd: () => void }) {
  const t = useText('imports');
  const go = useGo();
  const words = run.state === 'checking' ? 'check' : 'work';
  return (
    <Section title={t(`${words}.working`)}>
      <p className="rm-soft rm-import-verdict">{t(`${words}.workingText`)}</p>
      {run.jobId && <JobProgress jobId={run.jobId} onEnd={onEnd} onBackground={() => go('/settings/imports')} />}
    </Section>
  );
}

/** Its file lies on the machine of whoever ran the command, so it begins again with a file. */
function Interrupted({ run }: { run: ImportRun }) {
  const t = useText('imports');
  const go = useGo();
  return (
    <Section title={t('work.interrupted')}>
      <p className="rm-soft rm-import-verdict">{t('work.interruptedText')}</p>
      <div className="rm-import-foot">
        <Button type="primary" onClick={() => go(`/settings/imports/new?kind=${run.kind}`)}>
          {t('run.interruptedAgain')}
        </Button>
      </div>
    </Section>
  );
}

function Result({ run, onUndone }: { run: ImportRun; onUndone: () => void }) {
  const t = useText('imports');
  const go = useGo();
  const words = run.state === 'done' ? 'done' : 'undone';
  return (
    <>
      <Section title={t(`work.${words}`)}>
        <p className="rm-soft rm-import-verdict">
          {t(`work.${words}Text`)} {run.undoneAt !== null && <When at={run.undoneAt} full />}
        </p>
        <Counts run={run} />
        <div className="rm-import-foot">
          <Button type="primary" onClick={() => go(`/settings/imports/new?kind=${run.kind}`)}>
            {t('run.again')}
          </Button>
          {run.state === 'done' && <Undo run={run} onUndone={onUndone} />}
        </div>
      </Section>
      {run.rowsRejected > 0 && <RejectedRows run={run} />}
    </>
  );
}

function Undo({ run, onUndone }: { run: ImportRun; onUndone: () => void }) {
  const t = useText('imports');
  const timeZone = useTimeZone();
  const mayUndo = useMay('imports.undo');
  const confirm = useConfirmDanger();
  const { message } = App.useApp();
  const undo = useCommand(undoImport, {
    onDone: ({ removed, restored }) => {
      message.success(t('undo.done', { removed: counted(removed), restored: counted(restored) }));
      onUndone();
    },
  });
  if (!mayUndo) return null;
  if (!run.mayUndo) return <span className="rm-faint">{t('undo.late')}</span>;
  const ask = () =>
    confirm({
      title: t('undo.title'),
      text: t('undo.text', { new: counted(run.rowsNew), changed: counted(run.rowsChanged) }),
      ok: t('undo.action'),
      onConfirm: () => undo.run({ params: { runId: run.runId } }),
    });
  const until = (run.endedAt ?? run.startedAt) + undoDays * 86_400_000;
  return (
    <>
      <Button danger onClick={ask} loading={undo.isRunning}>
        {t('undo.action')}
      </Button>
      <span className="rm-faint">{t('undo.until', { time: timeText(until, timeZone, false) })}</span>
      <ProblemNote problem={undo.problem} />
    </>
  );
}
