import { randomUUID } from 'node:crypto';
import type { Instant } from '#kernel/day.ts';
import { isRefusal, type Refusal } from '#kernel/refusal.ts';
import type { Actor } from '#modules/staff/index.ts';
import type { World } from '#testing/world.ts';
import { type ConsentToRecord, recordConsent } from '../actions/standing.ts';

/** A person of the test's own, put straight into the tables of the patients module. */
export async function addPerson(
  world: World,
  person: {
    name: string;
    birthDate?: string;
    phone?: string | null;
    recordNo?: string;
    division?: string;
    sex?: string;
  },
): Promise<string> {
  const id = randomUUID();
  await world.sql(
    `INSERT INTO patient_patients (hospital_id, patient_id, name, name_key, birth_date, sex, division_code) VALUES ($1, $2, $3, $3, $4, $5, $6)`,
    [world.hospitalId, id, person.name, person.birthDate ?? null, person.sex ?? 'female', person.division ?? null],
  );
  if (person.phone !== null) {
    const phone = person.phone ?? '13800001234';
    await world.sql(
      `INSERT INTO patient_contacts (hospital_id, patient_id, kind, value, value_key, is_primary) VALUES ($1, $2, 'phone', $3, right($3, 11), true)`,
      [world.hospitalId, id, phone],
    );
  }
  await world.sql(`INSERT INTO patient_record_numbers (hospital_id, record_no, patient_id) VALUES ($1, $2, $3)`, [
    world.hospitalId,
    person.recordNo ?? `R${id.slice(0, 8)}`,
    id,
  ]);
  return id;
}

export async function addEpisode(
  world: World,
  episode: { episodeNo: string; recordNo: string; registeredAt: string; department?: string; diagnosis?: string },
): Promise<void> {
  await world.sql(
    `INSERT INTO visit_episodes (hospital_id, episode_no, record_no, kind, department, diagnosis, registered_at) VALUES ($1, $2, $3, 'outpatient', $4, $5, $6)`,
    [
      world.hospitalId,
      episode.episodeNo,
      episode.recordNo,
      episode.department ?? '内科',
      episode.diagnosis ?? '高血压',
      episode.registeredAt,
    ],
  );
}

/** A marketing consent by recording, over SMS and phone, unless told otherwise. */
export function consentOf(world: World, patientId: string, over: Partial<ConsentToRecord> = {}): ConsentToRecord {
  return {
    patientId,
    action: 'given',
    kind: 'marketing',
    channels: ['sms', 'phone'],
    textVersion: 1,
    at: world.tools.now(),
    validUntil: null,
    giver: 'patient',
    giverName: null,
    giverRelation: null,
    scope: null,
    via: 'phone',
    evidence: { kind: 'verbal_recording', scanId: null, recordingId: 'REC-1', pageHash: null },
    ...over,
  };
}

export async function give(world: World, actor: Actor, patientId: string, over: Partial<ConsentToRecord> = {}) {
  return unrefused(await recordConsent(world.tools, actor, consentOf(world, patientId, over)));
}

export function unrefused<Value>(value: Value | Refusal): Value {
  if (isRefusal(value)) throw new Error(`${value.code} ${JSON.stringify(value.facts)}`);
  return value;
}

export const at = (iso: string) => Date.parse(iso) as Instant;
