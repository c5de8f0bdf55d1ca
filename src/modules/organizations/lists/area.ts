import type { Actor } from '#modules/staff/index.ts';
import type { Tools } from '#platform/tools.ts';
import type { Coverage, Team } from '../contract/index.ts';
import { coverageOf } from '../rules/coverage.ts';
import { missingRoles, termState } from '../rules/grid-team.ts';
import { maskPhone, readToday, shownTo } from '../sight.ts';
import {
  countOrganizationsByTownship,
  findDivisionRows,
  readCountyNames,
  readCoverageContacts,
  readScreenings,
  readTeams,
  readTownships,
  type TeamRecord,
} from '../store/area.ts';
import { ownOf } from './organizations.ts';

export async function findDivisions(tools: Tools, actor: Actor, q: string) {
  return tools.db.read(actor, async (tx) => ({ items: await findDivisionRows(tx, q.trim()) }));
}

/** Counts of the whole hospital, also for a rep: where nobody is known tells nothing of anybody, and it is his task to find somebody. */
export async function readCoverage(tools: Tools, actor: Actor): Promise<Coverage> {
  return tools.db.read(actor, async (tx) => {
    const townships = await readTownships(tx);
    const counted = coverageOf(townships, await readCoverageContacts(tx));
    const names = await readCountyNames(tx);
    const organizations = await countOrganizationsByTownship(tx);
    const codes = [...new Set(townships.map((one) => one.countyCode))];
    return {
      hasDivisions: townships.length > 0,
      unplaced: counted.unplaced,
      counties: codes.map((code) => {
        const here = counted.townships.filter((one) => one.countyCode === code);
        return {
          code,
          name: names.get(code) ?? code,
          people: here.reduce((sum, one) => sum + one.people, 0),
          short: here.filter((one) => one.isShort).length,
          townships: here.map(({ countyCode: _, ...one }) => ({
            ...one,
            organizations: organizations.get(one.code) ?? 0,
          })),
        };
      }),
    };
  });
}

export async function listTeams(tools: Tools, actor: Actor) {
  return tools.db.read(actor, async (tx) => {
    const today = await readToday(tools, tx);
    const items = (await readTeams(tx, ownOf(actor))).map((record) => toTeam(actor, record, today));
    return { items, total: items.length };
  });
}

function toTeam(actor: Actor, record: TeamRecord, today: Parameters<typeof termState>[1]): Team {
  const { doctorName, doctorPhone, nurseName, nursePhone, workerName, workerPhone, ...rest } = record;
  const member = (name: string | null, phone: string | null) => ({ name, phone: shownTo(actor, phone, maskPhone) });
  return {
    ...rest,
    doctor: member(doctorName, doctorPhone),
    nurse: member(nurseName, nursePhone),
    worker: member(workerName, workerPhone),
    missing: missingRoles(record),
    termState: termState(record, today),
  };
}

export async function listScreenings(tools: Tools, actor: Actor, wanted: { from: string; until: string }) {
  return tools.db.read(actor, async (tx) => {
    const today = await readToday(tools, tx);
    const rows = await readScreenings(tx, { ...wanted, ownOf: ownOf(actor) });
    return { items: rows.map((row) => ({ ...row, isOverdue: row.status === 'planned' && row.onDay < today })) };
  });
}
