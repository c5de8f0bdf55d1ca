import { addDays, dayOf, instantOfLocal } from '#kernel/day.ts';
import { type Refusal, refuse } from '#kernel/refusal.ts';
import { readTimeZone } from '#modules/hospital/index.ts';
import { type Actor, audit } from '#modules/staff/index.ts';
import type { Tools } from '#platform/tools.ts';
import { refreshPatients } from '../levels/refresh.ts';
import { actionRules } from '../rules/next-actions.ts';
import { lockPatient } from './change-patient.ts';
import { readPatient, visiblePatient } from './read-patient.ts';

const overrideDaysMax = 366;

/** Sets the level by hand until a day; the computed level goes on being shown beside it. */
export async function overrideLevel(
  tools: Tools,
  actor: Actor,
  wantedId: string,
  body: { readonly level: number; readonly reason: string; readonly expiresOn: string },
): Promise<object | Refusal> {
  return tools.db.transaction<object | Refusal>(actor, async (tx) => {
    const patientId = await visiblePatient(tx, actor, wantedId);
    if (!patientId) return refuse('platform.not-found');
    await lockPatient(tx, patientId);
    const timeZone = await readTimeZone(tx);
    const today = dayOf(tools.now(), timeZone);
    if (body.expiresOn <= today || body.expiresOn > addDays(today, overrideDaysMax))
      return refuse('patients.override-expired');
    const expiresAt = instantOfLocal(Date.parse(`${body.expiresOn}T00:00:00Z`), timeZone);
    await tx.query(
      `UPDATE patient_patients SET level = $3, level_basis = 'override', version = version + 1, updated_at = clock_timestamp()
       WHERE hospital_id = $1 AND patient_id = $2`,
      [tx.hospitalId, patientId, body.level],
    );
    await tx.query(
      `INSERT INTO patient_levels (hospital_id, patient_id, at, level, basis, reason, expires_at, decided_by, decided_by_name)
       VALUES ($1, $2, to_timestamp($3::bigint / 1000.0), $4, 'override', $5, to_timestamp($6::bigint / 1000.0), $7, $8)`,
      [tx.hospitalId, patientId, tools.now(), body.level, body.reason, expiresAt, actor.accountId, actor.displayName],
    );
    audit(tx, actor, {
      action: 'patient.level-set',
      subjectKind: 'patient',
      subjectId: patientId,
      detail: { level: body.level, expiresOn: body.expiresOn },
    });
    tx.touch('patients', patientId);
    return {};
  });
}

export async function endOverride(tools: Tools, actor: Actor, wantedId: string): Promise<object | Refusal> {
  return tools.db.transaction<object | Refusal>(actor, async (tx) => {
    const patientId = await visiblePatient(tx, actor, wantedId);
    if (!patientId) return refuse('platform.not-found');
    await tx.query(
      `UPDATE patient_patients SET level_basis = 'computed', version = version + 1, updated_at = clock_timestamp()
       WHERE hospital_id = $1 AND patient_id = $2 AND level_basis = 'override'`,
      [tx.hospitalId, patientId],
    );
    await refreshPatients(tx, tools, [patientId]);
    audit(tx, actor, { action: 'patient.level-freed', subjectKind: 'patient', subjectId: patientId });
    tx.touch('patients', patientId);
    return {};
  });
}

interface StoredLevel {
  readonly at: number;
  readonly level: number;
  readonly basis: 'computed' | 'override';
  readonly facts: { readonly because?: string[] };
  readonly reason: string | null;
  readonly expires_at: number | null;
  readonly decided_by_name: string | null;
}

export async function readLevels(tools: Tools, actor: Actor, wantedId: string) {
  return tools.db.read(actor, async (tx) => {
    const patientId = await visiblePatient(tx, actor, wantedId);
    if (!patientId) return refuse('platform.not-found');
    const rows = await tx.query<StoredLevel>(
      `SELECT at, level, basis, facts, reason, expires_at, decided_by_name FROM patient_levels
       WHERE hospital_id = $1 AND patient_id = $2 ORDER BY at DESC, level_id DESC LIMIT 100`,
      [tx.hospitalId, patientId],
    );
    return {
      items: rows.map(({ facts, expires_at: expiresAt, decided_by_name: byName, ...row }) => ({
        ...row,
        because: facts.because ?? [],
        expiresAt,
        byName,
      })),
    };
  });
}

/** Level at the end of the quarter against its beginning. Nobody has a row before his level first left 2. */
export async function readLevelMoves(tools: Tools, actor: Actor, year: number, quarter: number) {
  return tools.db.read(actor, async (tx) => {
    const timeZone = await readTimeZone(tx);
    const edge = (months: number) => instantOfLocal(Date.UTC(year, months, 1), timeZone);
    const moves = await tx.query<{ from: number | null; to: number; patients: number }>(
      `WITH bounds AS (SELECT to_timestamp($2::bigint / 1000.0) AS begun, to_timestamp($3::bigint / 1000.0) AS ended),
         before AS (SELECT DISTINCT ON (l.patient_id) l.patient_id, l.level FROM patient_levels l, bounds
           WHERE l.hospital_id = $1 AND l.at < begun ORDER BY l.patient_id, l.at DESC, l.level_id DESC),
         after AS (SELECT DISTINCT ON (l.patient_id) l.patient_id, l.level FROM patient_levels l, bounds
           WHERE l.hospital_id = $1 AND l.at < ended ORDER BY l.patient_id, l.at DESC, l.level_id DESC)
       SELECT CASE WHEN coalesce(p.first_visit_at, p.created_at) < begun THEN coalesce(b.level, 2) END AS "from", coalesce(a.level, 2) AS "to",
         count(*)::int AS patients
       FROM bounds, patient_patients p LEFT JOIN before b ON b.patient_id = p.patient_id LEFT JOIN after a ON a.patient_id = p.patient_id
       WHERE p.hospital_id = $1 AND p.merged_into IS NULL AND coalesce(p.first_visit_at, p.created_at) < ended
       GROUP BY 1, 2 ORDER BY 1 NULLS FIRST, 2`,
      [tx.hospitalId, edge((quarter - 1) * 3), edge(quarter * 3)],
    );
    return { moves };
  });
}

/** Takes or dismisses what is suggested now; the facts it was suggested for are kept with the decision. */
export async function decideNextAction(
  tools: Tools,
  actor: Actor,
  wantedId: string,
  body: { readonly ruleId: string; readonly outcome: 'taken' | 'dismissed'; readonly reason: string | null },
): Promise<{ id: string } | Refusal> {
  const patient = await readPatient(tools, actor, wantedId);
  if ('refused' in patient) return patient;
  const suggested = patient.nextActions.find((one) => one.ruleId === body.ruleId);
  const rule = actionRules.find((one) => one.ruleId === body.ruleId);
  if (!suggested || !rule) return refuse('patients.action-not-suggested');
  const days = body.outcome === 'taken' ? rule.silentDaysTaken : rule.silentDaysDismissed;
  return tools.db.transaction(actor, async (tx) => {
    const row = await tx.one<{ id: string }>(
      `INSERT INTO patient_next_actions (hospital_id, patient_id, rule_id, outcome, facts, reason, decided_by, decided_by_name, silent_until)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, clock_timestamp() + make_interval(days => $9)) RETURNING next_action_id AS id`,
      [
        tx.hospitalId,
        patient.patientId,
        body.ruleId,
        body.outcome,
        JSON.stringify(suggested.facts),
        body.reason,
        actor.accountId,
        actor.displayName,
        days,
      ],
    );
    tx.touch('patients', patient.patientId);
    return row!;
  });
}
