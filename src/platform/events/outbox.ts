import type { HospitalId } from '#kernel/ids.ts';
import type { Tools } from '../tools.ts';

/** A stored event as its subscribers get it. Delivered at least once: subscribers must be idempotent (by `eventId`). */
export interface Announced {
  readonly eventId: number;
  readonly kind: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

export type Subscriber = (tools: Tools, hospitalId: HospitalId, event: Announced) => Promise<void>;
export type Subscribers = Readonly<Record<string, readonly Subscriber[]>>;

const batchRowsMax = 100;
const attemptsMax = 20;

/**
 * Hands due events of one hospital to their subscribers and removes them. Rows are locked while handled, so two processes share the
 * work; a crash before the removal hands them out again.
 * @returns how many were handled
 */
export async function dispatchEvents(tools: Tools, hospitalId: HospitalId, subscribers: Subscribers): Promise<number> {
  return tools.db.transaction({ hospitalId }, async (tx) => {
    const due = await tx.query<{ event_id: number; kind: string; payload: Record<string, unknown>; attempts: number }>(
      `SELECT event_id, kind, payload, attempts FROM platform_outbox
       WHERE hospital_id = $1 AND next_attempt_at <= clock_timestamp() AND attempts < $3
       ORDER BY event_id LIMIT $2 FOR UPDATE SKIP LOCKED`,
      [hospitalId, batchRowsMax, attemptsMax],
    );
    for (const row of due) {
      try {
        for (const subscriber of subscribers[row.kind] ?? []) {
          await subscriber(tools, hospitalId, { eventId: row.event_id, kind: row.kind, payload: row.payload });
        }
        await tx.query('DELETE FROM platform_outbox WHERE hospital_id = $1 AND event_id = $2', [
          hospitalId,
          row.event_id,
        ]);
      } catch (error) {
        const code = (error as { code?: string }).code ?? (error as Error).name;
        tools.log.error({ event: row.event_id, kind: row.kind, code }, 'subscriber failed, will be tried again');
        await tx.query(
          `UPDATE platform_outbox SET attempts = attempts + 1, failed_code = $3, next_attempt_at = clock_timestamp() + make_interval(secs => least(2 ^ attempts, 3600))
           WHERE hospital_id = $1 AND event_id = $2`,
          [hospitalId, row.event_id, code],
        );
      }
    }
    return due.length;
  });
}
