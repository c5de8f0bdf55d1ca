import { yuanText } from '#kernel/money.ts';
import type { IncentiveLine } from './decide-lines.ts';

/** Columns of lines.csv in the order of the exchange formats. */
export const linesCsvColumns = [
  'period',
  'plan',
  'plan_version',
  'rule_id',
  'episode_no',
  'referral_id',
  'introducer_kind',
  'payee_kind',
  'payee_no',
  'payee_name',
  'department',
  'base',
  'amount',
  'form',
  'clearance',
  'citation',
  'payable',
  'reverses',
  'reason',
] as const;

/** The fields of one row, in column order. `reverses` names the line a reversal takes back. */
export function linesCsvRow(line: IncentiveLine, reverses = ''): string[] {
  return [
    line.period,
    line.planId,
    line.planVersion,
    line.ruleId,
    line.episodeNo,
    line.referralId ?? '',
    line.introducerKind ?? '',
    line.payeeClass,
    line.payeeNo,
    line.payeeName,
    line.department,
    yuanText(line.baseFen),
    yuanText(line.amountFen),
    line.form,
    line.clearance,
    line.citation,
    yuanText(line.payableFen),
    reverses,
    line.reason,
  ];
}

/** Header and rows as one RFC 4180 text with CRLF line ends. */
export function linesCsv(lines: Iterable<IncentiveLine>): string {
  const rows = [csvRow(linesCsvColumns)];
  for (const line of lines) rows.push(csvRow(linesCsvRow(line)));
  return `${rows.join('\r\n')}\r\n`;
}

function csvRow(fields: readonly string[]): string {
  return fields.map((field) => (/[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field)).join(',');
}
