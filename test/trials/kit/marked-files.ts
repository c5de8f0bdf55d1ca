import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { csvLine } from '#modules/samples/index.ts';

/**
 * Files whose every row carries the number of its version: after an interrupted import the table shows which version each row is of, so half
 * an import cannot hide. Besides the rows that every version brings, each brings some of its own.
 */
export interface MarkedFile {
  readonly kind: MarkedKind;
  readonly path: string;
  readonly version: number;
}

export const markedKinds = ['episodes', 'charges', 'referrals', 'messages'] as const;
export type MarkedKind = (typeof markedKinds)[number];

/** Where the mark lies, and how rows of the trial are told from others. */
export const markOf: Readonly<Record<MarkedKind, { table: string; mark: string; key: string; prefix: string }>> = {
  episodes: { table: 'visit_episodes', mark: 'doctor', key: 'episode_no', prefix: 'M' },
  charges: { table: 'visit_charges', mark: 'item_name', key: 'episode_no', prefix: 'M' },
  referrals: { table: 'referral_referrals', mark: 'disease', key: 'referral_id', prefix: 'M' },
  // A message's referral is named after the message.
  messages: { table: 'referral_messages', mark: "substring(text from '标记[0-9]+')", key: 'message_id', prefix: 'T' },
};

const header: Readonly<Record<MarkedKind, readonly string[]>> = {
  episodes: [
    'episode_no',
    'record_no',
    'patient_name',
    'sex',
    'birth_date',
    'id_number',
    'phone',
    'kind',
    'department',
    'doctor',
    'admitted_by',
    'registered_at',
    'admitted_at',
    'discharged_at',
    'settled_at',
    'payment_kind',
  ],
  charges: ['episode_no', 'line_no', 'category', 'item_code', 'item_name', 'amount', 'department'],
  referrals: [
    'referral_id',
    'received_at',
    'channel',
    'introducer_no',
    'patient_name',
    'sex',
    'age',
    'phone',
    'disease',
    'department',
    'accompanied',
  ],
  messages: ['message_id', 'received_at', 'channel', 'sender', 'text'],
};

export function writeMarkedFile(dir: string, kind: MarkedKind, version: number, rows: number): MarkedFile {
  const path = join(dir, `${kind}-${version}.csv`);
  const { prefix } = markOf[kind];
  const lines = [csvLine([...header[kind]])];
  for (let n = 0; n < rows; n++) lines.push(csvLine(rowOf(kind, `${prefix}${n}`, n, version)));
  for (let n = 0; n < Math.ceil(rows / 20); n++)
    lines.push(csvLine(rowOf(kind, `${prefix}${version}V${n}`, n, version)));
  writeFileSync(path, lines.join(''));
  return { kind, path, version };
}

export function writeIntroducers(dir: string): string {
  const path = join(dir, 'introducers.csv');
  const kinds = ['external_physician', 'grassroots_institution', 'staff', 'former_patient', 'public'];
  const lines = [csvLine(['introducer_no', 'name', 'kind', 'clinical', 'phone'])];
  for (let n = 0; n < 50; n++)
    lines.push(csvLine([`J${n}`, `介绍人${letters(n)}`, kinds[n % 5]!, '0', `1390000${String(n).padStart(4, '0')}`]));
  writeFileSync(path, lines.join(''));
  return path;
}

function rowOf(kind: MarkedKind, key: string, n: number, version: number): string[] {
  const name = `张${letters(n)}`;
  const sex = n % 2 === 0 ? '男' : '女';
  const phone = `1380000${String(n % 10_000).padStart(4, '0')}`;
  const day = String(1 + (n % 28)).padStart(2, '0');
  if (kind === 'charges')
    return [key, '1', 'bed', '', markText(version), ((n % 900) + version / 100).toFixed(2), '骨科'];
  if (kind === 'referrals') {
    const received = `2026-10-${day} 06:00`;
    return [key, received, 'sms', `J${n % 50}`, name, sex, '40', phone, markText(version), '骨科', '1'];
  }
  if (kind === 'messages') {
    const words = `${name}，${sex}，40岁，胆结石，介绍人介绍人${letters(n % 50)}，${markText(version)}`;
    return [key, `2026-10-${day} 05:00`, 'sms', `1390000${String(n % 50).padStart(4, '0')}`, words];
  }
  const at = `2026-10-${day} 09:00`;
  const end = `2026-10-${day} 18:00`;
  // An impossible area code, so that no real person has the number.
  const id = `990000198601${day}${String(n % 1000).padStart(3, '0')}X`;
  const place = ['inpatient', '骨科', markText(version), '李四'];
  return [key, `B${key}`, name, sex, '1986-01-01', id, phone, ...place, at, at, end, end, 'self_pay'];
}

export function markText(version: number): string {
  return `标记${version}`;
}

/** A number in Chinese letters: names may not hold digits. */
export function letters(n: number): string {
  return [...String(n)].map((digit) => '零一二三四五六七八九'[Number(digit)]).join('');
}
