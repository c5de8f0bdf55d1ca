import { Button, Modal } from 'antd';
import { useMemo, useState } from 'react';
import { useText } from '#web/i18n.ts';
import {
  type Column,
  DataList,
  EmptyState,
  type FilterSpec,
  StateTag,
  type Tone,
  useGo,
  When,
} from '#web/kit/index.ts';
import { useMay } from '#web/shell/index.ts';
import { type ConsentEntry, consentKinds, entryAction, listConsents } from '../contract/index.ts';
import { ConsentsFrame } from './consents-frame.tsx';
import { PersonField } from './person-field.tsx';

const topics = ['consents'] as const;
export const actionTones: Record<ConsentEntry['action'], Tone> = {
  given: 'allowed',
  refused: 'waiting',
  withdrawn: 'prohibited',
};

/** Everything anybody said about his data, newest first. */
export default function ConsentsPage() {
  const t = useText('consent');
  const go = useGo();
  const mayWrite = useMay('consents.write');
  const [choosing, setChoosing] = useState(false);
  const columns = useMemo(() => columnsOf(t), [t]);
  const filters = useMemo(() => filtersOf(t), [t]);
  const views = useMemo(
    () => [
      { key: 'all', label: t('views.all'), filter: [] },
      { key: 'withdrawn', label: t('views.withdrawn'), filter: ['action:in:withdrawn|refused'] },
      { key: 'link', label: t('views.link'), filter: ['via:in:link'] },
    ],
    [t],
  );
  return (
    <ConsentsFrame
      tab="consents"
      action={
        mayWrite && (
          <Button type="primary" onClick={() => setChoosing(true)}>
            {t('record.action')}
          </Button>
        )
      }
    >
      <DataList<ConsentEntry>
        id="consent.entries"
        route={listConsents}
        rowKey={(row) => row.entryId}
        rowPath={(row) => `/consents/people/${row.patientId}`}
        columns={columns}
        filters={filters}
        views={views}
        topics={topics}
        searchHint={t('search')}
        empty={<EmptyState picture="inbox" title={t('empty.consents')} text={t('empty.consentsText')} />}
      />
      <Modal
        open={choosing}
        title={t('record.choose')}
        footer={null}
        onCancel={() => setChoosing(false)}
        destroyOnHidden
      >
        <PersonField
          onChange={(patientId) => {
            setChoosing(false);
            go(`/consents/people/${patientId}`);
          }}
        />
      </Modal>
    </ConsentsFrame>
  );
}

type Text = ReturnType<typeof useText>;

function columnsOf(t: Text): Column<ConsentEntry>[] {
  return [
    { key: 'person', title: t('columns.person'), render: (row) => <strong>{row.patientName ?? '—'}</strong> },
    {
      key: 'action',
      title: t('columns.action'),
      render: (row) => <StateTag tone={actionTones[row.action]}>{t(`action.${row.action}`)}</StateTag>,
    },
    { key: 'kind', title: t('columns.kind'), render: (row) => t(`kind.${row.kind}`) },
    {
      key: 'channels',
      title: t('columns.channels'),
      render: (row) => row.channels.map((channel) => t(`channel.${channel}`)).join(' ') || '—',
    },
    { key: 'giver', title: t('columns.giver'), render: (row) => t(`giver.${row.giver}`) },
    {
      key: 'evidence',
      title: t('columns.evidence'),
      render: (row) => row.evidenceKind && t(`evidence.${row.evidenceKind}`),
    },
    { key: 'via', title: t('columns.via'), render: (row) => t(`via.${row.via}`) },
    {
      key: 'recordedAt',
      title: t('columns.recordedAt'),
      sort: 'recordedAt',
      render: (row) => <When at={row.recordedAt} />,
    },
    { key: 'by', title: t('columns.by'), hidden: true, render: (row) => row.recordedByName },
    { key: 'recordNo', title: t('columns.recordNo'), hidden: true, render: (row) => row.recordNo ?? '—' },
  ];
}

function filtersOf(t: Text): FilterSpec[] {
  return [
    {
      field: 'kind',
      label: t('columns.kind'),
      kind: 'choice',
      options: consentKinds.map((value) => ({ value, label: t(`kind.${value}`) })),
    },
    {
      field: 'action',
      label: t('columns.action'),
      kind: 'choice',
      options: entryAction.options.map((value) => ({ value, label: t(`action.${value}`) })),
    },
    { field: 'recordedAt', label: t('columns.recordedAt'), kind: 'days' },
  ];
}
