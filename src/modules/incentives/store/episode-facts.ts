import { type Day, dayOf, type Instant, type Month, monthBounds } from '#kernel/day.ts';
import type { Fen } from '#kernel/money.ts';
import type { Tx } from '#platform/db/database.ts';
import type { ChargeFacts, EpisodeFacts, EpisodeKind, IntroducerKind } from '../rules/episode-facts.ts';

/** An episode as settlement needs it, and whether an open dispute holds its lines. */
export interface DueEpisode {
  readonly facts: EpisodeFacts;
  readonly isHeld: boolean;
}

interface EpisodeRow {
  episode_no: string;
  record_no: string | null;
  patient_name: string | null;
  birth_date: Day | null;
  address_division: string | null;
  kind: EpisodeKind;
  department: string | null;
  doctor: string | null;
  admitted_by: string | null;
  registered_at: Instant;
  discharged_at: Instant | null;
  settled_at: Instant | null;
  procedure_class: EpisodeFacts['procedureClass'];
  delivery: EpisodeFacts['delivery'];
  declared_source: string | null;
  diagnosis: string | null;
  checkup_discount_bp: number | null;
  payment_kind: EpisodeFacts['paymentKind'];
  winner_reason: EpisodeFacts['winnerReason'] | null;
  referral_id: string | null;
  introducer_no: string | null;
  introducer_name: string | null;
  introducer_kind: IntroducerKind | null;
  is_clinical: boolean | null;
  is_accompanied: boolean | null;
  is_disputed: boolean | null;
}

interface ChargeRow {
  episode_no: string;
  line_no: string;
  category: string;
  item_code: string | null;
  amount_fen: Fen;
  department: string | null;
  ordered_by: string | null;
}

const batchRowsMax = 5000;

/**
 * Episodes settled in a span of time with winner and charges, in byte order of their numbers, a batch at a time so that a million need no
 * more memory than five thousand. Transferred and newborn episodes are never settled and not read.
 */
export async function* readDueEpisodes(
  tx: Tx,
  span: { readonly from: Instant; readonly until: Instant },
  timeZone: string,
  department?: string,
): AsyncGenerator<DueEpisode[]> {
  // A cursor takes no parameters.
  const ofDepartment = department === undefined ? '' : `AND e.department = ${tx.client.escapeLiteral(department)}`;
  await tx.query(
    `DECLARE due_episodes NO SCROLL CURSOR FOR
     SELECT e.episode_no, e.record_no, e.patient_name, e.birth_date, e.address_division, e.kind, e.department, e.doctor, e.admitted_by,
       e.registered_at, e.discharged_at, e.settled_at, e.procedure_class, e.delivery, e.declared_source, e.diagnosis, e.checkup_discount_bp,
       e.payment_kind, w.reason AS winner_reason, w.referral_id, w.introducer_no, w.introducer_name, w.introducer_kind, w.is_clinical,
       w.is_accompanied, w.is_disputed
     FROM published.episodes e LEFT JOIN published.winners w ON w.hospital_id = e.hospital_id AND w.episode_no = e.episode_no
     WHERE e.hospital_id = '${tx.hospitalId}' AND e.transferred_from IS NULL AND e.mother_episode_no IS NULL
       AND e.settled_at >= to_timestamp(${span.from} / 1000.0) AND e.settled_at < to_timestamp(${span.until} / 1000.0)
       ${ofDepartment}
     ORDER BY e.episode_no`,
  );
  try {
    for (;;) {
      const episodes = await tx.query<EpisodeRow>(`FETCH ${batchRowsMax} FROM due_episodes`);
      if (episodes.length === 0) return;
      const charges = await readCharges(
        tx,
        episodes.map((row) => row.episode_no),
      );
      yield episodes.map((row) => ({
        facts: toFacts(row, charges.get(row.episode_no) ?? [], timeZone),
        isHeld: row.is_disputed ?? false,
      }));
    }
  } finally {
    await tx.query('CLOSE due_episodes').catch(() => undefined);
  }
}

/** `episodeNos` in byte order: their range keeps the read on the index however many charges other episodes have. */
async function readCharges(tx: Tx, episodeNos: readonly string[]): Promise<Map<string, ChargeFacts[]>> {
  const rows = await tx.query<ChargeRow>(
    `SELECT c.episode_no, c.line_no, c.category, c.item_code, c.amount_fen, c.department, c.ordered_by
     FROM published.charges c
     WHERE c.hospital_id = $1 AND c.episode_no >= $2 AND c.episode_no <= $3 AND c.episode_no = ANY ($4::text[])
     ORDER BY c.episode_no, c.line_no`,
    [tx.hospitalId, episodeNos[0], episodeNos.at(-1), episodeNos],
  );
  const byEpisode = new Map<string, ChargeFacts[]>();
  for (const row of rows) {
    const charge: ChargeFacts = {
      lineNo: row.line_no,
      category: row.category,
      itemCode: row.item_code,
      amountFen: row.amount_fen,
      department: row.department,
      orderedBy: row.ordered_by,
    };
    const list = byEpisode.get(row.episode_no);
    if (list) list.push(charge);
    else byEpisode.set(row.episode_no, [charge]);
  }
  return byEpisode;
}

function toFacts(row: EpisodeRow, charges: readonly ChargeFacts[], timeZone: string): EpisodeFacts {
  return {
    episodeNo: row.episode_no,
    recordNo: row.record_no ?? '',
    patientName: row.patient_name ?? '',
    birthDate: row.birth_date,
    addressDivision: row.address_division,
    kind: row.kind,
    department: row.department,
    doctor: row.doctor,
    admittedBy: row.admitted_by,
    registeredOn: dayOf(row.registered_at, timeZone),
    dischargedAt: row.discharged_at,
    settledAt: row.settled_at,
    procedureClass: row.procedure_class,
    delivery: row.delivery,
    motherEpisodeNo: null,
    transferredFrom: null,
    declaredSource: row.declared_source,
    diagnosis: row.diagnosis,
    checkupDiscountBasisPoints: row.checkup_discount_bp,
    paymentKind: row.payment_kind,
    firstVisit: null,
    winnerReason: row.winner_reason ?? 'walk_in',
    winner: toWinner(row),
    charges,
  };
}

function toWinner(row: EpisodeRow): EpisodeFacts['winner'] {
  if (!row.referral_id || !row.introducer_no || !row.introducer_kind) return null;
  return {
    referralId: row.referral_id,
    introducerNo: row.introducer_no,
    name: row.introducer_name ?? '',
    kind: row.introducer_kind,
    clinical: row.is_clinical,
    accompanied: row.is_accompanied ?? false,
  };
}

/** How much work a what-if over some months is. */
export async function countDueEpisodes(tx: Tx, months: readonly Month[], timeZone: string): Promise<number> {
  const row = await tx.one<{ count: number }>(
    `SELECT count(*) AS count FROM published.episodes
     WHERE hospital_id = $1 AND settled_at >= to_timestamp($2::bigint / 1000.0) AND settled_at < to_timestamp($3::bigint / 1000.0)`,
    [tx.hospitalId, monthBounds(months[0]!, timeZone).from, monthBounds(months.at(-1)!, timeZone).until],
  );
  return row!.count;
}
