import type { Fen } from '#kernel/money.ts';
import type { Tx } from '#platform/db/database.ts';

export interface SettlementLine {
  readonly lineNo: number;
  readonly lineId: string;
  readonly key: string;
  readonly month: string;
  readonly planId: string;
  readonly planVersion: string;
  readonly ruleId: string;
  readonly episodeNo: string | null;
  readonly referralId: string | null;
  readonly introducerKind: string | null;
  readonly payeeKind: string;
  readonly payeeNo: string | null;
  readonly payeeName: string | null;
  readonly department: string | null;
  readonly baseFen: Fen;
  readonly amountFen: Fen;
  readonly payableFen: Fen;
  readonly form: string;
  readonly clearance: 'allowed' | 'review' | 'prohibited';
  readonly citation: string;
  readonly reversesKey: string | null;
  readonly reason: string;
  readonly trace: string;
}

const batchRowsMax = 5000;
export const episodeRowsMax = 100_000;

/** The stored lines of a settlement in their order, a batch at a time. */
export async function* readSettlementLines(
  tx: Tx,
  settlementId: string,
  afterNo = 0,
): AsyncGenerator<SettlementLine[]> {
  let after = afterNo;
  for (;;) {
    const rows = await tx.query<SettlementLine>(
      `SELECT l.line_no AS "lineNo", l.line_id AS "lineId", l.key, l.month, s.plan_id AS "planId", s.document ->> 'version' AS "planVersion", l.rule_id AS "ruleId",
         l.episode_no AS "episodeNo", l.referral_id AS "referralId", l.introducer_kind AS "introducerKind", l.payee_kind AS "payeeKind",
         l.payee_no AS "payeeNo", l.payee_name AS "payeeName", l.department, l.base_fen AS "baseFen", l.amount_fen AS "amountFen",
         l.payable_fen AS "payableFen", l.form, l.clearance, l.citation, l.reverses_key AS "reversesKey", l.reason, l.trace
       FROM incentive_lines l
       JOIN incentive_settlements s ON s.hospital_id = l.hospital_id AND s.settlement_id = l.settlement_id
       WHERE l.hospital_id = $1 AND l.settlement_id = $2 AND l.line_no > $3 ORDER BY l.line_no LIMIT ${batchRowsMax}`,
      [tx.hospitalId, settlementId, after],
    );
    if (rows.length === 0) return;
    yield rows;
    after = rows.at(-1)!.lineNo;
  }
}

/** Episodes the lines of a settlement, or of one of its departments, speak of; a page at a time in their order. */
export async function readSettledEpisodes(
  tx: Tx,
  settlementId: string,
  department: string | null,
  after = '',
): Promise<string[]> {
  const rows = await tx.query<{ episodeNo: string }>(
    `SELECT DISTINCT episode_no AS "episodeNo" FROM incentive_lines
     WHERE hospital_id = $1 AND settlement_id = $2 AND ($3::text IS NULL OR department = $3) AND episode_no > $4
     ORDER BY 1 LIMIT ${episodeRowsMax}`,
    [tx.hospitalId, settlementId, department, after],
  );
  return rows.map((row) => row.episodeNo);
}
