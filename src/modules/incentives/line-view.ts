import { type PlanDocument, recomputeFromTrace, traceWords, unpackTrace } from '#kernel/rule-engine/index.ts';
import { type Actor, may } from '#modules/staff/index.ts';
import type { Tx } from '#platform/db/database.ts';
import type { Tools } from '#platform/tools.ts';
import { alternativeFor, citationTexts } from './citations.ts';
import type { LineDetail, LineRow } from './contract/lines.ts';
import { currentPack } from './current-pack.ts';
import { readerOf } from './reader.ts';
import { compileIncentivePlan } from './rules/decide-lines.ts';
import { readCompeting, readLineMore, readReversedBy } from './store/line-detail.ts';
import { lineColumns, lineFrom } from './store/lists.ts';

/** One line with everything that explains it; null when there is none the reader may see. */
export async function readLineDetail(
  tools: Tools,
  tx: Tx,
  actor: Actor,
  lineId: string,
  locale: 'zh' | 'en',
): Promise<LineDetail | null> {
  const reader = readerOf(actor);
  const row = await tx.one<LineRow>(
    `SELECT ${lineColumns(reader)} FROM ${lineFrom}
     WHERE l.hospital_id = $1 AND l.line_id = $2 AND ($3::text[] IS NULL OR l.department = ANY ($3))`,
    [tx.hospitalId, lineId, reader.departments],
  );
  if (!row) return null;
  const more = (await readLineMore(tx, lineId))!;
  const pack = currentPack(tools.config.projectDir);
  const trace = unpackTrace(more.trace);
  const fromTrace = recomputeFromTrace(trace);
  const isReversal = row.reversesLineId !== null;
  const isOpen = row.clearance === 'review' && row.reviewState === null && !isReversal;
  const { reviewReason, reviewDocument, reviewedByName, reviewedAt } = more;
  const document = reviewDocument === null ? null : (JSON.parse(reviewDocument) as { name: string; reference: string });
  return {
    ...row,
    trace: explain(more.document, trace, locale),
    recomputedFen: isReversal ? -fromTrace : fromTrace,
    triggeredBy: more.trigger,
    citations: citationTexts(pack, row.citation),
    alternative: row.clearance === 'allowed' ? null : alternativeFor(pack, row.payeeKind, more.trigger),
    packVersion: more.packVersion,
    planId: more.planId,
    planVersion: more.planVersion,
    review:
      row.reviewState === null
        ? null
        : {
            reason: reviewReason,
            documentName: document?.name ?? null,
            documentReference: document?.reference ?? null,
            byName: reviewedByName,
            at: reviewedAt,
          },
    competing: row.episodeNo === null ? [] : await readCompeting(tx, row.episodeNo, row.referralId),
    reversedBy: await readReversedBy(tx, lineId),
    payout: more.payoutId === null ? null : { payoutId: more.payoutId, state: more.payoutState! },
    mayReview: isOpen && more.settlementState !== 'closed' && may(actor, 'settlement.review'),
  };
}

/** In the words of the plan that computed the line. */
export function explain(document: PlanDocument, trace: ReturnType<typeof unpackTrace>, locale: 'zh' | 'en'): string[] {
  // Where the hospital lies was read when the line was computed; words need only the rules.
  const plan = compileIncentivePlan(document, '');
  return traceWords(plan as unknown as Parameters<typeof traceWords>[0], trace, locale);
}
