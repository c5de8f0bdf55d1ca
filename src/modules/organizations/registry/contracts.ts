import { addDays, type Day, dayOf } from '#kernel/day.ts';
import type { HospitalId } from '#kernel/ids.ts';
import { isRefusal, type Refusal, refuse } from '#kernel/refusal.ts';
import { readTimeZone } from '#modules/hospital/index.ts';
import { type Actor, audit } from '#modules/staff/index.ts';
import type { Tx } from '#platform/db/database.ts';
import type { Tools } from '#platform/tools.ts';
import type { ContractFields } from '../contract/index.ts';
import { reminderDays, reminderDue, renewalTerm } from '../rules/contract-term.ts';
import { visibleOrganization } from '../sight.ts';
import { insertReminder, isRenewed, readEndingContracts } from '../store/parts.ts';
import { contractTable, type Fields, insertRow, lockRow, staleOr, updateRow } from '../store/rows.ts';
import { note } from './parts.ts';

interface ContractRecord {
  organizationId: string;
  contractNo: string | null;
  title: string;
  kind: string;
  startsOn: Day;
  endsOn: Day;
  discountBp: number | null;
  settlement: string | null;
  settlementNote: string | null;
  status: 'draft' | 'signed' | 'terminated';
  note: string | null;
  version: number;
}

export async function addContract(
  tools: Tools,
  actor: Actor,
  organizationId: string,
  fields: ContractFields,
): Promise<{ contractId: string } | Refusal> {
  return tools.db.transaction(actor, async (tx) => {
    const organization = await visibleOrganization(tx, actor, organizationId);
    if (isRefusal(organization)) return organization;
    if (fields.endsOn < fields.startsOn) return refuse('organizations.contract-ends-before-start');
    const contractId = await insertRow(tx, contractTable, { ...fields, organizationId } as unknown as Fields);
    note(tx, actor, 'organization-contract.added', organizationId, { contractId, status: fields.status ?? 'draft' });
    return { contractId };
  });
}

/** Changes a contract. What clearance goes by, kind and first day of a signed one, stays. */
export async function changeContract(
  tools: Tools,
  actor: Actor,
  contractId: string,
  { version, ...fields }: Partial<ContractFields> & { version: number },
): Promise<{ contractId: string } | Refusal> {
  return tools.db.transaction(actor, async (tx) => {
    const before = await lockContract(tx, actor, contractId, version);
    if (isRefusal(before)) return before;
    if (before.status === 'terminated') return refuse('organizations.contract-terminated');
    const changesSigned =
      (fields.kind !== undefined && fields.kind !== before.kind) ||
      (fields.startsOn !== undefined && fields.startsOn !== before.startsOn) ||
      fields.status === 'draft';
    if (before.status === 'signed' && changesSigned) return refuse('organizations.contract-signed');
    if ((fields.endsOn ?? before.endsOn) < (fields.startsOn ?? before.startsOn))
      return refuse('organizations.contract-ends-before-start');
    await updateRow(tx, contractTable, contractId, fields as Fields);
    note(tx, actor, 'organization-contract.changed', before.organizationId, {
      contractId,
      fields: Object.keys(fields),
      ...(fields.endsOn ? { endsOn: { before: before.endsOn, after: fields.endsOn } } : {}),
    });
    return { contractId };
  });
}

/** Writes the draft that goes on where a signed contract ends. The old one holds until its last day. */
export async function renewContract(
  tools: Tools,
  actor: Actor,
  contractId: string,
  version: number,
): Promise<{ contractId: string } | Refusal> {
  return tools.db.transaction(actor, async (tx) => {
    const before = await lockContract(tx, actor, contractId, version);
    if (isRefusal(before)) return before;
    if (before.status !== 'signed') return refuse('organizations.contract-not-signed');
    if (await isRenewed(tx, contractId)) return refuse('organizations.contract-renewed');
    const { version: _, contractNo: __, ...terms } = before;
    const renewalId = await insertRow(tx, contractTable, {
      ...terms,
      ...renewalTerm(before.startsOn, before.endsOn),
      status: 'draft',
      terminatedOn: null,
      renewsId: contractId,
    });
    note(tx, actor, 'organization-contract.renewed', before.organizationId, { contractId, renewalId });
    return { contractId: renewalId };
  });
}

export async function terminateContract(
  tools: Tools,
  actor: Actor,
  contractId: string,
  wanted: { version: number; on: string; reason: string },
): Promise<{ contractId: string } | Refusal> {
  return tools.db.transaction(actor, async (tx) => {
    const before = await lockContract(tx, actor, contractId, wanted.version);
    if (isRefusal(before)) return before;
    if (before.status !== 'signed') return refuse('organizations.contract-not-signed');
    if (wanted.on < before.startsOn || wanted.on > before.endsOn)
      return refuse('organizations.termination-outside-term');
    await updateRow(tx, contractTable, contractId, { status: 'terminated', terminatedOn: wanted.on });
    audit(tx, actor, {
      action: 'organization-contract.terminated',
      subjectKind: 'organization',
      subjectId: before.organizationId,
      reason: wanted.reason,
      detail: { contractId, on: wanted.on },
    });
    tx.touch('organizations', before.organizationId);
    return { contractId };
  });
}

async function lockContract(
  tx: Tx,
  actor: Actor,
  contractId: string,
  version: number,
): Promise<ContractRecord | Refusal> {
  const before = await lockRow<ContractRecord>(tx, contractTable, contractId);
  const organization = before && (await visibleOrganization(tx, actor, before.organizationId));
  if (!before || isRefusal(organization)) return refuse('platform.not-found');
  return staleOr(before, version) ?? before;
}

const contractsMax = 1000;

/**
 * Gives the reminders that have come due, each once, 60, 30 and 7 days before the end. They are announced; the Today page shows the
 * contract itself. The next run goes on where a thousand were not enough.
 */
export async function remindOfContracts(tools: Tools, hospitalId: HospitalId): Promise<number> {
  return tools.db.transaction({ hospitalId }, async (tx) => {
    const today = dayOf(tools.now(), await readTimeZone(tx));
    const until = addDays(today, reminderDays[0]);
    const ending = await readEndingContracts(tx, { from: today, until, ownOf: null, rowsMax: contractsMax });
    let given = 0;
    for (const contract of ending) {
      const days = reminderDue({ ...contract, status: 'signed', isRenewed: false }, today, contract.given);
      if (days === null || !(await insertReminder(tx, contract.contractId, contract.endsOn, days))) continue;
      given += 1;
      const { contractId, organizationId, endsOn, ownerId, sponsorId } = contract;
      tx.announce('organizations.contract-ending', {
        contractId,
        organizationId,
        endsOn,
        daysBefore: days,
        ownerId,
        sponsorId,
      });
      tx.touch('organizations', organizationId);
    }
    return given;
  });
}
