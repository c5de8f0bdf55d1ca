import pg from 'pg';
import type { ListSpec } from '#platform/db/list.ts';
import type { Reader } from '../reader.ts';

/** Sums a settlement's reader may see: the stored ones; for a department head those of the own departments, without payouts. */
export function settlementSource(reader: Reader): { readonly from: string; readonly columns: string } {
  const own = reader.departments?.map((department) => pg.escapeLiteral(department)).join(', ') || `''`;
  const from =
    reader.departments === null
      ? `incentive_settlements s LEFT JOIN LATERAL (
          SELECT count(*) AS payouts_count, coalesce(sum(p.amount_fen) FILTER (WHERE p.state = 'paid'), 0)::bigint AS paid_fen,
            coalesce(sum(p.amount_fen) FILTER (WHERE p.state IN ('waiting', 'exported', 'returned')), 0)::bigint AS open_fen
          FROM incentive_payouts p WHERE p.hospital_id = s.hospital_id AND p.settlement_id = s.settlement_id) AS sums ON true`
      : `incentive_settlements s LEFT JOIN LATERAL (
          SELECT 0 AS payouts_count, 0::bigint AS paid_fen, 0::bigint AS open_fen, count(*)::int AS lines_count,
            coalesce(sum(l.amount_fen) FILTER (WHERE l.clearance = 'allowed'), 0)::bigint AS allowed_fen,
            coalesce(sum(l.amount_fen) FILTER (WHERE l.clearance = 'review'), 0)::bigint AS review_fen,
            coalesce(sum(l.amount_fen) FILTER (WHERE l.clearance = 'prohibited'), 0)::bigint AS prohibited_fen
          FROM incentive_lines l WHERE l.hospital_id = s.hospital_id AND l.settlement_id = s.settlement_id AND l.department IN (${own})) AS sums ON true`;
  const of = reader.departments === null ? 's' : 'sums';
  const columns = `s.settlement_id AS "settlementId", s.settlement_no AS "settlementNo", s.month, s.plan_id AS "planId",
    s.plan_version AS "planVersion", s.document -> 'title' AS "planTitle", s.pack_version AS "packVersion", s.state,
    ${of}.lines_count AS "linesCount", ${of}.allowed_fen AS "allowedFen", ${of}.review_fen AS "reviewFen",
    ${of}.prohibited_fen AS "prohibitedFen", sums.payouts_count::int AS "payoutsCount", sums.paid_fen AS "paidFen",
    sums.open_fen AS "outstandingFen", s.due_on AS "dueOn",
    coalesce(s.due_on < (SELECT (clock_timestamp() AT TIME ZONE h.time_zone)::date FROM hospital_hospitals h WHERE h.hospital_id = s.hospital_id)
      AND sums.open_fen > 0, false) AS "isOverdue",
    s.run_by_name AS "runByName", s.computed_at AS "computedAt", s.submitted_at AS "submittedAt", s.approved_at AS "approvedAt",
    s.closed_at AS "closedAt", s.created_at AS "createdAt", s.version`;
  return { from, columns };
}

export function settlementList(reader: Reader): ListSpec {
  return {
    ...settlementSource(reader),
    hospital: 's.hospital_id',
    key: { sql: 's.settlement_no', type: 'text' },
    fields: {
      settlementNo: { sql: 's.settlement_no', type: 'text', sortable: true },
      month: { sql: 's.month', type: 'text', sortable: true },
      planId: { sql: 's.plan_id', type: 'text' },
      state: { sql: 's.state', type: 'text' },
      dueOn: { sql: 's.due_on', type: 'day', sortable: true, nullable: true },
      createdAt: { sql: 's.created_at', type: 'instant', sortable: true },
    },
    defaultSort: '-month',
    search: (place) => `s.settlement_no ILIKE '%' || ${place} || '%'`,
  };
}

export const planList: ListSpec = {
  from: 'incentive_plans p',
  columns: `p.plan_id AS "planId", p.version, jsonb_build_object('zh', p.title_zh, 'en', p.title_en) AS title, p.state, p.is_bundled AS "isBundled",
    p.cloned_from AS "clonedFrom", p.effective_from AS "effectiveFrom", p.effective_until AS "effectiveUntil",
    jsonb_array_length(p.document -> 'rules') AS "rulesCount", p.created_by_name AS "createdByName", p.created_at AS "createdAt",
    p.activated_by_name AS "activatedByName", p.activated_at AS "activatedAt"`,
  hospital: 'p.hospital_id',
  key: { sql: `(p.plan_id || '/' || lpad(p.version::text, 6, '0'))`, type: 'text' },
  fields: {
    planId: { sql: 'p.plan_id', type: 'text', sortable: true },
    state: { sql: 'p.state', type: 'text' },
    isBundled: { sql: 'p.is_bundled', type: 'boolean' },
    title: { sql: `(p.title_zh || ' ' || p.title_en)`, type: 'text' },
    createdAt: { sql: 'p.created_at', type: 'instant', sortable: true },
  },
  defaultSort: '-createdAt',
  search: (place) => `(p.plan_id || ' ' || p.title_zh || ' ' || p.title_en) ILIKE '%' || ${place} || '%'`,
};

export const approvalList: ListSpec = {
  from: 'incentive_approvals a',
  columns: `a.approval_id AS "approvalId", a.disease, a.rate_bp AS "rateBasisPoints", a.max_fen AS "maxFen", a.from_day AS "fromDay",
    a.until_day AS "untilDay", a.reason, a.approved_by_name AS "approvedByName", a.approved_at AS "approvedAt"`,
  hospital: 'a.hospital_id',
  key: { sql: 'a.approval_no', type: 'text' },
  fields: {
    disease: { sql: 'a.disease', type: 'text' },
    fromDay: { sql: 'a.from_day', type: 'day', sortable: true },
    untilDay: { sql: 'a.until_day', type: 'day' },
    approvedAt: { sql: 'a.approved_at', type: 'instant', sortable: true },
  },
  defaultSort: '-approvedAt',
  search: (place) => `(a.disease || ' ' || a.reason) ILIKE '%' || ${place} || '%'`,
};

export const lineFrom = `incentive_lines l
  JOIN incentive_settlements s ON s.hospital_id = l.hospital_id AND s.settlement_id = l.settlement_id
  LEFT JOIN incentive_departments d ON d.hospital_id = l.hospital_id AND d.settlement_id = l.settlement_id AND d.department = l.department`;

/** Names stay in the database where the reader sees sums by class only; a physician's number is a name. */
export function lineColumns(reader: Reader): string {
  const payee = reader.seesPayees
    ? 'l.payee_no AS "payeeNo", l.payee_name AS "payeeName", false AS "isPayeeMasked"'
    : 'NULL AS "payeeNo", NULL AS "payeeName", true AS "isPayeeMasked"';
  return `l.line_id AS "lineId", l.settlement_id AS "settlementId", l.line_no AS "lineNo", l.month, l.rule_id AS "ruleId", l.episode_no AS "episodeNo",
    l.referral_id AS "referralId", l.introducer_kind AS "introducerKind", l.payee_kind AS "payeeKind", ${payee}, l.department,
    l.base_fen AS "baseFen", l.amount_fen AS "amountFen", l.payable_fen AS "payableFen", l.form, l.clearance, l.citation, l.review_state AS "reviewState",
    l.is_held AS "isHeld", s.state <> 'draft' AS "isFrozen", coalesce(d.state, 'waiting') AS "departmentState", l.reverses_line AS "reversesLineId",
    l.reverses_month AS "reversesMonth", l.reason`;
}

/** Lines of one settlement as a reader may see them. */
export function lineList(settlementId: string, reader: Reader): ListSpec {
  return {
    from: lineFrom,
    columns: lineColumns(reader),
    hospital: 'l.hospital_id',
    key: { sql: 'l.line_no', type: 'number' },
    where: [
      { sql: (place) => `l.settlement_id = ${place}::uuid`, value: settlementId },
      ...(reader.departments === null
        ? []
        : [{ sql: (place: string) => `l.department = ANY (${place}::text[])`, value: reader.departments }]),
    ],
    fields: {
      lineNo: { sql: 'l.line_no', type: 'number', sortable: true },
      department: { sql: 'l.department', type: 'text', sortable: true, nullable: true },
      ruleId: { sql: 'l.rule_id', type: 'text', sortable: true },
      payeeKind: { sql: 'l.payee_kind', type: 'text' },
      ...(reader.seesPayees
        ? {
            payeeNo: { sql: 'l.payee_no', type: 'text' as const, sortable: true, nullable: true },
            payeeName: { sql: 'l.payee_name', type: 'text' as const },
          }
        : {}),
      clearance: { sql: 'l.clearance', type: 'text' },
      reviewState: { sql: 'l.review_state', type: 'text' },
      isHeld: { sql: 'l.is_held', type: 'boolean' },
      isReversal: { sql: '(l.reverses_key IS NOT NULL)', type: 'boolean' },
      departmentState: { sql: `coalesce(d.state, 'waiting')`, type: 'text' },
      form: { sql: 'l.form', type: 'text' },
      episodeNo: { sql: 'l.episode_no', type: 'text', sortable: true, nullable: true },
      referralId: { sql: 'l.referral_id', type: 'text' },
      amountFen: { sql: 'l.amount_fen', type: 'number', sortable: true },
      payableFen: { sql: 'l.payable_fen', type: 'number' },
      month: { sql: 'l.month', type: 'text' },
    },
    defaultSort: 'lineNo',
    search: (place) =>
      reader.seesPayees
        ? `(l.episode_no = ${place} OR l.payee_no = ${place} OR l.payee_name ILIKE '%' || ${place} || '%')`
        : `l.episode_no = ${place}`,
  };
}

export const payoutFrom = `incentive_payouts p
  JOIN incentive_settlements s ON s.hospital_id = p.hospital_id AND s.settlement_id = p.settlement_id
  JOIN hospital_hospitals h ON h.hospital_id = p.hospital_id
  LEFT JOIN published.introducer_accounts a ON a.hospital_id = p.hospital_id AND a.introducer_no = p.payee_no AND p.payee_kind <> 'PATIENT'`;

const isOverdue = `(p.state IN ('waiting', 'exported', 'returned') AND p.due_on < (clock_timestamp() AT TIME ZONE h.time_zone)::date)`;

export const payoutColumns = `p.payout_id AS "payoutId", p.settlement_id AS "settlementId", s.settlement_no AS "settlementNo", s.month, p.payee_kind AS "payeeKind",
  p.payee_no AS "payeeNo", p.payee_name AS "payeeName", false AS "isPayeeMasked", p.form, p.amount_fen AS "amountFen", p.way, p.state, p.due_on AS "dueOn",
  ${isOverdue} AS "isOverdue", p.batch_id AS "batchId", p.collector_name AS "collectorName", p.collector_id_sealed IS NOT NULL AS "hasCollectorId",
  p.authority_document AS "authorityDocument", p.receipt_no AS "receiptNo", a.payout_account_tail AS "accountTail", a.payout_account_holder AS "accountHolder",
  p.paid_by_name AS "paidByName", p.paid_at AS "paidAt", p.returned_reason AS "returnedReason", p.version, p.carried_fen AS "carriedFen"`;

export const payoutList: ListSpec = {
  from: payoutFrom,
  columns: payoutColumns,
  hospital: 'p.hospital_id',
  key: { sql: 'p.payout_id::text', type: 'text' },
  fields: {
    settlementId: { sql: 'p.settlement_id::text', type: 'text' },
    month: { sql: 's.month', type: 'text' },
    state: { sql: 'p.state', type: 'text' },
    way: { sql: 'p.way', type: 'text' },
    form: { sql: 'p.form', type: 'text' },
    payeeKind: { sql: 'p.payee_kind', type: 'text' },
    payeeNo: { sql: 'p.payee_no', type: 'text', sortable: true },
    payeeName: { sql: 'p.payee_name', type: 'text' },
    amountFen: { sql: 'p.amount_fen', type: 'number', sortable: true },
    dueOn: { sql: 'p.due_on', type: 'day', sortable: true },
    isOverdue: { sql: isOverdue, type: 'boolean' },
    batchId: { sql: 'p.batch_id::text', type: 'text' },
    paidAt: { sql: 'p.paid_at', type: 'instant', sortable: true, nullable: true },
    createdAt: { sql: 'p.created_at', type: 'instant', sortable: true },
  },
  defaultSort: 'dueOn',
  search: (place) => `(p.payee_no = ${place} OR p.payee_name ILIKE '%' || ${place} || '%' OR p.receipt_no = ${place})`,
};

export const batchList: ListSpec = {
  from: 'incentive_batches b JOIN incentive_settlements s ON s.hospital_id = b.hospital_id AND s.settlement_id = b.settlement_id',
  columns: `b.batch_id AS "batchId", b.settlement_id AS "settlementId", s.settlement_no AS "settlementNo", b.payouts_count AS "payoutsCount",
    b.amount_fen AS "amountFen", b.created_by_name AS "createdByName", b.created_at AS "createdAt",
    (SELECT count(*)::int FROM incentive_payouts p
     WHERE p.hospital_id = b.hospital_id AND p.batch_id = b.batch_id AND p.state = 'exported') AS "openCount"`,
  hospital: 'b.hospital_id',
  key: { sql: 'b.batch_id::text', type: 'text' },
  fields: {
    settlementId: { sql: 'b.settlement_id::text', type: 'text' },
    batchId: { sql: 'b.batch_id::text', type: 'text' },
    createdAt: { sql: 'b.created_at', type: 'instant', sortable: true },
  },
  defaultSort: '-createdAt',
};

export const ledgerList: ListSpec = {
  from: `incentive_ledger_entries e
    JOIN incentive_ledger_transactions t ON t.hospital_id = e.hospital_id AND t.transaction_id = e.transaction_id
    LEFT JOIN incentive_settlements s ON s.hospital_id = t.hospital_id AND s.settlement_id = t.settlement_id`,
  columns: `e.transaction_id || '/' || e.entry_no AS "entryId", e.transaction_id AS "transactionId", t.kind, e.account, e.amount_fen AS "amountFen",
    t.settlement_id AS "settlementId", s.settlement_no AS "settlementNo", t.booked_on AS "bookedOn", t.booked_by_name AS "bookedByName", t.booked_at AS "bookedAt"`,
  hospital: 'e.hospital_id',
  key: { sql: `(e.transaction_id::text || '/' || lpad(e.entry_no::text, 9, '0'))`, type: 'text' },
  fields: {
    account: { sql: 'e.account', type: 'text', sortable: true },
    kind: { sql: 't.kind', type: 'text' },
    settlementId: { sql: 't.settlement_id::text', type: 'text' },
    transactionId: { sql: 'e.transaction_id::text', type: 'text' },
    amountFen: { sql: 'e.amount_fen', type: 'number', sortable: true },
    bookedOn: { sql: 't.booked_on', type: 'day' },
    bookedAt: { sql: 't.booked_at', type: 'instant', sortable: true },
  },
  defaultSort: '-bookedAt',
  search: (place) => `e.account ILIKE '%' || ${place} || '%'`,
};

export const balanceList: ListSpec = {
  from: `(SELECT hospital_id, account, split_part(account, ':', 1) AS kind, coalesce(sum(amount_fen) FILTER (WHERE amount_fen > 0), 0)::bigint AS debit_fen,
      coalesce(-sum(amount_fen) FILTER (WHERE amount_fen < 0), 0)::bigint AS credit_fen, sum(amount_fen)::bigint AS balance_fen
    FROM incentive_ledger_entries GROUP BY 1, 2) b`,
  columns: `b.account, b.kind, b.debit_fen AS "debitFen", b.credit_fen AS "creditFen", b.balance_fen AS "balanceFen"`,
  hospital: 'b.hospital_id',
  key: { sql: 'b.account', type: 'text' },
  fields: {
    account: { sql: 'b.account', type: 'text', sortable: true },
    kind: { sql: 'b.kind', type: 'text' },
    balanceFen: { sql: 'b.balance_fen', type: 'number', sortable: true },
  },
  defaultSort: 'account',
  search: (place) => `b.account ILIKE '%' || ${place} || '%'`,
};
