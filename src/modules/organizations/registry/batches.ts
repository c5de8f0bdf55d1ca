import { isRefusal, type Refusal, refuse } from '#kernel/refusal.ts';
import { type Actor, audit } from '#modules/staff/index.ts';
import type { Tools } from '#platform/tools.ts';
import type { OrganizationKind } from '../contract/index.ts';
import { nameKey } from '../rules/name-key.ts';
import { proposeOrganizations } from '../rules/propose-organizations.ts';
import {
  insertBatch,
  insertInstitution,
  lockBatch,
  readLastBatch,
  readLooseInstitutions,
  readNameKeys,
  readTownships,
  removeBatch,
  updateBatch,
} from '../store/area.ts';
import { lockNames } from '../store/organizations.ts';
import { createIn } from './organizations.ts';

export async function listProposals(tools: Tools, actor: Actor) {
  return tools.db.read(actor, async (tx) => ({
    items: proposeOrganizations(await readLooseInstitutions(tx), await readTownships(tx), await readNameKeys(tx)),
    lastBatch: await readLastBatch(tx),
  }));
}

/** Makes units of proposals. Institutions that belong to a unit by now are left alone, so that doing it again changes nothing. */
export async function acceptProposals(
  tools: Tools,
  actor: Actor,
  chosen: readonly { institution: string; kind: OrganizationKind }[],
): Promise<{ batchId: string | null; created: number; linked: number } | Refusal> {
  return tools.db.transaction(actor, async (tx) => {
    await lockNames(tx);
    const known = await readNameKeys(tx);
    const proposals = new Map(
      proposeOrganizations(await readLooseInstitutions(tx), await readTownships(tx), known).map((one) => [
        one.institution,
        one,
      ]),
    );
    const wanted = chosen.flatMap(({ institution, kind }) => {
      const proposal = proposals.get(institution);
      return proposal ? [{ ...proposal, kind }] : [];
    });
    if (wanted.length === 0) return { batchId: null, created: 0, linked: 0 };
    const batchId = await insertBatch(tx, actor.displayName);
    let created = 0;
    let linked = 0;
    for (const one of wanted) {
      let organizationId = known.get(nameKey(one.name));
      if (organizationId === undefined) {
        const made = await createIn(tx, { name: one.name, kind: one.kind, divisionCode: one.divisionCode }, batchId);
        if (isRefusal(made)) return made;
        organizationId = made;
        known.set(nameKey(one.name), made);
        created += 1;
      }
      if (await insertInstitution(tx, one.institution, organizationId, batchId)) linked += 1;
    }
    await updateBatch(tx, batchId, created, linked);
    audit(tx, actor, {
      action: 'organization.batch-made',
      subjectKind: 'batch',
      subjectId: batchId,
      detail: { created, linked },
    });
    tx.touch('organizations');
    return { batchId, created, linked };
  });
}

export async function undoBatch(
  tools: Tools,
  actor: Actor,
  batchId: string,
): Promise<{ removed: number; kept: number } | Refusal> {
  return tools.db.transaction(actor, async (tx) => {
    const batch = await lockBatch(tx, batchId);
    if (!batch) return refuse('platform.not-found');
    if (batch.undoneAt !== null) return refuse('organizations.batch-undone');
    const result = await removeBatch(tx, batchId, actor.displayName);
    audit(tx, actor, { action: 'organization.batch-undone', subjectKind: 'batch', subjectId: batchId, detail: result });
    tx.touch('organizations');
    return result;
  });
}
