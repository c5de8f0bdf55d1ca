import { freezeWinners, unfreezeWinners } from '#modules/referrals/index.ts';
import type { Tx } from '#platform/db/database.ts';
import { episodeRowsMax, readSettledEpisodes } from '../store/settlement-lines.ts';
import type { SettlementHead } from '../store/settlements.ts';

/**
 * Submitted: what decides the winners of these episodes from here on comes as a reversal and a new line in the next settlement.
 * Repeatable; `department` limits it to the lines of one.
 */
export async function freezeEpisodes(tx: Tx, head: SettlementHead, department: string | null = null): Promise<void> {
  for await (const episodeNos of settledEpisodes(tx, head, department))
    await freezeWinners(tx, episodeNos, head.settlementNo);
}

/** Returned: the whole draft, or the lines of one department, may be decided anew without a reversal. */
export async function unfreezeEpisodes(tx: Tx, head: SettlementHead, department: string | null = null): Promise<void> {
  if (department === null) {
    await unfreezeWinners(tx, head.settlementNo);
    return;
  }
  for await (const episodeNos of settledEpisodes(tx, head, department))
    await unfreezeWinners(tx, head.settlementNo, episodeNos);
}

async function* settledEpisodes(tx: Tx, head: SettlementHead, department: string | null): AsyncGenerator<string[]> {
  let after = '';
  for (;;) {
    const episodeNos = await readSettledEpisodes(tx, head.settlementId, department, after);
    if (episodeNos.length > 0) yield episodeNos;
    if (episodeNos.length < episodeRowsMax) return;
    after = episodeNos.at(-1)!;
  }
}
