import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { RouteContract } from '#kernel/route.ts';
import { currentHospitalId } from './client.ts';
import { refresh } from './hooks.ts';

/** Something of a topic changed; `id` names it when it is one thing. */
export interface ChangedEvent {
  readonly topic: string;
  readonly id?: string;
}

type Listener = (event: ChangedEvent) => void;

/** Browsers allow six connections to a server over HTTP/1.1, so all components of a page share one stream. */
export class EventHub {
  readonly #listeners = new Map<Listener, readonly string[]>();
  readonly #open: (address: string) => EventSource;
  #source: EventSource | null = null;
  #address = '';
  #timer: ReturnType<typeof setTimeout> | undefined;
  #retryMs = 1_000;
  #wasLost = false;

  constructor(open: (address: string) => EventSource = (address) => new EventSource(address)) {
    this.#open = open;
  }

  listen(topics: readonly string[], listener: Listener): () => void {
    this.#listeners.set(listener, topics);
    this.#settle(20);
    return () => {
      this.#listeners.delete(listener);
      // A page change removes and adds listeners at once; the short wait keeps the stream when the topics stay the same.
      this.#settle(200);
    };
  }

  #settle(waitMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#connect(), waitMs);
  }

  #connect(): void {
    const topics = [...new Set([...this.#listeners.values()].flat())].sort();
    const query = new URLSearchParams({ topics: topics.join(',') });
    const hospitalId = currentHospitalId();
    if (hospitalId) query.set('hospital', hospitalId);
    const address = topics.length === 0 ? '' : `/api/events?${query.toString()}`;
    if (address === this.#address && this.#source) return;
    this.#source?.close();
    this.#source = null;
    this.#address = address;
    if (address === '') return;
    const source = this.#open(address);
    this.#source = source;
    source.addEventListener('open', () => {
      this.#retryMs = 1_000;
      if (this.#wasLost) this.#announceAll(topics);
      this.#wasLost = false;
    });
    source.addEventListener('changed', (event) => this.#announce(String((event as MessageEvent).data)));
    source.addEventListener('error', () => {
      this.#wasLost = true;
      // The browser reconnects by itself while the stream is only interrupted; a refused one stays closed and is ours to retry.
      if (source.readyState !== 2) return;
      this.#source = null;
      this.#settle(this.#retryMs);
      this.#retryMs = Math.min(this.#retryMs * 2, 30_000);
    });
  }

  #announce(text: string): void {
    let event: ChangedEvent;
    try {
      event = JSON.parse(text) as ChangedEvent;
    } catch {
      return;
    }
    for (const [listener, topics] of [...this.#listeners]) if (topics.includes(event.topic)) listener(event);
  }

  /** What happened while the line was down is unknown: everything counts as changed. */
  #announceAll(topics: readonly string[]): void {
    for (const topic of topics) this.#announce(JSON.stringify({ topic }));
  }
}

let hub: EventHub | null = null;

export interface EventOptions {
  /** Reads to refresh on a change: routes or prefixes of route ids. Default: the topic's module (`referrals.board` → `referrals.`). */
  readonly invalidates?: readonly (RouteContract | string)[];
}

/** Listens to server-sent changes of topics while the component is on the page, and refreshes the reads they touch. */
export function useEvents(topics: readonly string[], handler?: Listener, options: EventOptions = {}): void {
  const client = useQueryClient();
  const latest = useRef({ handler, options });
  latest.current = { handler, options };
  const key = topics.join(',');
  useEffect(() => {
    if (key === '' || typeof EventSource === 'undefined') return;
    hub ??= new EventHub();
    return hub.listen(key.split(','), (event) => {
      refresh(client, latest.current.options.invalidates ?? [`${event.topic.split('.')[0]}.`]);
      latest.current.handler?.(event);
    });
  }, [key, client]);
}
