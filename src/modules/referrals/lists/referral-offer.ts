import { type AnyListOffer, type ExportColumn, listOffer } from '#modules/lists/index.ts';
import type { ReferralRow } from '../contract/index.ts';
import { type BareRow, openReferrals, shownReferrals } from './referral-list.ts';
import { channelWords, introducerKindWords, sexWords, stateWords } from './words.ts';

const timeText = (at: number | null) =>
  at === null ? null : new Date(at + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');

const columns: readonly ExportColumn<ReferralRow>[] = [
  { key: 'number', zh: '转介编号', en: 'Number', width: 18, cell: (row) => row.referralId },
  { key: 'received', zh: '接收时间', en: 'Received', width: 18, cell: (row) => timeText(row.receivedAt) },
  { key: 'patient', zh: '患者', en: 'Patient', cell: (row) => row.patientName },
  { key: 'patient', zh: '性别', en: 'Sex', width: 8, cell: (row, locale) => sexWords(row.sex, locale) },
  { key: 'patient', zh: '年龄', en: 'Age', width: 8, format: 'number', cell: (row) => row.age },
  { key: 'phone', zh: '电话', en: 'Phone', width: 16, cell: (row) => row.phone?.text },
  { key: 'introducer', zh: '介绍人编号', en: 'Introducer no.', cell: (row) => row.introducerNo },
  { key: 'introducer', zh: '介绍人', en: 'Introducer', cell: (row) => row.introducerName ?? row.introducerText },
  {
    key: 'introducer',
    zh: '介绍人类别',
    en: 'Kind',
    width: 18,
    cell: (row, locale) => (row.introducerKind === null ? null : introducerKindWords(row.introducerKind, locale)),
  },
  { key: 'county', zh: '县区', en: 'County', cell: (row) => row.introducerCounty },
  { key: 'disease', zh: '病情', en: 'Disease', width: 24, cell: (row) => row.disease },
  { key: 'department', zh: '科室', en: 'Department', cell: (row) => row.department },
  { key: 'state', zh: '状态', en: 'State', cell: (row, locale) => stateWords(row.state, locale) },
  { key: 'channel', zh: '来源', en: 'Channel', cell: (row, locale) => channelWords(row.channel, locale) },
  { key: 'expected', zh: '预计到院', en: 'Expected', width: 18, cell: (row) => timeText(row.expectedFrom) },
  { key: 'episode', zh: '就诊号', en: 'Episode', width: 18, cell: (row) => row.episodeNo },
];

/** The inbox: exported as its reader sees it. */
export const referralOffer: AnyListOffer = listOffer<BareRow, ReferralRow>({
  id: 'referrals.inbox',
  zh: '转介',
  en: 'Referrals',
  permission: 'referrals.read',
  rowId: { sql: 'r.referral_id', type: 'text', cast: 'text' },
  open: (tx, _, query) => openReferrals(tx, query),
  shown: (tx, actor, rows) => shownReferrals(tx, actor, rows),
  columns,
});
