import type { HospitalId } from '#kernel/ids.ts';
import { type Actor, audit, systemActor } from '#modules/staff/index.ts';
import type { Tools } from '#platform/tools.ts';
import {
  anonymiseReferrals,
  countDueForRetention,
  deleteIdleMessages,
  deleteMessagesOf,
  type RetentionCounts,
  readDueForRetention,
} from './store/retention.ts';

/** Data of a referral that never matched are kept this long. */
export const retentionDays = 60;
const rowsMax = 500;

/** What the next runs would remove; changes nothing. */
export async function planRetention(tools: Tools, actor: Actor): Promise<RetentionCounts> {
  return tools.db.read(actor, (tx) => countDueForRetention(tx, retentionDays));
}

/**
 * Takes out of old, never matched referrals whatever could name the patient: name, phone, age, illness, free text, the raw message. Numbers, times,
 * states and counts stay. Those in a dispute, decided by a person or credited are left alone. At most 500 a run; the next run goes on.
 */
export async function applyRetention(tools: Tools, hospitalId: HospitalId): Promise<RetentionCounts> {
  const actor = systemActor({ hospitalId }, 'job');
  return tools.db.transaction({ hospitalId }, async (tx) => {
    const referralIds = await readDueForRetention(tx, retentionDays, rowsMax);
    if (referralIds.length > 0) await anonymiseReferrals(tx, referralIds);
    const ofReferrals = referralIds.length > 0 ? await deleteMessagesOf(tx, referralIds) : 0;
    const messages = ofReferrals + (await deleteIdleMessages(tx, retentionDays, rowsMax));
    const counts = { referrals: referralIds.length, messages };
    if (counts.referrals + counts.messages > 0)
      audit(tx, actor, { action: 'referral.retention', subjectKind: 'referral', detail: { ...counts, retentionDays } });
    return counts;
  });
}
