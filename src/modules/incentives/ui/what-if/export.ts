import { type Fen, yuanText } from '#kernel/money.ts';
import type { Text } from '#web/i18n.ts';
import type { WhatIfResult, WhatIfTotals } from '../../contract/index.ts';

/** A cell as a spreadsheet reads it; a leading sign that starts a formula is made harmless. */
function cell(value: string | number): string {
  const text =
    typeof value === 'string' && /^[=+@\t\r-]/.test(value) && !/^-?\d+(\.\d+)?$/.test(value)
      ? `'${value}`
      : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const groups = ['byRule', 'byPayeeKind', 'byDepartment', 'byMonth'] as const;

/** Totals as CSV, one row a plan and key; the byte order mark lets Excel read Chinese. */
export function whatIfCsv(t: Text, result: WhatIfResult): string {
  const head = ['plan', 'version', 'by', 'key', 'title', 'lines', 'amount', 'allowed', 'review', 'prohibited'].map(
    (key) => t(`whatIf.csv.${key}`),
  );
  const plans: WhatIfTotals[] = result.right ? [result.left, result.right] : [result.left];
  const rows = plans.flatMap((plan) =>
    groups.flatMap((by) =>
      plan[by].map((total) => [
        plan.planId,
        plan.version,
        t(`whatIf.csv.${by}`),
        total.key,
        total.title?.zh ?? '',
        total.lines,
        ...[total.amountFen, total.allowedFen, total.reviewFen, total.prohibitedFen].map((fen) => yuanText(fen as Fen)),
      ]),
    ),
  );
  return `\uFEFF${[head, ...rows].map((cells) => cells.map(cell).join(',')).join('\r\n')}\r\n`;
}

export function saveWhatIf(t: Text, result: WhatIfResult): void {
  const address = URL.createObjectURL(new Blob([whatIfCsv(t, result)], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = `${t('whatIf.title')}-${result.fromMonth}-${result.untilMonth}.csv`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 1_000);
}
