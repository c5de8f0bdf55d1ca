import { addDays, addMonths, type Day, type Month } from '#kernel/day.ts';
import type { Words } from '#kernel/rule-engine/index.ts';

export const signatureSteps = [
  'compile',
  'countersign',
  'verify',
  'recalculate',
  'approve_first',
  'approve_second',
] as const;
export type SignatureStep = (typeof signatureSteps)[number];

/** The state in which each step is signed. */
export const stateOfStep = {
  compile: 'draft',
  countersign: 'draft',
  verify: 'compiled',
  recalculate: 'verified',
  approve_first: 'recalculated',
  approve_second: 'approved_first',
} as const satisfies Record<SignatureStep, string>;

export const permissionOfStep = {
  compile: 'settlement.compile',
  countersign: 'settlement.countersign',
  verify: 'settlement.verify',
  recalculate: 'settlement.recalculate',
  approve_first: 'settlement.approve.first',
  approve_second: 'settlement.approve.second',
} as const satisfies Record<SignatureStep, string>;

export const stepWords: Readonly<Record<SignatureStep, Words>> = {
  compile: { zh: '信息员编制', en: 'compiled by the information officer' },
  countersign: { zh: '客户关系专员会签', en: 'countersigned by the relationship officer' },
  verify: { zh: '科室核对', en: 'verified by the department' },
  recalculate: { zh: '财务复算', en: 'recalculated by finance' },
  approve_first: { zh: '分管副院长审批', en: 'approved by the vice-president' },
  approve_second: { zh: '院长审批', en: 'approved by the president' },
};

export interface InForce {
  readonly step: SignatureStep;
  readonly department: string;
  readonly accountId: string;
  readonly accountName: string;
}

/**
 * Who stands in the way of a person signing a step: the same step signed already, or the same person on another step. Each step is for a
 * different person; only the head of several departments verifies more than once. Null: nobody.
 */
export function signatureInTheWay(
  inForce: readonly InForce[],
  wanted: { readonly step: SignatureStep; readonly department: string; readonly accountId: string },
): { readonly kind: 'step-signed' | 'signed-otherwise'; readonly signature: InForce } | null {
  const same = inForce.find((one) => one.step === wanted.step && one.department === wanted.department);
  if (same) return { kind: 'step-signed', signature: same };
  const own = inForce.find((one) => one.accountId === wanted.accountId && one.step !== wanted.step);
  return own ? { kind: 'signed-otherwise', signature: own } : null;
}

/** Payouts are due within the month after settlement (INC-3). */
export function payableUntil(month: Month): Day {
  return addDays(`${addMonths(month, 2)}-01` as Day, -1);
}

/** Accounts are compared as banks print them: without spaces, in any width. */
export function isOwnAccount(payeeName: string | null, holder: string | null): boolean {
  if (holder === null || holder.trim() === '') return true;
  const plain = (text: string) => text.normalize('NFKC').replace(/\s+/g, '').toUpperCase();
  return payeeName !== null && plain(payeeName) === plain(holder);
}
