import type { Text } from '#web/i18n.ts';
import { type Column, type FilterSpec, When } from '#web/kit/index.ts';
import {
  introducerKinds,
  type ReferralRow,
  referralChannels,
  referralStages,
  referralStates,
} from '../../contract/index.ts';
import { personText, phoneText, StandingTag, whyText } from '../words.tsx';

export function inboxColumns(t: Text): Column<ReferralRow>[] {
  return [
    {
      key: 'patient',
      title: t('inbox.patient'),
      width: 150,
      render: (row) => (
        <span className="rm-ref-person">
          <strong>{row.patientName ?? t('inbox.noName')}</strong>
          <small>{personText(t, row)}</small>
        </span>
      ),
    },
    {
      key: 'received',
      title: t('inbox.received'),
      width: 110,
      sort: 'receivedAt',
      render: (row) => <When at={row.receivedAt} />,
    },
    { key: 'introducer', title: t('inbox.introducer'), width: 160, render: (row) => introducer(t, row) },
    { key: 'disease', title: t('inbox.disease'), width: 130, render: (row) => row.disease ?? dash },
    { key: 'state', title: t('inbox.state'), width: 126, render: (row) => <StandingTag referral={row} /> },
    {
      key: 'why',
      title: t('inbox.why'),
      width: 250,
      render: (row) => (
        <span className="rm-ref-why">
          {whyText(t, row)}
          {row.hasOpenDispute && row.state !== 'disputed' && (
            <strong className="rm-tone-waiting"> · {t('inbox.dispute')}</strong>
          )}
        </span>
      ),
    },
    { key: 'channel', title: t('inbox.channel'), width: 84, render: (row) => t(`channel.${row.channel}`) },
    {
      key: 'expected',
      title: t('inbox.expected'),
      width: 120,
      sort: 'expectedFrom',
      render: (row) => <When at={row.expectedFrom} />,
    },
    {
      key: 'department',
      title: t('inbox.department'),
      width: 110,
      hidden: true,
      render: (row) => row.department ?? dash,
    },
    {
      key: 'phone',
      title: t('inbox.phone'),
      width: 140,
      hidden: true,
      render: (row) => (row.phone ? <span className="rm-number">{phoneText(row.phone)}</span> : dash),
    },
    { key: 'number', title: t('inbox.number'), width: 120, hidden: true, render: (row) => row.referralId },
    { key: 'episode', title: t('inbox.episode'), width: 120, hidden: true, render: (row) => row.episodeNo ?? dash },
    {
      key: 'county',
      title: t('inbox.county'),
      width: 110,
      hidden: true,
      render: (row) => row.introducerCounty ?? dash,
    },
  ];
}

const dash = <span className="rm-faint">—</span>;

function introducer(t: Text, row: ReferralRow) {
  if (row.introducerName) {
    return (
      <span className="rm-ref-person">
        <span>{row.introducerName}</span>
        {row.introducerKind && <small>{t(`kind.${row.introducerKind}`)}</small>}
      </span>
    );
  }
  return (
    <span className="rm-ref-person">
      <span>{row.introducerText ?? row.introducerNo ?? '—'}</span>
      <small className="rm-tone-waiting">{t('inbox.unknownIntroducer')}</small>
    </span>
  );
}

export function inboxFilters(t: Text): FilterSpec[] {
  const options = (values: readonly string[], group: string) =>
    values.map((value) => ({ value, label: t(`${group}.${value}`) }));
  return [
    { field: 'receivedAt', label: t('inbox.received'), kind: 'days' },
    { field: 'state', label: t('inbox.state'), kind: 'choice', options: options(referralStates, 'state') },
    { field: 'stage', label: t('inbox.stage'), kind: 'choice', options: options(referralStages, 'inbox.stageName') },
    { field: 'channel', label: t('inbox.channel'), kind: 'choice', options: options(referralChannels, 'channel') },
    {
      field: 'introducerKind',
      label: t('inbox.introducerKind'),
      kind: 'choice',
      options: options(introducerKinds, 'kind'),
    },
    { field: 'introducerName', label: t('inbox.introducer'), kind: 'text' },
    { field: 'department', label: t('inbox.department'), kind: 'text' },
    { field: 'introducerCounty', label: t('inbox.county'), kind: 'text' },
    { field: 'expectedFrom', label: t('inbox.expected'), kind: 'days' },
    { field: 'needsOfficer', label: t('inbox.needsOfficer'), kind: 'flag', yes: t('inbox.yes'), no: t('inbox.no') },
    { field: 'introducerOpen', label: t('inbox.introducerOpen'), kind: 'flag', yes: t('inbox.yes'), no: t('inbox.no') },
  ];
}
