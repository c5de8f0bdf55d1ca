import { type Day, dayOf } from '#kernel/day.ts';
import type { AccountId } from '#kernel/ids.ts';
import { type Refusal, RefusalError, refuse } from '#kernel/refusal.ts';
import type { Scope, Tx } from '#platform/db/database.ts';
import type { Tools } from '#platform/tools.ts';
import { isSettingName, type SettingName, settings, valueOn } from './rules/settings.ts';
import * as store from './store.ts';

/** Who acts, as far as this module cares; the staff module's actors are such. */
export interface Person extends Scope {
  readonly accountId: AccountId | null;
}

/**
 * Records evidence in the transaction it tells of. The audit log belongs to the staff module, which lies above this one, so the
 * application hands it in.
 */
export type Witness<Actor extends Person> = (
  tx: Tx,
  actor: Actor,
  entry: {
    readonly action: string;
    readonly subjectKind?: string;
    readonly subjectId?: string;
    readonly detail?: Readonly<Record<string, unknown>>;
  },
) => void;

/** The hospital of a command: the named one, else the only one. */
export async function theHospital(
  tools: Tools,
  name?: string,
): Promise<store.Hospital | Refusal<'hospital.not-set-up' | 'hospital.several-hospitals' | 'platform.not-found'>> {
  const all = await store.readHospitals(tools);
  if (all.length === 0) return refuse('hospital.not-set-up');
  if (name !== undefined) return all.find((hospital) => hospital.name === name) ?? refuse('platform.not-found');
  return all.length === 1 ? all[0]! : refuse('hospital.several-hospitals');
}

/** `renmai init`: makes the hospital; the same name again changes nothing. */
export async function initHospital(
  tools: Tools,
  wanted: { name: string; divisionCode: string },
): Promise<{ hospital: store.Hospital; created: boolean } | Refusal<'hospital.bad-division' | 'hospital.bad-name'>> {
  const name = wanted.name.trim();
  if (name.length < 2 || name.length > 80) return refuse('hospital.bad-name');
  if (!/^\d{6}$/.test(wanted.divisionCode)) return refuse('hospital.bad-division');
  const timeZone = tools.config.timeZone;
  const created = await store.insertHospital(tools, { name, divisionCode: wanted.divisionCode, timeZone });
  if (created) return { hospital: created, created: true };
  const present = (await store.readHospitals(tools)).find((hospital) => hospital.name === name);
  return { hospital: present!, created: false };
}

/** Makes or takes over the transaction's hospital: part of the first visit. Throws the refusal, as half a first visit must not stand. */
export async function openHospital(
  tx: Tx,
  wanted: { name: string; divisionCode: string; isSample: boolean },
  timeZone = 'Asia/Shanghai',
): Promise<void> {
  if (!(await store.upsertHospital(tx, { timeZone, ...wanted }))) throw new RefusalError(refuse('hospital.name-taken'));
}

export async function changeHospital<Actor extends Person>(
  tools: Tools,
  actor: Actor,
  witness: Witness<Actor>,
  change: { name?: string | undefined; divisionCode?: string | undefined; timeZone?: string | undefined },
): Promise<store.Hospital | Refusal> {
  if (change.timeZone !== undefined && !isTimeZone(change.timeZone)) return refuse('hospital.unknown-time-zone');
  return tools.db.transaction(actor, async (tx) => {
    const before = await store.lockHospital(tx);
    if (!before) return refuse('platform.not-found');
    const after = {
      ...before,
      name: change.name ?? before.name,
      divisionCode: change.divisionCode ?? before.divisionCode,
      timeZone: change.timeZone ?? before.timeZone,
    };
    if (!(await store.upsertHospital(tx, after))) return refuse('hospital.name-taken');
    witness(tx, actor, {
      action: 'hospital.changed',
      subjectKind: 'hospital',
      subjectId: tx.hospitalId,
      detail: {
        before: { name: before.name, divisionCode: before.divisionCode, timeZone: before.timeZone },
        after: { name: after.name, divisionCode: after.divisionCode, timeZone: after.timeZone },
      },
    });
    tx.touch('hospital');
    return after;
  });
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

export async function createDepartment<Actor extends Person>(
  tools: Tools,
  actor: Actor,
  witness: Witness<Actor>,
  name: string,
): Promise<store.DepartmentRow | Refusal> {
  return tools.db.transaction(actor, async (tx) => {
    const created = await store.insertDepartment(tx, name);
    if (!created) return refuse('hospital.department-exists');
    witness(tx, actor, {
      action: 'departments.created',
      subjectKind: 'department',
      subjectId: created.id,
      detail: { name },
    });
    tx.touch('departments');
    return created;
  });
}

/** Renames, closes or reopens. Episodes keep the name their export gave them. */
export async function changeDepartment<Actor extends Person>(
  tools: Tools,
  actor: Actor,
  witness: Witness<Actor>,
  departmentId: string,
  change: { name?: string | undefined; isActive?: boolean | undefined },
): Promise<store.DepartmentRow | Refusal> {
  return tools.db.transaction(actor, async (tx) => {
    const before = await store.lockDepartment(tx, departmentId);
    if (!before) return refuse('platform.not-found');
    const after = { ...before, name: change.name ?? before.name, isActive: change.isActive ?? before.isActive };
    if (after.name !== before.name && (await store.isDepartmentNameTaken(tx, after.name, departmentId)))
      return refuse('hospital.department-exists');
    await store.updateDepartment(tx, after);
    witness(tx, actor, {
      action: 'departments.changed',
      subjectKind: 'department',
      subjectId: departmentId,
      detail: { before, after },
    });
    tx.touch('departments');
    return after;
  });
}

/** A setting's value on a day of the hospital. */
export async function readSetting(tx: Tx, name: SettingName, on: Day): Promise<number> {
  return valueOn(name, await store.readStoredSettings(tx, name), on);
}

export interface SettingView {
  readonly name: SettingName;
  readonly value: number;
  readonly isDefault: boolean;
  readonly min: number;
  readonly max: number;
  readonly history: { effectiveFrom: Day; value: number; changedAt: string }[];
}

export async function readSettings(tools: Tools, scope: Scope): Promise<SettingView[]> {
  return tools.db.read(scope, async (tx) => {
    const today = await readToday(tools, tx);
    const stored = await store.readStoredSettings(tx, null);
    return (Object.keys(settings) as SettingName[]).map((name) => viewOf(name, stored, today));
  });
}

export async function changeSetting<Actor extends Person>(
  tools: Tools,
  actor: Actor,
  witness: Witness<Actor>,
  wanted: { name: string; value: number; effectiveFrom: Day },
): Promise<SettingView | Refusal> {
  const { name, value, effectiveFrom } = wanted;
  if (!isSettingName(name)) return refuse('platform.not-found');
  const { min, max } = settings[name];
  if (value < min || value > max) return refuse('hospital.setting-out-of-range', { min, max });
  return tools.db.transaction(actor, async (tx) => {
    const today = await readToday(tools, tx);
    // What was decided under the old value must stay explicable by it.
    if (effectiveFrom < today) return refuse('hospital.setting-in-the-past');
    await store.upsertSetting(tx, { name, effectiveFrom, value, changedBy: actor.accountId });
    witness(tx, actor, {
      action: 'settings.changed',
      subjectKind: 'setting',
      subjectId: name,
      detail: { value, effectiveFrom },
    });
    tx.touch('settings');
    return viewOf(name, await store.readStoredSettings(tx, name), today);
  });
}

async function readToday(tools: Tools, tx: Tx): Promise<Day> {
  return dayOf(tools.now(), (await store.readHospital(tx))?.timeZone ?? tools.config.timeZone);
}

function viewOf(name: SettingName, stored: readonly store.StoredSetting[], today: Day): SettingView {
  const own = stored.filter((one) => one.name === name);
  return {
    name,
    value: valueOn(name, own, today),
    isDefault: !own.some((one) => one.effectiveFrom <= today),
    min: settings[name].min,
    max: settings[name].max,
    history: own.map(({ effectiveFrom, value, changedAt }) => ({
      effectiveFrom,
      value,
      changedAt: new Date(changedAt).toISOString(),
    })),
  };
}
