import { z } from 'zod';
import type { Subscriber } from '#platform/events/outbox.ts';
import { resolvePerson } from '../identity/resolve.ts';
import { insertEntry } from './store.ts';

/**
 * `timeline.noted`: how a module that is above this one puts something on a person's timeline. It names the person by one of the keys it has;
 * nobody found: nothing is noted.
 */
export const notedEvent = z.object({
  patientId: z.uuid().optional(),
  recordNo: z.string().optional(),
  episodeNo: z.string().optional(),
  module: z.string().max(40),
  kind: z.string().max(60),
  subjectId: z.string().max(100).nullable().default(null),
  at: z.number().int(),
  tier: z.enum(['T1', 'T2', 'T3', 'T4', 'T5h', 'T5m']).default('T2'),
  facts: z.record(z.string().max(40), z.union([z.string().max(300), z.number(), z.boolean(), z.null()])).default({}),
});
export type NotedEvent = z.input<typeof notedEvent>;

/** Delivered at least once: the event's number makes it count once. */
export const noteAnnounced: Subscriber = async (tools, hospitalId, { eventId, payload }) => {
  const noted = notedEvent.parse(payload);
  await tools.db.transaction({ hospitalId }, async (tx) => {
    const patientId = await resolvePerson(tx, noted);
    if (patientId) await insertEntry(tx, patientId, { ...noted, sourceKey: `event:${eventId}` });
  });
};
