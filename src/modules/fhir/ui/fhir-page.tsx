import { InboxOutlined } from '@ant-design/icons';
import { Progress, Upload } from 'antd';
import { useMemo, useState } from 'react';
import { type FhirRun, listFhirRuns, readFhirStock, uploadFhir } from '#modules/fhir/contract.ts';
import { type ApiProblem, problemOf, upload, useEvents, useRead } from '#web/api/index.ts';
import { useText } from '#web/i18n.ts';
import {
  type Column,
  DataList,
  EmptyState,
  PageFrame,
  ProblemNote,
  Section,
  StateTag,
  type Tone,
  usePhone,
  When,
} from '#web/kit/index.ts';
import './fhir.css';

const topics = ['fhir', 'jobs'];

export const stateTones: Readonly<Record<FhirRun['state'], Tone>> = {
  waiting: 'waiting',
  running: 'primary',
  done: 'allowed',
  failed: 'prohibited',
  cancelled: 'inactive',
};

/** 设置 → FHIR 读入: files of other systems, what became of them, and what is still waited for. */
export default function FhirPage() {
  const t = useText('fhir');
  const columns = useColumns();
  const views = useMemo(
    () => [
      { key: 'all', label: t('all'), filter: [] },
      { key: 'failed', label: t('failedView'), filter: ['state:eq:failed'] },
    ],
    [t],
  );
  return (
    <PageFrame title={t('title')} meaning={t('meaning')}>
      <FileDrop />
      <Stock />
      <DataList<FhirRun>
        id="fhir.runs"
        route={listFhirRuns}
        rowKey={(row) => row.runId}
        rowPath={(row) => `/settings/fhir/${row.runId}`}
        columns={columns}
        views={views}
        searchHint={t('search')}
        defaultSort="-startedAt"
        rowTone={(row) => (row.state === 'failed' ? 'prohibited' : undefined)}
        card={(row) => <RunCard run={row} />}
        topics={topics}
        empty={<EmptyState picture="inbox" title={t('emptyTitle')} text={t('emptyText')} />}
      />
    </PageFrame>
  );
}

function RunCard({ run }: { run: FhirRun }) {
  const t = useText('fhir');
  return (
    <div className="rm-fhir-card">
      <strong>{run.fileName}</strong>
      <StateTag tone={stateTones[run.state]}>{t(`states.${run.state}`)}</StateTag>
      <span className="rm-soft">
        <When at={run.startedAt} /> · {run.startedByName}
      </span>
      {run.readCount > 0 && <span className="rm-soft">{t('counts', countsOf(run))}</span>}
    </div>
  );
}

export function countsOf(run: FhirRun) {
  return {
    read: run.readCount,
    new: run.newCount,
    changed: run.changedCount,
    same: run.sameCount,
    taken: run.takenCount,
  };
}

function useColumns(): Column<FhirRun>[] {
  const t = useText('fhir');
  return useMemo(() => {
    const figure = (key: 'readCount' | 'newCount' | 'changedCount' | 'takenCount' | 'problemCount', title: string) => ({
      key,
      title,
      width: 92,
      align: 'number' as const,
      render: (row: FhirRun) => row[key].toLocaleString('en-US'),
    });
    return [
      { key: 'fileName', title: t('file'), render: (row) => row.fileName },
      {
        key: 'state',
        title: t('state'),
        width: 110,
        render: (row) => <StateTag tone={stateTones[row.state]}>{t(`states.${row.state}`)}</StateTag>,
      },
      figure('readCount', t('read')),
      figure('newCount', t('new')),
      figure('changedCount', t('changed')),
      figure('takenCount', t('taken')),
      figure('problemCount', t('problems')),
      {
        key: 'startedAt',
        title: t('startedAt'),
        width: 150,
        sortable: true,
        render: (row) => <When at={row.startedAt} />,
      },
      { key: 'startedByName', title: t('startedBy'), width: 110, render: (row) => row.startedByName },
    ];
  }, [t]);
}

function FileDrop() {
  const t = useText('fhir');
  const phone = usePhone();
  const [sending, setSending] = useState<{ name: string; share: number } | null>(null);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const sendAll = async (files: readonly File[]) => {
    setProblem(null);
    try {
      for (const file of files) {
        setSending({ name: file.name, share: 0 });
        await upload(uploadFhir, {}, file, { onProgress: (share) => setSending({ name: file.name, share }) });
      }
    } catch (thrown) {
      setProblem(problemOf(thrown));
    } finally {
      setSending(null);
    }
  };
  return (
    <Section title={t('upload')}>
      <ProblemNote problem={problem} />
      {sending && (
        <div role="status">
          <p>{t('sending', { name: sending.name })}</p>
          <Progress percent={Math.floor(sending.share * 100)} status="active" aria-label={sending.name} />
        </div>
      )}
      <Upload.Dragger
        accept=".ndjson,.json,.jsonl"
        multiple
        disabled={sending !== null}
        showUploadList={false}
        beforeUpload={(file, files) => {
          // Called for every file of a choice; all are sent, one after another, with the first call.
          if (file === files[0]) void sendAll(files);
          return false;
        }}
      >
        <p className="rm-fhir-drop-icon">
          <InboxOutlined aria-hidden />
        </p>
        <p className="rm-strong">{t(phone ? 'dropPhone' : 'drop')}</p>
        <p className="rm-soft">{t('dropHelp')}</p>
      </Upload.Dragger>
    </Section>
  );
}

/** How many resources are held, and which are still missing. Nothing before the first file. */
function Stock() {
  const t = useText('fhir');
  const stock = useRead(readFhirStock, {});
  useEvents(topics, undefined, { invalidates: [readFhirStock] });
  if (!stock.data || stock.data.types.length === 0) return null;
  const { types, waitsFor } = stock.data;
  return (
    <Section title={t('stock')}>
      <table className="rm-fhir-table">
        <thead>
          <tr>
            <th>{t('type')}</th>
            <th className="rm-number">{t('taken')}</th>
            <th className="rm-number">{t('waiting')}</th>
            <th className="rm-number">{t('refused')}</th>
          </tr>
        </thead>
        <tbody>
          {types.map((row) => (
            <tr key={row.type}>
              <td>{row.type}</td>
              <td className="rm-number">{row.taken.toLocaleString('en-US')}</td>
              <td className="rm-number">{row.waiting.toLocaleString('en-US')}</td>
              <td className="rm-number">{row.refused.toLocaleString('en-US')}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="rm-soft">{t('stockText')}</p>
      {waitsFor.length > 0 && (
        <>
          <p>{t('waitsFor')}</p>
          <ul>
            {waitsFor.map(({ target, count }) => (
              <li key={target}>
                <code>{target}</code> · {t('waitsForCount', { count })}
              </li>
            ))}
          </ul>
        </>
      )}
    </Section>
  );
}
