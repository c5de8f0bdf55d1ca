import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { type ApiProblem, call, newKey, problemOf, refresh, useRead } from '#web/api/index.ts';
import {
  closeQueueItem,
  linkReferral,
  listQueue,
  type QueueItem,
  readNextItem,
  readQueueItem,
  reopenQueueItem,
  unlinkReferral,
} from '../../contract/queue.ts';

export interface Position {
  readonly month?: string;
  readonly state?: QueueItem['state'];
}

interface Step {
  readonly kind: 'link' | 'none' | 'skip';
  readonly referralId: string;
}

/** Whoever is decided meanwhile has another state. */
const waiting: ReadonlySet<string> = new Set<QueueItem['state']>(['unmatched', 'disputed', 'invalid']);

export type Deed =
  | { readonly kind: 'linked'; readonly name: string | null; readonly episodeNo: string }
  | { readonly kind: 'closed'; readonly name: string | null }
  | { readonly kind: 'undone'; readonly name: string | null };

/** What the queue shows now, and the decisions; the item after it is fetched while this one is looked at. */
export function useQueue(position: Position, onDeed: (deed: Deed) => void) {
  const client = useQueryClient();
  const { month, state } = position;
  const [item, setItem] = useState<QueueItem | null | undefined>(undefined);
  const [error, setError] = useState<ApiProblem | null>(null);
  const [problem, setProblem] = useState<{ problem: ApiProblem; episodeNo: string | null } | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [decidedAt, setDecidedAt] = useState<readonly number[]>([]);
  const steps = useRef<Step[]>([]);
  const ahead = useRef<{ after: string; item: Promise<QueueItem | null> } | null>(null);
  const count = useRead(listQueue, {
    query: { ...(month ? { month } : {}), ...(state ? { filter: [`state:eq:${state}`] } : {}), limit: 1 },
  });

  const fetchNext = useCallback(
    async (after?: string): Promise<QueueItem | null> => {
      const query = { ...(month ? { month } : {}), ...(state ? { state } : {}), ...(after ? { after } : {}) };
      return (await call(readNextItem, { query })).item;
    },
    [month, state],
  );

  const start = useCallback(async () => {
    setItem(undefined);
    setError(null);
    setProblem(null);
    ahead.current = null;
    try {
      setItem(await fetchNext());
    } catch (thrown) {
      setError(problemOf(thrown));
    }
  }, [fetchNext]);
  useEffect(() => void start(), [start]);

  const current = item?.referralId;
  useEffect(() => {
    if (!current) return;
    const fetched = fetchNext(current);
    fetched.catch(() => undefined);
    ahead.current = { after: current, item: fetched };
  }, [current, fetchNext]);

  /** Runs one decision; what is refused stays on the screen with its reason. */
  const act = async (episodeNo: string | null, deed: () => Promise<void>) => {
    if (isBusy) return;
    setBusy(true);
    setProblem(null);
    try {
      await deed();
    } catch (thrown) {
      setProblem({ problem: problemOf(thrown), episodeNo });
    } finally {
      setBusy(false);
    }
  };
  const nextOf = async (referralId: string) =>
    ahead.current?.after === referralId ? await ahead.current.item : await fetchNext(referralId);
  const decided = (kind: 'link' | 'none', referralId: string, next: QueueItem | null) => {
    steps.current.push({ kind, referralId });
    setDecidedAt((old) => [...old, Date.now()]);
    setItem(next);
    refresh(client, [listQueue]);
  };
  const query = { ...(month ? { month } : {}), ...(state ? { state } : {}) };

  const link = (episodeNo: string) =>
    act(episodeNo, async () => {
      if (!item) return;
      const { referralId, patientName } = item;
      const answer = await call(
        linkReferral,
        { params: { referralId }, query, body: { episodeNo } },
        { idempotencyKey: newKey() },
      );
      // Those skipped before come again at the end.
      decided('link', referralId, answer.next ?? (await fetchNext()));
      onDeed({ kind: 'linked', name: patientName, episodeNo });
    });
  const none = (reason: string) =>
    act(null, async () => {
      if (!item) return;
      const { referralId, patientName } = item;
      const answer = await call(
        closeQueueItem,
        { params: { referralId }, query, body: { reason } },
        { idempotencyKey: newKey() },
      );
      decided('none', referralId, answer.next ?? (await fetchNext()));
      onDeed({ kind: 'closed', name: patientName });
    });
  /** The same referral as it stands after something of it was completed; the next one when it no longer waits. */
  const again = () =>
    act(null, async () => {
      if (!item) return;
      const { referralId } = item;
      const now = await call(readQueueItem, { params: { referralId } });
      setItem(waiting.has(now.state) ? now : ((await nextOf(referralId)) ?? (await fetchNext())));
      refresh(client, [listQueue]);
    });
  const skip = () =>
    act(null, async () => {
      if (!item) return;
      const next = (await nextOf(item.referralId)) ?? (await fetchNext());
      steps.current.push({ kind: 'skip', referralId: item.referralId });
      setItem(next);
    });
  const undo = (reason: string) =>
    act(null, async () => {
      const step = steps.current.at(-1);
      if (!step) return;
      const params = { referralId: step.referralId };
      if (step.kind === 'link') await call(unlinkReferral, { params, body: { reason } }, { idempotencyKey: newKey() });
      if (step.kind === 'none') await call(reopenQueueItem, { params }, { idempotencyKey: newKey() });
      steps.current.pop();
      if (step.kind !== 'skip') setDecidedAt((old) => old.slice(0, -1));
      const back = await call(readQueueItem, { params });
      setItem(back);
      refresh(client, [listQueue]);
      onDeed({ kind: 'undone', name: back.patientName });
    });

  return {
    item,
    error,
    problem,
    isBusy,
    decidedAt,
    left: count.data ? { total: count.data.total, isExact: count.data.totalIsExact } : null,
    hasUndo: steps.current.length > 0,
    link,
    none,
    skip,
    again,
    undo,
    start,
    forget: () => setProblem(null),
  };
}
