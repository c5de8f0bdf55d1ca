import type { Instant } from '#kernel/day.ts';
import type { ListQuery, Page } from '#kernel/page.ts';
import { isRefusal, type Refusal } from '#kernel/refusal.ts';
import { readTimeZone } from '#modules/hospital/index.ts';
import type { Actor } from '#modules/staff/index.ts';
import type { Tx } from '#platform/db/database.ts';
import { type ListSpec, readPage } from '#platform/db/list.ts';
import type { Tools } from '#platform/tools.ts';
import type { MessageRow, ReferralChannel } from '../contract/index.ts';
import { contactOf } from '../inbox/attribute.ts';
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
    const names = await readPeople(tx, page.items);
    return { ...page, items: page.items.map((row) => shownMessage(actor, row, names)) };
  });
}

/** Null: no such message (any more). */
export async function readMessage(tx: Tx, actor: Actor, messageId: string): Promise<MessageRow | null> {
  const row = await tx.one<StoredMessage>(
    `SELECT ${spec.columns} FROM ${spec.from} WHERE m.hospital_id = $1 AND m.message_id = $2`,
    [tx.hospitalId, messageId],
  );
  return row && shownMessage(actor, row, await readPeople(tx, [row]));
}

type Candidate = MessageRow['candidates'][number];

/** Who the messages speak of, and who sent them. */
interface People {
  readonly candidates: ReadonlyMap<string, Candidate>;
  /** By channel and address. */
  readonly senders: ReadonlyMap<string, string>;
}

async function readPeople(tx: Tx, rows: readonly StoredMessage[]): Promise<People> {
  const candidates = await readNames(
    tx,
    rows.flatMap((row) => row.candidates ?? []),
  );
  return { candidates, senders: await readSenders(tx, rows) };
}

const addressKey = ({ channel, address }: { channel: string; address: string }) => `${channel} ${address}`;

async function readSenders(tx: Tx, rows: readonly StoredMessage[]): Promise<ReadonlyMap<string, string>> {
  const contacts = rows.flatMap((row) => contactOf(row.channel, row.sender) ?? []);
  if (contacts.length === 0) return new Map();
  const found = await tx.query<{ channel: string; address: string; name: string }>(
    `SELECT c.channel, c.address, i.name
     FROM unnest($2::text[], $3::text[]) AS wanted (channel, address)
     JOIN referral_introducer_contacts c ON c.hospital_id = $1 AND c.channel = wanted.channel AND c.address = wanted.address
     JOIN referral_introducers i ON i.hospital_id = c.hospital_id AND i.introducer_id = c.introducer_id`,
    [tx.hospitalId, contacts.map(({ channel }) => channel), contacts.map(({ address }) => address)],
  );
  return new Map(found.map((one) => [addressKey(one), one.name]));
}

async function readNames(tx: Tx, introducerIds: readonly string[]): Promise<ReadonlyMap<string, Candidate>> {
  if (introducerIds.length === 0) return new Map();
  const rows = await tx.query<Candidate>(
    `SELECT introducer_id AS "introducerId", introducer_no AS "introducerNo", name, institution FROM referral_introducers
     WHERE hospital_id = $1 AND introducer_id = ANY ($2::uuid[])`,
    [tx.hospitalId, introducerIds],
  );
  return new Map(rows.map((row) => [row.introducerId, row]));
}

function shownMessage(actor: Actor, row: StoredMessage, people: People): MessageRow {
  const { parsed, candidates, sender, text, ...rest } = row;
  const sees = seesHealth(actor);
  const contact = contactOf(row.channel, sender);
  return {
    ...rest,
    sender: shownSender(actor, sender),
    senderName: (contact && people.senders.get(addressKey(contact))) ?? null,
    text: sees ? text : null,
    fields: sees && parsed ? spannedFields(parsed) : [],
    missing: [...(parsed?.missing ?? [])],
    candidates: (candidates ?? []).flatMap((id) => people.candidates.get(id) ?? []),
  };
}
