import { App, Button, InputNumber } from 'antd';
import { useState } from 'react';
import { useCommand, useEvents, useRead } from '#web/api/index.ts';
import { useText } from '#web/i18n.ts';
import {
  ErrorState,
  JobProgress,
  PageSkeleton,
  ProblemNote,
  Section,
  StateTag,
  useConfirmDanger,
  When,
} from '#web/kit/index.ts';
import {
  changeRetention,
  countRetention,
  type RetentionPlan,
  type RetentionRun,
  readRetention,
  runRetention,
} from '../contract/index.ts';
import './consent.css';
import { ConsentsFrame } from './consents-frame.tsx';

/** The schedule, the dry run and the run. */
export default function RetentionPage() {
  const t = useText('consent');
  const { message } = App.useApp();
  const confirm = useConfirmDanger();
  const read = useRead(readRetention);
  useEvents(['retention'], undefined, { invalidates: [readRetention] });
  const [jobId, setJobId] = useState<string | null>(null);
  const dry = useCommand(countRetention);
  const run = useCommand(runRetention, { onDone: (made) => setJobId(made.jobId) });
  const change = useCommand(changeRetention, { onDone: () => message.success(t('retention.saved')) });
  const last = read.data?.runs[0];
  const sum = (of: (count: RetentionRun['counts'][number]) => number) =>
    (last?.counts ?? []).reduce((total, count) => total + of(count), 0);
  return (
    <ConsentsFrame
      tab="retention"
      action={
        <span className="cs-states">
          <Button loading={dry.isRunning} onClick={() => void dry.run({ body: {} })}>
            {t('retention.dryRun')}
          </Button>
          <Button
            danger
            disabled={!last?.isDryRun}
            onClick={() =>
              confirm({
                title: t('retention.runTitle'),
                text: t('retention.runText', { due: sum((one) => one.due), held: sum((one) => one.held) }),
                ok: t('retention.run'),
                onConfirm: () => run.run({ body: {} }),
              })
            }
          >
            {t('retention.run')}
          </Button>
        </span>
      }
    >
      <ProblemNote problem={dry.problem ?? run.problem ?? change.problem} />
      {jobId && <JobProgress jobId={jobId} onEnd={() => void read.refetch()} />}
      {read.isError && !read.data && <ErrorState error={read.error} onRetry={() => void read.refetch()} />}
      {!read.data && !read.isError && <PageSkeleton rows={6} />}
      {read.data && (
        <>
          <Section>
            <ul className="cs-kinds">
              {read.data.categories.map((one) => (
                <Category
                  key={one.category}
                  one={one}
                  count={last?.counts.find((count) => count.category === one.category)}
                  onChange={(months) => void change.run({ params: { category: one.category }, body: { months } })}
                />
              ))}
            </ul>
          </Section>
          <Section title={t('retention.runs')}>
            {read.data.runs.length === 0 && <p className="rm-faint">{t('retention.noRuns')}</p>}
            <ul className="cs-kinds">
              {read.data.runs.map((one) => (
                <li key={one.runId}>
                  <StateTag tone={one.isDryRun ? 'inactive' : 'primary'}>
                    {t(one.isDryRun ? 'retention.isDry' : 'retention.isReal')}
                  </StateTag>
                  <span className="cs-states">
                    {one.counts
                      .filter((count) => count.due + count.held + count.done > 0)
                      .map((count) =>
                        [
                          t(`retention.category.${count.category}`),
                          one.isDryRun ? count.due : count.done,
                          count.held > 0 && `${t('retention.held')} ${count.held}`,
                        ]
                          .filter((part) => part !== false)
                          .join(' '),
                      )
                      .join(' · ') || '0'}
                  </span>
                  <span className="rm-faint">
                    {one.startedByName} · <When at={one.startedAt} />
                  </span>
                </li>
              ))}
            </ul>
          </Section>
        </>
      )}
    </ConsentsFrame>
  );
}

interface CategoryProps {
  readonly one: RetentionPlan['categories'][number];
  readonly count: RetentionRun['counts'][number] | undefined;
  readonly onChange: (months: number) => void;
}

function Category({ one, count, onChange }: CategoryProps) {
  const t = useText('consent');
  const [months, setMonths] = useState(one.months);
  return (
    <li>
      <strong>{t(`retention.category.${one.category}`)}</strong>
      <span style={{ flex: 1, minWidth: 240 }}>
        <span className="rm-faint">{one.legalBasis}</span>
      </span>
      <StateTag tone={one.isRunHere ? 'primary' : 'inactive'}>{t(`retention.action.${one.action}`)}</StateTag>
      {one.isRunHere ? (
        <>
          <InputNumber
            size="small"
            min={one.monthsMin ?? 1}
            max={1200}
            precision={0}
            value={months}
            aria-label={t('retention.months')}
            suffix={t('retention.months')}
            style={{ width: 150 }}
            onChange={(value) => setMonths(value ?? one.months)}
            onBlur={() => months !== one.months && onChange(months)}
          />
          <span className="rm-tabular">
            {count ? `${t('retention.due')} ${count.due} · ${t('retention.held')} ${count.held}` : '—'}
          </span>
        </>
      ) : (
        <span className="rm-faint">
          {one.months} · {t('retention.elsewhere')}
        </span>
      )}
    </li>
  );
}
