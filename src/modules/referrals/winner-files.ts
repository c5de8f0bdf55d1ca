import { type Month, monthBounds } from '#kernel/day.ts';
import type { Actor } from '#modules/staff/index.ts';
import type { Parameter, Tx } from '#platform/db/database.ts';
import type { Tools } from '#platform/tools.ts';
import { readMatchingPolicy } from './matching-policy.ts';

/** Takes portions of rows, header first, and resolves when it can take more. */
export type RowSink = (rows: readonly (readonly string[])[]) => Promise<void>;

/**
 * winners.csv of the exchange formats: every imported episode, in byte order of its number. Read through one cursor, so that the file is
 * one moment's truth and memory stays flat. @returns rows written, the header not counted
 */
export async function writeWinnersCsv(tools: Tools, actor: Actor, sink: RowSink): Promise<number> {
  return writeRows(tools, actor, sink, ['episode_no', 'referral_id', 'reason'], (tx) => [
    `SELECT e.episode_no, coalesce(o.referral_id, '') AS referral_id, coalesce(o.reason, 'walk_in') AS reason
     FROM published.episodes e LEFT JOIN referral_outcomes o ON o.hospital_id = e.hospital_id AND o.episode_no = e.episode_no
     WHERE e.hospital_id = $1 ORDER BY e.episode_no COLLATE "C"`,
    [tx.hospitalId],
  ]);
}

/** losers.csv: every referral that did not win, in byte order of its id; announcements and withdrawn ones are not part of the formats. */
export async function writeLosersCsv(tools: Tools, actor: Actor, sink: RowSink): Promise<number> {
  return writeRows(tools, actor, sink, ['referral_id', 'episode_no', 'state', 'reason'], (tx) => [
    `SELECT referral_id, coalesce(episode_no, '') AS episode_no, state, state_code AS reason FROM referral_referrals
     WHERE hospital_id = $1 AND stage = 'confirmed' AND state <> 'won' ORDER BY referral_id COLLATE "C"`,
    [tx.hospitalId],
  ]);
}

const portionRowsMax = 10_000;

async function writeRows(
  tools: Tools,
  actor: Actor,
  sink: RowSink,
  columns: readonly string[],
  question: (tx: Tx) => [sql: string, parameters: Parameter[]],
): Promise<number> {
  await sink([columns]);
  return tools.db.read(actor, async (tx) => {
    await tx.query(`DECLARE file_rows NO SCROLL CURSOR FOR ${question(tx)[0]}`, question(tx)[1]);
    for (let written = 0; ; ) {
      const rows = await tx.query<Record<string, string>>(`FETCH ${portionRowsMax} FROM file_rows`);
      if (rows.length > 0) await sink(rows.map((row) => columns.map((column) => row[column]!)));
      written += rows.length;
      if (rows.length < portionRowsMax) return written;
    }
  });
}

export interface MonthCount {
  readonly name: string;
  readonly count: number;
}

/** Episodes registered in the month by reason, and referrals received in it by state. */
export async function readMonthCounts(
  tx: Tx,
  month: Month,
): Promise<{ episodes: MonthCount[]; referrals: MonthCount[] }> {
  const { timeZone } = await readMatchingPolicy(tx);
  const { from, until } = monthBounds(month, timeZone);
  const episodes = await tx.query<MonthCount>(
    `SELECT coalesce(o.reason, 'walk_in') AS name, count(*)::int AS count
     FROM published.episodes e LEFT JOIN referral_outcomes o ON o.hospital_id = e.hospital_id AND o.episode_no = e.episode_no
     WHERE e.hospital_id = $1 AND e.registered_at >= to_timestamp($2::bigint / 1000.0) AND e.registered_at < to_timestamp($3::bigint / 1000.0)
     GROUP BY 1 ORDER BY 1`,
    [tx.hospitalId, from, until],
  );
  const referrals = await tx.query<MonthCount>(
    `SELECT state AS name, count(*)::int AS count FROM referral_referrals
     WHERE hospital_id = $1 AND stage = 'confirmed' AND received_at >= to_timestamp($2::bigint / 1000.0) AND received_at < to_timestamp($3::bigint / 1000.0)
     GROUP BY 1 ORDER BY 1`,
    [tx.hospitalId, from, until],
  );
  return { episodes, referrals };
}
