import { type Day, dayMs, dayOf } from '#kernel/day.ts';
import type { PlanDocument, Words } from '#kernel/rule-engine/index.ts';
import { type Actor, may, type Permission } from '#modules/staff/index.ts';
import type { Tx } from '#platform/db/database.ts';
import type { Tools } from '#platform/tools.ts';
import { maySignFor } from './actions/sign-settlement.ts';
import type { RecalculationInfo, SettlementDetail, SettlementRow, SignatureInfo } from './contract/settlements.ts';
import { type Reader, readerOf } from './reader.ts';
import { permissionOfStep, signatureInTheWay, signatureSteps, stateOfStep, stepWords } from './rules/steps.ts';
import { readHospitalBasis } from './run-settlement.ts';
import { settlementSource } from './store/lists.ts';
import { readLatestRecalculation } from './store/recalculations.ts';
import { linesFingerprint, readDepartments, readHead, type SettlementHead } from './store/settlements.ts';
import { readSignatures, type Signature } from './store/signatures.ts';
import { readLineCounts, readMonthByDepartment, readMonthByPlan, readPaidInTime, readSums } from './store/sums.ts';

export async function readSettlementRow(tx: Tx, settlementId: string, reader: Reader): Promise<SettlementRow | null> {
  const { from, columns } = settlementSource(reader);
  return tx.one(`SELECT ${columns} FROM ${from} WHERE s.hospital_id = $1 AND s.settlement_id = $2`, [
    tx.hospitalId,
    settlementId,
  ]);
}

/** Everything of a settlement's page, as far as the reader may see it. */
export async function readSettlementDetail(
  tx: Tx,
  actor: Actor,
  settlementId: string,
): Promise<SettlementDetail | null> {
  const reader = readerOf(actor);
  const row = await readSettlementRow(tx, settlementId, reader);
  const head = row && (await readHead(tx, settlementId));
  if (!row || !head) return null;
  const [all] = await readSums(tx, settlementId, 'all', reader);
  const fingerprint = await linesFingerprint(tx, settlementId);
  const signatures = await readSignatures(tx, settlementId);
  const departments = await departmentParts(tx, actor, head, signatures, reader);
  return {
    ...row,
    sums: withoutKey(all),
    byRule: titled(await readSums(tx, settlementId, 'rule', reader), head.document),
    byPayeeKind: titled(await readSums(tx, settlementId, 'payee', reader), head.document),
    departments,
    signatures: await signatureInfos(tx, settlementId, signatures, fingerprint),
    recalculation: await recalculationInfo(tx, settlementId, fingerprint, reader),
    ...(await readLineCounts(tx, settlementId, reader)),
    steps: nextSteps(actor, head, signatures, departments),
  };
}

const nothing = { lines: 0, amountFen: 0, payableFen: 0, allowedFen: 0, reviewFen: 0, prohibitedFen: 0 };

function withoutKey<Row extends { key: string }>(row: Row | undefined): Omit<Row, 'key'> | typeof nothing {
  if (!row) return nothing;
  const { key: _, ...rest } = row;
  return rest;
}

function titled<Row extends { key: string }>(rows: readonly Row[], document: PlanDocument) {
  const rules = new Map(document.rules.map((rule) => [rule.id, rule.title]));
  return rows.map((row) => ({ ...row, title: rules.get(row.key) ?? null }));
}

async function departmentParts(
  tx: Tx,
  actor: Actor,
  head: SettlementHead,
  signatures: readonly Signature[],
  reader: Reader,
): Promise<SettlementDetail['departments']> {
  const sums = new Map((await readSums(tx, head.settlementId, 'department', reader)).map((row) => [row.key, row]));
  const parts = (await readDepartments(tx, head.settlementId)).filter(
    ({ department }) => reader.departments === null || reader.departments.includes(department),
  );
  return parts.map(({ department, state }) => {
    const last = signatures.findLast(
      (one) => one.step === 'verify' && one.department === department && !one.isWithdrawn,
    );
    const { lines, amountFen, payableFen, prohibitedFen } = sums.get(department) ?? nothing;
    const isSigned = state !== 'waiting';
    return {
      department,
      lines,
      amountFen,
      payableFen,
      prohibitedFen,
      state,
      signedByName: isSigned ? (last?.accountName ?? null) : null,
      signedAt: isSigned ? (last?.signedAt ?? null) : null,
      comment: isSigned ? (last?.comment ?? null) : null,
      mayVerify:
        head.state === 'compiled' &&
        state === 'waiting' &&
        may(actor, 'settlement.verify') &&
        maySignFor(actor, department),
    };
  });
}

async function signatureInfos(
  tx: Tx,
  settlementId: string,
  signatures: readonly Signature[],
  fingerprint: string,
): Promise<SignatureInfo[]> {
  const present = new Map<string, string>([['', fingerprint]]);
  const infos: SignatureInfo[] = [];
  for (const { accountId: _, ...one } of signatures) {
    if (!present.has(one.department))
      present.set(one.department, await linesFingerprint(tx, settlementId, one.department));
    infos.push({ ...one, isOfPresentLines: present.get(one.department) === one.linesFingerprint });
  }
  return infos;
}

async function recalculationInfo(
  tx: Tx,
  settlementId: string,
  fingerprint: string,
  reader: Reader,
): Promise<RecalculationInfo | null> {
  const latest = await readLatestRecalculation(tx, settlementId);
  if (!latest || reader.departments !== null) return null;
  const { linesFingerprint: of, ...run } = latest;
  return {
    ...run,
    // The key names the payee.
    differences: run.differences.map((one) => ({
      ...one,
      key: reader.seesPayees ? one.key : one.key.split('|').slice(0, 3).join('|'),
      explanation: null,
    })),
    isOfPresentLines: of === fingerprint,
  };
}

function nextSteps(
  actor: Actor,
  head: SettlementHead,
  signatures: readonly Signature[],
  departments: SettlementDetail['departments'],
): SettlementDetail['steps'] {
  const inForce = signatures.filter((one) => !one.isWithdrawn && one.decision === 'signed');
  const steps: SettlementDetail['steps'] = [];
  const add = (step: SettlementDetail['steps'][number]['step'], permission: Permission, because: Words | null = null) =>
    steps.push({
      step,
      mayDo: may(actor, permission) && because === null,
      because: may(actor, permission) ? because : null,
    });
  for (const step of signatureSteps) {
    if (stateOfStep[step] !== head.state) continue;
    if (step !== 'verify' && inForce.some((one) => one.step === step)) continue;
    const department = step === 'verify' ? (departments.find((part) => part.mayVerify)?.department ?? '') : '';
    const inTheWay = signatureInTheWay(inForce, { step, department, accountId: actor.accountId ?? '' });
    add(step, permissionOfStep[step], inTheWay && wayWords(inTheWay.signature.step));
  }
  if (head.state === 'draft') add('run', 'settlement.compile');
  if (head.state === 'verified') add('recalculation', 'settlement.recalculate');
  if (head.state === 'compiled' && departments.some((part) => part.state === 'rejected'))
    add('recompute_department', 'settlement.compile');
  if (head.state === 'approved' || head.state === 'partly_paid') add('pay', 'settlement.pay');
  if (head.state === 'paid') add('close', 'settlement.pay');
  return steps;
}

function wayWords(step: Signature['step']): Words {
  return {
    zh: `您已在此结算单签署“${stepWords[step].zh}”，每一步须由不同的人办理`,
    en: `you have signed “${stepWords[step].en}”; each step is for another person`,
  };
}

/** A month in figures; without a month, the latest settled one. */
export async function readOverview(tools: Tools, tx: Tx, actor: Actor, wanted: string | undefined) {
  const reader = readerOf(actor);
  const { timeZone } = await readHospitalBasis(tx);
  const today: Day = dayOf(tools.now(), timeZone);
  const month = wanted ?? (await readPaidInTime(tx, '', today)).latestMonth ?? today.slice(0, 7);
  const time = await readPaidInTime(tx, month, today);
  const plans = await readMonthByPlan(tx, month, today, reader);
  const sum = (
    field: 'paidFen' | 'outstandingFen' | 'overdueFen' | 'reversedFen' | 'prohibitedFen' | 'reviewWaitingFen',
  ) => plans.reduce((total, plan) => total + plan[field], 0);
  const seesAll = reader.departments === null;
  return {
    month,
    paidFen: sum('paidFen'),
    outstandingFen: sum('outstandingFen'),
    overdueFen: sum('overdueFen'),
    reversedFen: sum('reversedFen'),
    prohibitedFen: sum('prohibitedFen'),
    reviewWaitingFen: sum('reviewWaitingFen'),
    paidInTimeBasisPoints:
      seesAll && time.dueFen > 0 ? Math.round((Number(time.inTimeFen) * 10_000) / time.dueFen) : null,
    dueOn: time.dueOn,
    daysUntilDue: time.dueOn === null ? null : Math.round((Date.parse(time.dueOn) - Date.parse(today)) / dayMs),
    byPlan: plans.map(({ reviewWaitingFen: _, overdueFen: __, ...plan }) => plan),
    byDepartment: await readMonthByDepartment(tx, month, reader),
    carriedFen: seesAll ? time.carriedFen : 0,
  };
}
