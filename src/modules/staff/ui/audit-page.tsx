import { SafetyCertificateOutlined } from '@ant-design/icons';
import { Button, Drawer } from 'antd';
import { useMemo, useState } from 'react';
import {
  type AuditEntryInfo,
  type ChainReportInfo,
  exportAudit,
  listAudit,
  verifyAuditChain,
} from '#modules/staff/contract-audit.ts';
import { fileAddress } from '#web/api/client.ts';
import { useCommand } from '#web/api/hooks.ts';
import { useText } from '#web/i18n.ts';
import {
  type Column,
  CopyButton,
  DataList,
  EmptyState,
  Facts,
  type FilterSpec,
  type ListSelection,
  PageFrame,
  ProblemNote,
  Section,
  StateTag,
  usePhone,
  When,
} from '#web/kit/index.ts';
import { useStaffWords } from './words.ts';

/** 合规 → 审计: the record of what everybody did, and the proof that nobody touched it. */
export default function AuditPage() {
  const t = useText('staff');
  const columns = useColumns();
  const filters = useFilters();
  const views = useViews();
  const [open, setOpen] = useState<AuditEntryInfo | null>(null);
  const [report, setReport] = useState<ChainReportInfo | null>(null);
  const verify = useCommand(verifyAuditChain, { onDone: setReport });
  return (
    <PageFrame
      title={t('audit.title')}
      meaning={t('audit.meaning')}
      action={
        <Button
          type="primary"
          icon={<SafetyCertificateOutlined />}
          loading={verify.isRunning}
          onClick={() => void verify.run()}
        >
          {t(verify.isRunning ? 'audit.verifying' : 'audit.verify')}
        </Button>
      }
    >
      <ProblemNote problem={verify.problem} />
      {report && <Verdict report={report} />}
      <DataList<AuditEntryInfo>
        id="staff.audit"
        route={listAudit}
        rowKey={(row) => String(row.seq)}
        columns={columns}
        filters={filters}
        views={views}
        onOpen={setOpen}
        onExport={downloadExport}
        card={(row) => <AuditCard entry={row} />}
        rowTone={(row) => (row.action.endsWith('.refused') ? 'prohibited' : undefined)}
        empty={<EmptyState picture="list" title={t('audit.emptyTitle')} text={t('audit.emptyText')} />}
      />
      <Entry entry={open} onClose={() => setOpen(null)} />
    </PageFrame>
  );
}

async function downloadExport(selection: ListSelection): Promise<void> {
  const filter = selection.kind === 'all' ? (selection.query.filter ?? []) : [];
  globalThis.location.assign(fileAddress(exportAudit, { query: { filter } }));
}

function Verdict({ report }: { report: ChainReportInfo }) {
  const t = useText('staff');
  const problem = { hash: 'brokenHash', gap: 'brokenGap', head: 'brokenHead' } as const;
  return (
    <div role="status">
      <Section
        title={
          <StateTag tone={report.intact ? 'allowed' : 'prohibited'}>
            {report.break
              ? t(`audit.${problem[report.break.problem]}`, { seq: report.break.seq })
              : t('audit.intact', { entries: report.entries })}
          </StateTag>
        }
        extra={<When at={report.verifiedAt} full withSeconds />}
      >
        {!report.intact && <p style={{ margin: 0 }}>{t('audit.brokenText')}</p>}
        {report.intact && report.head && (
          <p style={{ overflowWrap: 'anywhere', margin: 0 }}>
            {t('audit.head')} #{report.head.seq} <code>{report.head.hash}</code>
            <CopyButton text={`${report.head.seq} ${report.head.hash}`} />{' '}
            <span className="rm-soft">{t('audit.headHelp')}</span>
          </p>
        )}
      </Section>
    </div>
  );
}

function Entry({ entry, onClose }: { entry: AuditEntryInfo | null; onClose: () => void }) {
  const t = useText('staff');
  const words = useStaffWords();
  const phone = usePhone();
  return (
    <Drawer
      open={entry !== null}
      onClose={onClose}
      size={phone ? '100%' : 560}
      title={entry && t('audit.entry', { seq: entry.seq })}
      destroyOnHidden
    >
      {entry && (
        <>
          <Facts
            items={[
              [t('audit.at'), <When key="at" at={entry.at} full withSeconds />],
              [t('audit.actor'), entry.actorName],
              [t('audit.action'), `${words.action(entry.action)} (${entry.action})`],
              [
                t('audit.subject'),
                entry.subjectKind &&
                  `${words.subject(entry.subjectKind)} ${entry.subjectName ?? ''} ${entry.subjectId ?? ''}`,
              ],
              [t('audit.reason'), entry.reason],
              [t('audit.via'), t(`audit.via_.${entry.via}`)],
              [t('audit.from'), entry.fromAddress],
            ]}
          />
          {Object.keys(entry.detail).length > 0 && (
            <>
              <h3 style={{ marginBlock: '16px 8px' }}>{t('audit.detail')}</h3>
              <pre style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
                {JSON.stringify(entry.detail, null, 2)}
              </pre>
            </>
          )}
        </>
      )}
    </Drawer>
  );
}

function useColumns(): Column<AuditEntryInfo>[] {
  const t = useText('staff');
  const words = useStaffWords();
  return [
    { key: 'at', title: t('audit.at'), width: 170, render: (row) => <When at={row.at} full withSeconds /> },
    { key: 'actor', title: t('audit.actor'), width: 130, render: (row) => row.actorName },
    {
      key: 'action',
      title: t('audit.action'),
      width: 150,
      render: (row) => <span className="rm-strong">{words.action(row.action)}</span>,
    },
    {
      key: 'subject',
      title: t('audit.subject'),
      render: (row) => <Subject entry={row} />,
    },
    { key: 'reason', title: t('audit.reason'), render: (row) => row.reason ?? <span className="rm-faint">—</span> },
    {
      key: 'from',
      title: t('audit.from'),
      width: 140,
      render: (row) => row.fromAddress ?? <span className="rm-faint">—</span>,
    },
    { key: 'via', title: t('audit.via'), width: 90, render: (row) => t(`audit.via_.${row.via}`) },
    { key: 'seq', title: t('audit.seq'), width: 80, align: 'number', render: (row) => row.seq },
  ];
}

function AuditCard({ entry }: { entry: AuditEntryInfo }) {
  const words = useStaffWords();
  return (
    <div>
      <div>
        <span className="rm-strong">{words.action(entry.action)}</span> <Subject entry={entry} />
      </div>
      <div className="rm-soft">
        {entry.actorName} · <When at={entry.at} full withSeconds />
        {entry.reason && ` · ${entry.reason}`}
      </div>
    </div>
  );
}

/** Ids are long and mean little to a reader: a name or their tail is enough to tell two apart, the drawer shows them whole. */
function Subject({ entry }: { entry: AuditEntryInfo }) {
  const words = useStaffWords();
  const { subjectKind, subjectId, subjectName } = entry;
  if (!subjectKind) return <span className="rm-faint">—</span>;
  const tail = subjectId && subjectId.length > 24 ? `…${subjectId.slice(-8)}` : (subjectId ?? '');
  return (
    <span>
      <span className="rm-soft">{words.subject(subjectKind)}</span> {subjectName ?? tail}
    </span>
  );
}

function useFilters(): FilterSpec[] {
  const t = useText('staff');
  return [
    { field: 'at', label: t('audit.at'), kind: 'days' },
    { field: 'actorName', label: t('audit.actor'), kind: 'text' },
    { field: 'action', label: t('audit.action'), kind: 'text' },
    { field: 'subjectKind', label: t('audit.subjectKind'), kind: 'text' },
    { field: 'subjectId', label: t('audit.subjectId'), kind: 'text' },
    {
      field: 'via',
      label: t('audit.via'),
      kind: 'choice',
      options: ['web', 'command line', 'job', 'webhook', 'api'].map((via) => ({
        value: via,
        label: t(`audit.via_.${via}`),
      })),
    },
  ];
}

function useViews() {
  const t = useText('staff');
  return useMemo(
    () => [
      { key: 'all', label: t('audit.views.all'), filter: [] },
      { key: 'access', label: t('audit.views.access'), filter: ['subjectKind:contains:account'] },
      { key: 'reveal', label: t('audit.views.reveal'), filter: ['action:contains:reveal.'] },
      { key: 'refused', label: t('audit.views.refused'), filter: ['action:contains:.refused'] },
    ],
    [t],
  );
}
