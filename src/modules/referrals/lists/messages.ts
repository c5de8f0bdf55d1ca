import type { Instant } from '#kernel/day.ts';
import type { ListQuery, Page } from '#kernel/page.ts';
import { isRefusal, type Refusal } from '#kernel/refusal.ts';
import { readTimeZone } from '#modules/hospital/index.ts';
import type { Actor } from '#modules/staff/index.ts';
import type { Tx } from '#platform/db/database.ts';
import { type ListSpec, readPage } from '#platform/db/list.ts';
import type { Tools } from '#platform/tools.ts';
import type { MessageRow, ReferralChannel } from '../contract/index.ts';
import type { ParsedMessage } from '../rules/parse-message/index.ts';
import { spannedFields } from '../rules/spanned-fields.ts';
import { seesHealth, shownSender } from '../sight.ts';

const spec: ListSpec = {
  from: `referral_messages m
    LEFT JOIN referral_readings g ON g.hospital_id = m.hospital_id AND g.message_id = m.message_id
    LEFT JOIN referral_referrals r ON r.hospital_id = m.hospital_id AND r.referral_id = m.message_id`,
  columns: `m.message_id AS "messageId", m.channel, m.sender, m.text, m.received_at AS "receivedAt", m.sent_at AS "sentAt",
    m.gateway_at AS "gatewayAt", g.outcome, g.reason, g.parsed, g.candidates, r.referral_id AS "referralId", r.version AS "referralVersion"`,
  hospital: 'm.hospital_id',
  fields: {
    receivedAt: { sql: 'm.received_at', type: 'instant', sortable: true },
    channel: { sql: 'm.channel', type: 'text' },
    outcome: { sql: 'g.outcome', type: 'text' },
    reason: { sql: 'g.reason', type: 'text' },
  },
  key: { sql: 'm.message_id', type: 'text' },
  defaultSort: '-receivedAt',
};

interface StoredMessage {
  readonly messageId: string;
  readonly channel: ReferralChannel;
  readonly sender: string | null;
  readonly text: string;
  readonly receivedAt: Instant;
  readonly sentAt: Instant | null;
  readonly gatewayAt: Instant | null;
  readonly outcome: MessageRow['outcome'];
  readonly reason: string | null;
  readonly parsed: ParsedMessage | null;
  readonly candidates: readonly string[] | null;
  readonly referralId: string | null;
  readonly referralVersion: number | null;
}

/** Messages as they came, with how they were read. */
export async function listMessages(tools: Tools, actor: Actor, query: ListQuery): Promise<Page<MessageRow> | Refusal> {
  return tools.db.read(actor, async (tx) => {
    const search = (text: string) => `strpos(m.text, ${text}) > 0`;
    const page = await readPage<StoredMessage>(tx, { ...spec, timeZone: readTimeZone, search }, query);
    if (isRefusal(page)) return page;
    const names = await readNames(
      tx,
      page.items.flatMap((row) => row.candidates ?? []),
    );
    return { ...page, items: page.items.map((row) => shownMessage(actor, row, names)) };
  });
}

/** Null: no such message (any more). */
export async function readMessage(tx: Tx, actor: Actor, messageId: string): Promise<MessageRow | null> {
  const row = await tx.one<StoredMessage>(
    `SELECT ${spec.columns} FROM ${spec.from} WHERE m.hospital_id = $1 AND m.message_id = $2`,
    [tx.hospitalId, messageId],
  );
  return row && shownMessage(actor, row, await readNames(tx, row.candidates ?? []));
}

type Candidate = MessageRow['candidates'][number];

async function readNames(tx: Tx, introducerIds: readonly string[]): Promise<ReadonlyMap<string, Candidate>> {
  if (introducerIds.length === 0) return new Map();
  const rows = await tx.query<Candidate>(
    `SELECT introducer_id AS "introducerId", introducer_no AS "introducerNo", name, institution FROM referral_introducers
     WHERE hospital_id = $1 AND introducer_id = ANY ($2::uuid[])`,
    [tx.hospitalId, introducerIds],
  );
  return new Map(rows.map((row) => [row.introducerId, row]));
}

function shownMessage(actor: Actor, row: StoredMessage, names: ReadonlyMap<string, Candidate>): MessageRow {
  const { parsed, candidates, sender, text, ...rest } = row;
  const sees = seesHealth(actor);
  return {
    ...rest,
    sender: shownSender(actor, sender),
    text: sees ? text : null,
    fields: sees && parsed ? spannedFields(parsed) : [],
    missing: [...(parsed?.missing ?? [])],
    candidates: (candidates ?? []).flatMap((id) => names.get(id) ?? []),
  };
}
