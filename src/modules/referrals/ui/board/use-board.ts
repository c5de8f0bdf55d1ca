import { useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { readKey } from '#web/api/hooks.ts';
import { call, newKey, problemOf, refresh, useEvents, useRead } from '#web/api/index.ts';
import { useProblemWords } from '#web/kit/index.ts';
import {
  type BoardCard,
  listWalkUps,
  moveOnBoard,
  readBoard,
  setDoorConsent,
  setEscort,
  undoOnBoard,
} from '../../contract/board.ts';
import { useDesk } from '../desk-text.ts';
import { beep } from './beep.ts';
import { byArrival, tapped } from './board-facts.ts';

type Step = BoardCard['step'];
const freshMs = 60_000;

/** A clock for the page that ticks every few seconds and follows the server's. */
export function useNow(serverNow: number | undefined): number {
  const skew = useRef(0);
  const seen = useRef<number | undefined>(undefined);
  if (serverNow !== undefined && seen.current !== serverNow) {
    seen.current = serverNow;
    skew.current = serverNow - Date.now();
  }
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 10_000);
    return () => clearInterval(timer);
  }, []);
  return Math.max(now, Date.now()) + skew.current;
}

/** The board: cards with taps shown before the server answers, taken back when it refuses, and new cards announced. */
export function useBoard(assigned: 'all' | 'mine', hasSound: boolean) {
  const given = useMemo(() => ({ query: { assigned, withDone: '1' as const } }), [assigned]);
  const board = useRead(readBoard, given, { refetchMs: 60_000 });
  useEvents(['board'], undefined, { invalidates: [readBoard, listWalkUps] });
  const [overlay, setOverlay] = useState<ReadonlyMap<string, Partial<BoardCard>>>(new Map());
  const now = useNow(board.data?.now);
  const cards = useMemo(
    () =>
      (board.data?.items ?? [])
        .map((card) => {
          const change = overlay.get(card.referralId);
          return change ? { ...card, ...change } : card;
        })
        .sort(byArrival),
    [board.data, overlay],
  );
  const fresh = useFresh(board.data?.items, assigned, hasSound);
  const actions = useActions(given, setOverlay, () => void board.refetch());
  return { board, cards, now, fresh, isBusy: (id: string) => overlay.has(id), ...actions };
}

/** Ids of cards that came since the page was opened, for a minute each. */
function useFresh(items: readonly BoardCard[] | undefined, scope: string, hasSound: boolean): ReadonlySet<string> {
  const known = useRef<{ scope: string; ids: Set<string> } | null>(null);
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set());
  const sound = useRef(hasSound);
  sound.current = hasSound;
  useEffect(() => {
    if (!items) return;
    const before = known.current;
    const ids = new Set(items.map((card) => card.referralId));
    if (before?.scope !== scope) {
      known.current = { scope, ids };
      return;
    }
    const came = items
      .filter((card) => card.step === 'announced' && !before.ids.has(card.referralId))
      .map((card) => card.referralId);
    known.current = { scope, ids: new Set([...before.ids, ...ids]) };
    if (came.length === 0) return;
    if (sound.current) beep();
    setFresh((old) => new Set([...old, ...came]));
    setTimeout(() => setFresh((old) => new Set([...old].filter((id) => !came.includes(id)))), freshMs);
  }, [items, scope]);
  return fresh;
}

type Given = { query: { assigned: 'all' | 'mine'; withDone: '1' } };
type SetOverlay = (
  change: (old: ReadonlyMap<string, Partial<BoardCard>>) => ReadonlyMap<string, Partial<BoardCard>>,
) => void;

function useActions(given: Given, setOverlay: SetOverlay, reload: () => void) {
  const t = useDesk();
  const client = useQueryClient();
  const words = useProblemWords();
  const { message } = App.useApp();
  const waiting = useRef(new Map<string, Promise<unknown>>());

  const send = useCallback(
    async (card: BoardCard, change: Partial<BoardCard>, ask: (version: number) => Promise<BoardCard>) => {
      const id = card.referralId;
      const name = card.patientName ?? t('common.unnamed');
      const key = readKey(readBoard, given);
      setOverlay((old) => new Map(old).set(id, { ...old.get(id), ...change }));
      // Taps on one card go one after the other, each with the version the former one left.
      const before = waiting.current.get(id) ?? Promise.resolve();
      const mine = before.then(async () => {
        const held = client.getQueryData<{ items: BoardCard[] }>(key);
        const version = held?.items.find((one) => one.referralId === id)?.version ?? card.version;
        return await ask(version);
      });
      waiting.current.set(
        id,
        mine.catch(() => undefined),
      );
      try {
        const next = await mine;
        await client.cancelQueries({ queryKey: key, exact: true });
        client.setQueryData<{ items: BoardCard[] }>(key, (old) =>
          old ? { ...old, items: old.items.map((one) => (one.referralId === id ? next : one)) } : old,
        );
        refresh(client, [readBoard]);
        return next;
      } catch (thrown) {
        const problem = problemOf(thrown);
        if (problem.code === 'platform.stale') message.warning(t('board.conflict', { name }), 5);
        else message.error(t('board.failed', { why: `${words(problem).title} ${words(problem).text}`.trim() }), 6);
        reload();
        return undefined;
      } finally {
        setOverlay((old) => {
          const rest = new Map(old);
          rest.delete(id);
          return rest;
        });
      }
    },
    [client, given, message, reload, setOverlay, t, words],
  );

  const move = (card: BoardCard, step: Step) =>
    send(card, tapped(card, step, Date.now()), (version) =>
      call(
        moveOnBoard,
        { params: { referralId: card.referralId }, body: { step, version } },
        { idempotencyKey: newKey() },
      ),
    );
  const undo = (card: BoardCard) =>
    send(card, { undoUntil: null, nextSteps: [] }, (version) =>
      call(undoOnBoard, { params: { referralId: card.referralId }, query: { version } }, { idempotencyKey: newKey() }),
    );
  const consent = (card: BoardCard, consents: boolean) =>
    send(card, { consentsToNotice: consents }, (version) =>
      call(
        setDoorConsent,
        { params: { referralId: card.referralId }, body: { consents, version } },
        { idempotencyKey: newKey() },
      ),
    );
  const escort = (card: BoardCard, name: string | null) =>
    send(card, { escort: name }, (version) =>
      call(
        setEscort,
        { params: { referralId: card.referralId }, body: { escort: name, version } },
        { idempotencyKey: newKey() },
      ),
    );
  return { move, undo, consent, escort };
}
