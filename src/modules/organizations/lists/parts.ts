import { isRefusal, type Refusal } from '#kernel/refusal.ts';
import { readTimeZone } from '#modules/hospital/index.ts';
import type { Actor } from '#modules/staff/index.ts';
import type { Tx } from '#platform/db/database.ts';
import type { Tools } from '#platform/tools.ts';
import type { Contact } from '../contract/index.ts';
import { contractState, daysLeft } from '../rules/contract-term.ts';
import {
  maskAll,
  maskPhone,
  mayManage,
  readToday,
  seesMoney,
  seesPeople,
  shownTo,
  visibleOrganization,
} from '../sight.ts';
import {
  type ContactRecord,
  countIntroducersOf,
  countPeople,
  type RevenueRow,
  readActivities,
  readContacts,
  readContracts,
  readOfferSum,
  readOffers,
  readPeople,
  readRevenueRows,
} from '../store/parts.ts';

async function ofVisible<Result>(
  tools: Tools,
  actor: Actor,
  organizationId: string,
  read: (tx: Tx) => Promise<Result>,
): Promise<Result | Refusal> {
  return tools.db.read(actor, async (tx) => {
    const visible = await visibleOrganization(tx, actor, organizationId);
    return isRefusal(visible) ? visible : read(tx);
  });
}

export function listContacts(tools: Tools, actor: Actor, organizationId: string) {
  return ofVisible(tools, actor, organizationId, async (tx) => ({
    items: (await readContacts(tx, organizationId)).map((one) => toContact(actor, one)),
  }));
}

function toContact(actor: Actor, record: ContactRecord): Contact {
  return {
    ...record,
    birthday: shownTo(actor, record.birthday, maskAll),
    nativePlace: shownTo(actor, record.nativePlace, maskAll),
    address: shownTo(actor, record.address, maskAll),
    phone: shownTo(actor, record.phone, maskPhone),
    email: shownTo(actor, record.email, maskAll),
  };
}

export function listContracts(tools: Tools, actor: Actor, organizationId: string) {
  return ofVisible(tools, actor, organizationId, async (tx) => {
    const today = await readToday(tools, tx);
    const items = await readContracts(tx, organizationId);
    return {
      items: items.map((one) => ({
        ...one,
        state: contractState(one, today),
        daysLeft: daysLeft(one.endsOn, today),
      })),
    };
  });
}

export function listOffers(tools: Tools, actor: Actor, organizationId: string) {
  return ofVisible(tools, actor, organizationId, async (tx) => {
    const items = await readOffers(tx, organizationId);
    return { items: seesMoney(actor) ? items : items.map((one) => ({ ...one, priceFen: null })) };
  });
}

export function listActivities(tools: Tools, actor: Actor, organizationId: string) {
  return ofVisible(tools, actor, organizationId, async (tx) => ({ items: await readActivities(tx, organizationId) }));
}

export function listPeople(tools: Tools, actor: Actor, organizationId: string) {
  return ofVisible(tools, actor, organizationId, async (tx) => ({
    total: await countPeople(tx, organizationId),
    mayLink: mayManage(actor),
    items: seesPeople(actor) ? await readPeople(tx, organizationId) : [],
  }));
}

const monthsShown = 12;

/** What came through the unit; amounts only for those who see money (T5m). */
export function readRevenue(tools: Tools, actor: Actor, organizationId: string) {
  return ofVisible(tools, actor, organizationId, async (tx) => {
    const rows = await readRevenueRows(tx, organizationId, await readTimeZone(tx));
    const money = seesMoney(actor);
    const sum = (of: readonly RevenueRow[]) => ({
      episodes: of.reduce((total, row) => total + row.episodes, 0),
      chargesFen: money ? of.reduce((total, row) => total + row.chargesFen, 0) : null,
    });
    const months = [...new Set(rows.map((row) => row.month))].filter((month) => month !== null).slice(-monthsShown);
    return {
      own: sum(rows.filter((row) => row.isOwn)),
      referred: sum(rows.filter((row) => row.isReferred)),
      all: sum(rows),
      offersFen: money ? await readOfferSum(tx, organizationId) : null,
      months: months.map((month) => ({ month, ...sum(rows.filter((row) => row.month === month)) })),
      introducers: await countIntroducersOf(tx, organizationId),
    };
  });
}
