import { Button } from 'antd';
import { useState } from 'react';
import { listFhirProblems, readFhirRun } from '#modules/fhir/contract.ts';
import { useEvents, useRead } from '#web/api/index.ts';
import { useText } from '#web/i18n.ts';
import { DetailDrawer, JobProgress, StateTag, usePageParams, When } from '#web/kit/index.ts';
import { countsOf, stateTones } from './fhir-page.tsx';
import './fhir.css';

/** One file: how far it is, what came of it, and what was wrong where. */
export default function RunDrawer() {
  const t = useText('fhir');
  const { runId } = usePageParams<'runId'>();
  const run = useRead(readFhirRun, { params: { runId } });
  useEvents(['fhir'], undefined, { invalidates: [readFhirRun, listFhirProblems] });
  const { data } = run;
  return (
    <DetailDrawer
      title={data?.fileName ?? t('title')}
      back="/settings/fhir"
      extra={data && <StateTag tone={stateTones[data.state]}>{t(`states.${data.state}`)}</StateTag>}
      isLoading={run.isPending}
      error={run.error}
      onRetry={() => void run.refetch()}
    >
      {data && (
        <>
          <p className="rm-soft">
            <When at={data.startedAt} /> · {data.startedByName}
          </p>
          {data.problem && <p role="alert">{data.problem}</p>}
          {(data.state === 'waiting' || data.state === 'running') && data.jobId ? (
            <JobProgress jobId={data.jobId} onEnd={() => void run.refetch()} />
          ) : (
            <p>{t('counts', countsOf(data))}</p>
          )}
          <Problems runId={runId} />
        </>
      )}
    </DetailDrawer>
  );
}

function Problems({ runId }: { runId: string }) {
  const t = useText('fhir');
  const [after, setAfter] = useState(0);
  const problems = useRead(listFhirProblems, { params: { runId }, query: { after } });
  const { items, next } = problems.data ?? { items: [], next: null };
  if (!problems.data) return null;
  return (
    <section>
      <h3>{t('problemsTitle')}</h3>
      {items.length === 0 ? (
        <p className="rm-soft">{t('problemsNone')}</p>
      ) : (
        <table className="rm-fhir-table">
          <thead>
            <tr>
              <th className="rm-number">{t('at')}</th>
              <th>{t('type')}</th>
              <th>{t('why')}</th>
            </tr>
          </thead>
          <tbody>
            {items.map((row) => (
              <tr key={`${row.at} ${row.code}`}>
                <td className="rm-number">{row.at}</td>
                <td>{row.resourceType ?? '—'}</td>
                <td>{row.text}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {next !== null && <Button onClick={() => setAfter(next)}>{t('problemsMore')}</Button>}
    </section>
  );
}
