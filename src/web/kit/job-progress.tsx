import { Button, Progress } from 'antd';
import { useEffect, useRef } from 'react';
import { cancelJob, type JobInfo, readJob } from '#modules/staff/contract.ts';
import { useCommand, useRead } from '#web/api/hooks.ts';
import { useText } from '#web/i18n.ts';
import { durationText } from './format.ts';
import { PageLink } from './navigation.tsx';
import { StateTag, type Tone } from './small.tsx';
import { ErrorState } from './states.tsx';

const tones: Record<JobInfo['state'], Tone> = {
  queued: 'waiting',
  running: 'primary',
  done: 'allowed',
  failed: 'prohibited',
  cancelled: 'inactive',
};

const isOver = (job: JobInfo) => job.state === 'done' || job.state === 'failed' || job.state === 'cancelled';

export interface JobProgressProps {
  readonly jobId: string;
  /** Called once when the job has ended, in whatever way. */
  readonly onEnd?: (job: JobInfo) => void;
  /** "Continue in background": leaves the page to the reader; the job stays in the top bar. */
  readonly onBackground?: () => void;
}

/** A long work with its progress, remaining time, cancel and "continue in background". */
export function JobProgress({ jobId, onEnd, onBackground }: JobProgressProps) {
  const t = useText('kit');
  const job = useRead(readJob, { params: { jobId } }, { refetchMs: 1_000, staleMs: 0 });
  const cancel = useCommand(cancelJob, { invalidates: [readJob] });
  const ended = useRef<string | null>(null);
  useEffect(() => {
    if (job.data && isOver(job.data) && ended.current !== jobId) {
      ended.current = jobId;
      onEnd?.(job.data);
    }
  }, [job.data, jobId, onEnd]);
  if (job.isError && !job.data) return <ErrorState error={job.error} onRetry={() => void job.refetch()} />;
  if (!job.data) return <Progress percent={0} status="active" aria-label={t('loading')} />;
  return (
    <div className="rm-job">
      <JobLine job={job.data} />
      {!isOver(job.data) && (
        <div className="rm-job-actions">
          {onBackground && <Button onClick={onBackground}>{t('job.background')}</Button>}
          {job.data.canCancel && (
            <Button type="text" danger loading={cancel.isRunning} onClick={() => cancel.run({ params: { jobId } })}>
              {t('job.cancel')}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}

/** One job in one block: label, state, bar, step. */
export function JobLine({ job }: { job: JobInfo }) {
  const t = useText('kit');
  const share = job.total ? Math.min(1, job.done / job.total) : null;
  const percent = job.state === 'done' ? 100 : Math.floor((share ?? 0) * 100);
  const elapsedMs = Date.now() - Date.parse(job.createdAt);
  const remainingMs = share && share > 0.03 && job.state === 'running' ? (elapsedMs / share) * (1 - share) : null;
  return (
    <div className="rm-jobline">
      <div className="rm-jobline-head">
        <strong>{job.label}</strong>
        <StateTag tone={tones[job.state]}>{t(`job.${job.state}`)}</StateTag>
      </div>
      {!isOver(job) && <Progress percent={percent} status="active" size="small" aria-label={job.label} />}
      <p className="rm-faint" aria-live="polite">
        {[
          job.step,
          job.total && !isOver(job)
            ? `${job.done.toLocaleString('en-US')} / ${job.total.toLocaleString('en-US')}`
            : null,
          remainingMs === null ? null : t('job.remaining', { time: durationText(remainingMs) }),
          job.failure ? `${job.failure.detail} (${job.failure.code})` : null,
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      {job.resultPath && job.state === 'done' && <PageLink to={job.resultPath}>{t('job.result')}</PageLink>}
    </div>
  );
}
