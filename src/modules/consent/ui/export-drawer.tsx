import { Button, Input } from 'antd';
import { useState } from 'react';
import { fileAddress, useCommand, useEvents, useRead } from '#web/api/index.ts';
import { useText } from '#web/i18n.ts';
import {
  DetailDrawer,
  Facts,
  JobProgress,
  ProblemNote,
  Section,
  StateTag,
  usePageParams,
  When,
} from '#web/kit/index.ts';
import { useMay } from '#web/shell/index.ts';
import { type AnonymityInfo, decideExport, downloadExport, type ExportDetail, readExport } from '../contract/index.ts';
import './consent.css';
import { exportTones } from './exports-page.tsx';

/** One export: what was asked, the decision, the anonymity report, the file. */
export default function ExportDrawer() {
  const t = useText('consent');
  const { exportId } = usePageParams<'exportId'>();
  const read = useRead(readExport, { params: { exportId } });
  useEvents(['exports'], undefined, { invalidates: [readExport] });
  const row = read.data;
  return (
    <DetailDrawer
      title={row ? t(`export.dataset.${row.dataset}`) : t('export.one')}
      extra={row && <StateTag tone={exportTones[row.state]}>{t(`export.state.${row.state}`)}</StateTag>}
      back="/consents/exports"
      width={640}
      isLoading={read.isPending}
      error={read.error}
      onRetry={() => void read.refetch()}
    >
      {row && (
        <>
          <Section>
            <Facts
              items={[
                [t('export.audienceTitle'), t(`export.audience.${row.audience}`)],
                [t('export.reason'), row.reason],
                [t('export.period'), `${row.fromDay} – ${row.untilDay}`],
                [t('export.dates'), t(`export.treatment.${row.dateTreatment}`)],
                [t('export.k'), String(row.k)],
                [t('export.format'), row.format.toUpperCase()],
                [t('export.by'), row.requestedByName],
                [t('columns.at'), <When key="at" at={row.requestedAt} full />],
                [t('export.decided'), row.decidedByName && `${row.decidedByName} · ${row.decisionReason ?? ''}`],
              ]}
            />
          </Section>
          <Decide key={row.version} row={row} />
          {row.state === 'approved' && row.jobId && <JobProgress jobId={row.jobId} onEnd={() => void read.refetch()} />}
          {row.report && <Report report={row.report} />}
          {row.files.map((file) => (
            <p key={file.fileId}>
              <a href={fileAddress(downloadExport, { params: { exportId: row.exportId, fileId: file.fileId } })}>
                {file.fileName}
              </a>{' '}
              <span className="rm-faint">
                {Math.ceil(file.bytes / 1024)} KB · <When at={file.expiresAt} full />
              </span>
            </p>
          ))}
        </>
      )}
    </DetailDrawer>
  );
}

function Report({ report }: { report: AnonymityInfo }) {
  const t = useText('consent');
  const percent = (bp: number) => (bp / 100).toFixed(2);
  return (
    <Section title={t('export.report')}>
      <Facts
        items={[
          [t('export.kReached'), <strong key="k">{`${report.kReached}（≥ ${report.kWanted}）`}</strong>],
          [
            t('export.rows'),
            t('export.rowsText', { out: report.rowsOut, in: report.rowsIn, gone: report.suppressedRows }),
          ],
          [t('export.cells'), String(report.suppressedCells)],
          [t('export.sensitive'), String(report.sensitiveRows)],
          [t('export.scrubbed'), String(report.scrubbedCells)],
          [t('export.rare'), String(report.rareCells)],
          [
            t('export.risk'),
            t('export.riskText', { max: percent(report.riskMaxBp), average: percent(report.riskAverageBp) }),
          ],
          [
            t('export.generalised'),
            report.generalisations.map(({ column, level }) => `${column} ${t(`export.level.${level}`)}`).join(' · '),
          ],
        ]}
      />
    </Section>
  );
}

function Decide({ row }: { row: ExportDetail }) {
  const t = useText('consent');
  const mayDecide = useMay('export.deidentified.approve');
  const [reason, setReason] = useState('');
  const decide = useCommand(decideExport);
  if (row.state !== 'requested' || !mayDecide) return null;
  const send = (approves: boolean) =>
    void decide.run({
      params: { exportId: row.exportId },
      body: { approves, reason: reason.trim(), version: row.version },
    });
  const isEmpty = reason.trim().length < 2;
  return (
    <Section title={t('export.decide')}>
      <ProblemNote problem={decide.problem} />
      <Input.TextArea
        value={reason}
        onChange={(event) => setReason(event.target.value)}
        aria-label={t('export.decisionReason')}
        placeholder={t('export.decisionReason')}
        maxLength={500}
        autoSize={{ minRows: 2 }}
      />
      <p className="cs-states" style={{ marginTop: 12 }}>
        <Button type="primary" disabled={isEmpty} loading={decide.isRunning} onClick={() => send(true)}>
          {t('export.approve')}
        </Button>
        <Button danger disabled={isEmpty} loading={decide.isRunning} onClick={() => send(false)}>
          {t('export.reject')}
        </Button>
      </p>
    </Section>
  );
}
