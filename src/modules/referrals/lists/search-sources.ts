import type { Hit, SearchSource } from '#modules/search/index.ts';
import { afterPrefix, prepared } from '#modules/search/index.ts';
import { scopeFor } from '#modules/staff/index.ts';
import type { Tx } from '#platform/db/database.ts';
import { shownPhone } from '../sight.ts';
import { findIdsBySound } from '../store/introducer-sounds.ts';
import { findReferralIds } from './referral-list.ts';

type Wanted = Parameters<SearchSource['find']>[2];

interface IntroducerHit {
  readonly id: string;
  readonly no: string;
  readonly name: string;
  readonly institution: string | null;
}

/** Introducers by name, sound, number, and the end of a phone. */
const introducers: SearchSource = {
  key: 'introducers',
  zh: '介绍人',
  en: 'Introducers',
  permission: 'introducers.read',
  async find(tx, actor, wanted, { limit }) {
    // Whose rep an account is will be told by the field module; until then own rows are none, as in the list.
    if (scopeFor(actor, 'introducers.read') === 'own') return [];
    const ids = await findIntroducerIds(tx, wanted);
    if (ids.length === 0) return [];
    const rows = await prepared<IntroducerHit>(
      tx,
      'introducer-rows',
      `SELECT i.introducer_id AS id, i.introducer_no AS no, i.name, i.institution FROM referral_introducers i
       JOIN unnest($2::uuid[]) WITH ORDINALITY AS f(id, place) ON f.id = i.introducer_id
       WHERE i.hospital_id = $1 ORDER BY i.status = 'inactive', f.place LIMIT $3`,
      [tx.hospitalId, ids, limit],
    );
    return rows.map(({ id, no, name, institution }) => ({
      id,
      title: name,
      note: [institution, no].filter(Boolean).join(' · '),
      path: `/introducers/${id}`,
    }));
  },
};

async function findIntroducerIds(tx: Tx, wanted: Wanted): Promise<string[]> {
  const { text } = wanted;
  const idsOf = async (sql: string, ...values: string[]) =>
    (await tx.query<{ id: string }>(sql, [tx.hospitalId, ...values])).map((row) => row.id);
  const byNumber = (start: string) =>
    idsOf(
      `SELECT introducer_id AS id FROM referral_introducers WHERE hospital_id = $1 AND introducer_no >= $2 AND introducer_no < $3
       ORDER BY introducer_no LIMIT 20`,
      start,
      afterPrefix(start),
    );
  switch (wanted.kind) {
    case 'letters':
      return [
        ...(await findIdsBySound(tx, 'pinyin', text, afterPrefix(text))),
        ...(await findIdsBySound(tx, 'initials', text, afterPrefix(text))),
      ];
    case 'digits':
      return [
        ...(await byNumber(text)),
        ...(await idsOf('SELECT referral_introducer_ids_by_phone_tail($2) AS id, $1::uuid', text.slice(-11))),
      ];
    case 'number':
      return [...(await byNumber(text)), ...(text === text.toUpperCase() ? [] : await byNumber(text.toUpperCase()))];
    case 'name': {
      const named = await idsOf('SELECT referral_introducer_ids_by_name($2) AS id, $1::uuid', text);
      const alike = [];
      for (const sound of wanted.sounds) alike.push(...(await findIdsBySound(tx, 'pinyin', sound, afterPrefix(sound))));
      return [...new Set([...named, ...alike])];
    }
  }
}

interface ReferralHit {
  readonly id: string;
  readonly name: string | null;
  readonly phone: string | null;
  readonly introducer: string | null;
}

/** Referrals by the patient's name, phone, or the referral's number; the newest first. */
const referrals: SearchSource = {
  key: 'referrals',
  zh: '转介',
  en: 'Referrals',
  permission: 'referrals.read',
  async find(tx, actor, wanted, { limit }): Promise<Hit[]> {
    if (wanted.kind === 'letters') return [];
    const ids = await findReferralIds(tx, wanted.text);
    if (!ids || ids.length === 0) return [];
    const rows = await prepared<ReferralHit>(
      tx,
      'referral-rows',
      `SELECT r.referral_id AS id, r.patient_name AS name, r.phone, coalesce(i.name, r.introducer_text) AS introducer FROM referral_referrals r
       LEFT JOIN referral_introducers i ON i.hospital_id = r.hospital_id AND i.introducer_id = r.introducer_id
       WHERE r.hospital_id = $1 AND r.referral_id = ANY ($2) ORDER BY r.received_at DESC LIMIT $3`,
      [tx.hospitalId, ids, limit],
    );
    return rows.map(({ id, name, phone, introducer }) => ({
      id,
      title: name ?? id,
      note: [shownPhone(actor, phone)?.text, introducer, id].filter(Boolean).join(' · '),
      path: `/referrals/${encodeURIComponent(id)}`,
    }));
  },
};

export const referralSearchSources: readonly SearchSource[] = [referrals, introducers];
