import type { SearchSource } from '#modules/search/index.ts';
import { ownOf } from './organizations.ts';

interface OrganizationHit {
  readonly id: string;
  readonly title: string;
  readonly note: string | null;
}

/** Units by part of their name, and by the whole name of a contact person. A hospital has some thousands at most: they are simply looked through. */
export const organizationSearchSource: SearchSource = {
  key: 'organizations',
  zh: '单位',
  en: 'Organizations',
  permission: 'organizations.read',
  async find(tx, actor, wanted, { limit }) {
    if (wanted.kind !== 'name') return [];
    const rows = await tx.query<OrganizationHit>(
      `SELECT o.organization_id AS id, o.name AS title, coalesce(c.name, o.township) AS note FROM organization_organizations o
       LEFT JOIN LATERAL (SELECT name FROM organization_contacts WHERE hospital_id = o.hospital_id AND organization_id = o.organization_id
         AND name = $2 LIMIT 1) AS c ON true
       WHERE o.hospital_id = $1 AND (strpos(o.name, $2) > 0 OR c.name IS NOT NULL) AND ($3::uuid IS NULL OR o.owner_id = $3 OR o.sponsor_id = $3)
       ORDER BY NOT o.is_active, strpos(o.name, $2) = 0, strpos(o.name, $2), o.name LIMIT $4`,
      [tx.hospitalId, wanted.text, ownOf(actor), limit],
    );
    return rows.map(({ id, title, note }) => ({ id, title, note: note ?? '', path: `/organizations/${id}` }));
  },
};
