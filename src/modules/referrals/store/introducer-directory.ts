import type { Tx } from '#platform/db/database.ts';
import type { KnownIntroducer } from '../rules/resolve-introducer.ts';
import { phoneKey } from '../rules/winner-rows.ts';

export interface DirectoryEntry extends KnownIntroducer {
  readonly introducerNo: string;
}

/** All active introducers in memory, for reading thousands of messages in a row. */
export interface IntroducerDirectory {
  byId(introducerId: string): DirectoryEntry | null;
  byAddress(channel: 'phone' | 'wechat', address: string): DirectoryEntry | null;
  /** Those whose name starts with the same character: all that could fit. */
  namedLike(named: string): readonly DirectoryEntry[];
}

export async function readIntroducerDirectory(tx: Tx): Promise<IntroducerDirectory> {
  const entries = await tx.query<DirectoryEntry>(
    `SELECT introducer_id AS "introducerId", introducer_no AS "introducerNo", name, kind, institution FROM referral_introducers
     WHERE hospital_id = $1 AND status = 'active' ORDER BY introducer_no`,
    [tx.hospitalId],
  );
  const contacts = await tx.query<{ channel: string; address: string; introducer_id: string }>(
    'SELECT channel, address, introducer_id FROM referral_introducer_contacts WHERE hospital_id = $1',
    [tx.hospitalId],
  );
  const byId = new Map(entries.map((entry) => [entry.introducerId, entry]));
  const byAddress = new Map(
    contacts.map((contact) => [`${contact.channel} ${contact.address}`, contact.introducer_id]),
  );
  const byFirst = Map.groupBy(entries, (entry) => entry.name.slice(0, 1));
  return {
    byId: (introducerId) => byId.get(introducerId) ?? null,
    byAddress(channel, address) {
      const id = byAddress.get(`${channel} ${channel === 'phone' ? (phoneKey(address) ?? '') : address}`);
      return (id && byId.get(id)) || null;
    },
    namedLike: (named) => byFirst.get(named.slice(0, 1)) ?? [],
  };
}
