import type { HospitalId } from '#kernel/ids.ts';
import { isRefusal, type Refusal, refuse } from '#kernel/refusal.ts';
import { systemActor } from '#modules/staff/index.ts';
import type { Tools } from '#platform/tools.ts';
import { findIntroducerByLink, type IntroducerRecord } from '../store/introducer-rows.ts';
import { registerTyped, type TypedFields } from './typed.ts';

interface LinkOwner {
  readonly hospitalId: HospitalId;
  readonly hospitalName: string;
  readonly introducer: IntroducerRecord;
}

/** Whose link it is: the token alone tells, so the hospitals are asked in turn (a group has a handful). */
async function findOwner(tools: Tools, token: string): Promise<LinkOwner | null> {
  const { rows } = await tools.db.shared.query<{ hospital_id: HospitalId; name: string }>(
    'SELECT hospital_id, name FROM hospital_hospitals ORDER BY created_at LIMIT 200',
  );
  for (const { hospital_id: hospitalId, name: hospitalName } of rows) {
    const introducer = await tools.db.read({ hospitalId }, (tx) => findIntroducerByLink(tx, token));
    if (introducer) return { hospitalId, hospitalName, introducer };
  }
  return null;
}

/** What a stranger with the link may know: where the form leads, and enough of the name to see that it is the right one. */
export async function readLink(
  tools: Tools,
  token: string,
): Promise<{ hospitalName: string; introducerName: string } | Refusal> {
  const owner = await findOwner(tools, token);
  if (!owner) return refuse('referrals.link-unknown');
  const [first = ''] = owner.introducer.name;
  return { hospitalName: owner.hospitalName, introducerName: `${first}**` };
}

export async function submitLink(
  tools: Tools,
  token: string,
  fields: Omit<TypedFields, 'introducerId' | 'introducerNo' | 'introducerText' | 'institution'>,
): Promise<{ referralId: string; receivedAt: number; missing: string[] } | Refusal> {
  const owner = await findOwner(tools, token);
  if (!owner) return refuse('referrals.link-unknown');
  const actor = systemActor({ hospitalId: owner.hospitalId }, 'web');
  const { introducerId } = owner.introducer;
  const registered = await registerTyped(
    tools,
    actor,
    { channel: 'web', sender: null },
    { ...fields, introducerId, introducerNo: null, introducerText: null, institution: null },
  );
  if (isRefusal(registered)) return registered;
  const { referralId, receivedAt } = registered;
  const parts = { patient_name: fields.patientName, sex: fields.sex, disease: fields.disease };
  const missing = Object.entries(parts).flatMap(([name, value]) => (value ? [] : [name]));
  return { referralId, receivedAt, missing };
}
