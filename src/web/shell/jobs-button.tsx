import { LoadingOutlined, ScheduleOutlined } from '@ant-design/icons';
import { Badge, Button, Popover } from 'antd';
import { useState } from 'react';
import { cancelJob, listJobs } from '#modules/staff/contract.ts';
import { useEvents } from '#web/api/events.ts';
import { useCommand, useRead } from '#web/api/hooks.ts';
import { useText } from '#web/i18n.ts';
import { JobLine } from '#web/kit/job-progress.tsx';

const jobTopics = ['jobs'];

/** Running jobs of the person signed in, wherever they were started. */
export function JobsButton() {
  const t = useText('shell');
  const k = useText('kit');
  const [open, setOpen] = useState(false);
  // Asked often only while something runs or the list is open; otherwise events tell.
  const [runs, setRuns] = useState(false);
  const jobs = useRead(listJobs, undefined, { refetchMs: open || runs ? 2_000 : 60_000 });
  const cancel = useCommand(cancelJob, { invalidates: [listJobs] });
  useEvents(jobTopics, undefined, { invalidates: [listJobs] });
  const items = jobs.data?.items ?? [];
  const running = items.filter((job) => job.state === 'running' || job.state === 'queued');
  if (runs !== running.length > 0) setRuns(running.length > 0);
  if (items.length === 0) return null;
  const label = running.length > 0 ? t('top.jobsRunning', { count: running.length }) : t('top.jobs');
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      open={open}
      onOpenChange={setOpen}
      title={t('top.jobs')}
      content={
        <div className="rm-jobs">
          {items.map((job) => (
            <div key={job.id}>
              <JobLine job={job} />
              {job.canCancel && (job.state === 'running' || job.state === 'queued') && (
                <Button
                  type="text"
                  size="small"
                  danger
                  loading={cancel.isRunning}
                  onClick={() => cancel.run({ params: { jobId: job.id } })}
                >
                  {k('job.cancel')}
                </Button>
              )}
            </div>
          ))}
        </div>
      }
    >
      <Badge count={running.length} size="small" offset={[-4, 6]} color="var(--rm-primary)">
        <Button type="text" icon={running.length > 0 ? <LoadingOutlined /> : <ScheduleOutlined />} aria-label={label} />
      </Badge>
    </Popover>
  );
}
