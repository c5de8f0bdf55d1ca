import type pg from 'pg';

type Sql = <Row extends pg.QueryResultRow>(text: string, parameters?: unknown[]) => Promise<Row[]>;

/** What must hold of all money at any moment: each query finds the rows that break it. Run after every flow, as the owner. */
const proofs: Readonly<Record<string, string>> = {
  'a ledger transaction does not sum to zero': `
    SELECT t.transaction_id FROM incentive_ledger_transactions t
    JOIN incentive_ledger_entries e USING (hospital_id, transaction_id) GROUP BY 1 HAVING sum(e.amount_fen) <> 0`,
  'a ledger key is used twice': `
    SELECT key FROM incentive_ledger_transactions GROUP BY hospital_id, key HAVING count(*) > 1`,
  'the sums on a settlement are not those of its lines': `
    SELECT s.settlement_no FROM incentive_settlements s LEFT JOIN incentive_lines l USING (hospital_id, settlement_id)
    GROUP BY s.hospital_id, s.settlement_id HAVING s.lines_count <> count(l.line_no)
      OR s.allowed_fen <> coalesce(sum(l.amount_fen) FILTER (WHERE l.clearance = 'allowed'), 0)
      OR s.review_fen <> coalesce(sum(l.amount_fen) FILTER (WHERE l.clearance = 'review'), 0)
      OR s.prohibited_fen <> coalesce(sum(l.amount_fen) FILTER (WHERE l.clearance = 'prohibited'), 0)`,
  'a prohibited, held or unreleased line is payable': `
    SELECT line_id FROM incentive_lines WHERE payable_fen <> 0
      AND (clearance = 'prohibited' OR is_held OR (clearance = 'review' AND review_state IS DISTINCT FROM 'released'))`,
  'what is booked as expense is not what the approved lines make payable': `
    SELECT settlement_id FROM incentive_settlements s
    WHERE state IN ('approved', 'partly_paid', 'paid', 'closed') AND
      coalesce((SELECT sum(payable_fen) FROM incentive_lines l WHERE l.hospital_id = s.hospital_id AND l.settlement_id = s.settlement_id), 0)
      <> coalesce((SELECT sum(e.amount_fen) FROM incentive_ledger_entries e JOIN incentive_ledger_transactions t USING (hospital_id, transaction_id)
           WHERE t.hospital_id = s.hospital_id AND t.settlement_id = s.settlement_id AND t.kind = 'accrual' AND e.account LIKE 'expense:%'), 0)`,
  'something is booked for a settlement nobody approved': `
    SELECT t.key FROM incentive_ledger_transactions t JOIN incentive_settlements s USING (hospital_id, settlement_id)
    WHERE s.state NOT IN ('approved', 'partly_paid', 'paid', 'closed')`,
  'a payee got more than the lines ever made payable': `
    WITH due AS (SELECT l.hospital_id, l.payee_kind, l.payee_no, l.form, sum(greatest(l.payable_fen, 0)) AS fen FROM incentive_lines l
      JOIN incentive_settlements s USING (hospital_id, settlement_id)
      WHERE s.state IN ('approved', 'partly_paid', 'paid', 'closed') GROUP BY 1, 2, 3, 4)
    SELECT p.payee_no FROM incentive_payouts p LEFT JOIN due USING (hospital_id, payee_kind, payee_no, form)
    WHERE p.state = 'paid' GROUP BY p.hospital_id, p.payee_kind, p.payee_no, p.form, due.fen HAVING sum(p.amount_fen) > coalesce(due.fen, 0)`,
  'open and paid payouts of a payee are more than is or was owed': `
    WITH promised AS (SELECT hospital_id, payee_kind, payee_no, form, sum(amount_fen) AS fen FROM incentive_payouts
        WHERE state = 'waiting' GROUP BY 1, 2, 3, 4),
      owed AS (SELECT hospital_id, account, form, -sum(amount_fen) AS fen FROM incentive_ledger_entries WHERE account LIKE 'payable:%' GROUP BY 1, 2, 3)
    SELECT promised.payee_no FROM promised LEFT JOIN owed ON owed.hospital_id = promised.hospital_id AND owed.form = promised.form
      AND owed.account = 'payable:' || promised.payee_kind || '/' || promised.payee_no WHERE promised.fen > coalesce(owed.fen, 0)`,
  'a payout is for a payee without any payable line': `
    SELECT p.payout_id FROM incentive_payouts p WHERE NOT EXISTS (SELECT 1 FROM incentive_lines l
      WHERE l.hospital_id = p.hospital_id AND l.payee_kind = p.payee_kind AND l.payee_no = p.payee_no AND l.form = p.form AND l.payable_fen > 0)`,
  'the books do not show what was paid': `
    SELECT p.payout_id FROM incentive_payouts p WHERE (p.state = 'paid')::int <>
      (SELECT count(*) FILTER (WHERE t.kind = 'payment') - count(*) FILTER (WHERE t.kind = 'return') FROM incentive_ledger_transactions t
       WHERE t.hospital_id = p.hospital_id AND (t.key LIKE 'payment:' || p.payout_id || ':%' OR t.key LIKE 'return:' || p.payout_id || ':%'))`,
  'one person signed two steps': `
    SELECT settlement_id FROM incentive_signatures WHERE NOT is_withdrawn AND decision = 'signed'
    GROUP BY settlement_id, account_id HAVING count(DISTINCT step) > 1`,
};

/** Finds what is wrong with the money; empty when all is right. */
export async function moneyProof(sql: Sql): Promise<string[]> {
  const broken: string[] = [];
  for (const [harm, query] of Object.entries(proofs)) {
    const rows = await sql(query);
    if (rows.length > 0) broken.push(`${harm} (${rows.length})`);
  }
  return broken;
}
