import type { Instant } from '#kernel/day.ts';
import { isRefusal, type Refusal, RefusalError } from '#kernel/refusal.ts';
import { fileRequest, recordConsent, withdrawConsent } from '#modules/consent/index.ts';
import { linkVisits } from '#modules/patients/index.ts';
import type { Actor } from '#modules/staff/index.ts';
import type { Tools } from '#platform/tools.ts';

const peopleMax = 60;
const dayMs = 86_400_000;

interface Person {
  readonly patientId: string;
  readonly ageYears: number | null;
}

/** Consents of some people of the sample, a few withdrawals, and two open requests. Repeatable: a hospital that has consents keeps them. */
export async function loadConsents(tools: Tools, actor: Actor): Promise<void> {
  const scope = { hospitalId: actor.hospitalId };
  const people = async () =>
    tools.db.read(scope, async (tx) => {
      const known = await tx.query('SELECT 1 FROM published.consents WHERE hospital_id = $1 LIMIT 1', [tx.hospitalId]);
      if (known.length > 0) return null;
      return tx.query<Person>(
        `SELECT p.patient_id AS "patientId", date_part('year', age(p.birth_date))::int AS "ageYears" FROM published.patients p
         WHERE p.hospital_id = $1 AND p.merged_into IS NULL ORDER BY p.last_visit_at DESC NULLS LAST, p.patient_id LIMIT ${peopleMax}`,
        [tx.hospitalId],
      );
    });
  let found = await people();
  if (found?.length === 0) {
    await linkVisits(tools, actor.hospitalId, null);
    found = await people();
  }
  for (const [index, person] of (found ?? []).entries()) await sayOf(tools, actor, person, index);
  for (const [index, kind] of (['copy', 'deletion'] as const).entries()) {
    const person = found?.[index * 7 + 3];
    if (!person) continue;
    orThrow(
      await fileRequest(tools, actor, {
        patientId: person.patientId,
        kind,
        detail: kind === 'copy' ? '想要一份医院保存的本人资料' : '不再来院，请删除我的资料',
        requester: 'patient',
        requesterName: null,
        via: index === 0 ? 'desk' : 'phone',
        receivedAt: (tools.now() - (index + 2) * dayMs) as Instant,
      }),
    );
  }
}

async function sayOf(tools: Tools, actor: Actor, person: Person, index: number): Promise<void> {
  const isChild = person.ageYears !== null && person.ageYears < 14;
  const isMinor = person.ageYears !== null && person.ageYears < 18;
  const base = {
    patientId: person.patientId,
    action: 'given' as const,
    textVersion: 1,
    at: (tools.now() - (peopleMax - index) * dayMs) as Instant,
    validUntil: null,
    giver: isChild ? ('guardian' as const) : ('patient' as const),
    giverName: isChild ? '监护人（示例）' : null,
    giverRelation: isChild ? '父母' : null,
    scope: null,
    via: 'phone' as const,
    evidence: {
      kind: 'verbal_recording' as const,
      scanId: null,
      recordingId: `REC-${String(index + 1).padStart(4, '0')}`,
      pageHash: null,
    },
  };
  orThrow(await recordConsent(tools, actor, { ...base, kind: 'follow_up', channels: ['sms', 'phone'] }));
  if (isMinor) return;
  if (index % 3 !== 2) orThrow(await recordConsent(tools, actor, { ...base, kind: 'marketing', channels: ['sms'] }));
  else orThrow(await recordConsent(tools, actor, { ...base, action: 'refused', kind: 'marketing', channels: [] }));
  if (index % 5 === 0) orThrow(await recordConsent(tools, actor, { ...base, kind: 'health_follow_up', channels: [] }));
  if (index % 9 === 4)
    orThrow(
      await withdrawConsent(tools, actor, {
        patientId: person.patientId,
        kind: 'marketing',
        channel: null,
        reason: '短信回复退订',
        via: 'message',
      }),
    );
}

function orThrow<Value extends object>(value: Value | Refusal): Value {
  if (isRefusal(value)) throw new RefusalError(value);
  return value;
}
