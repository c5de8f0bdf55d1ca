import { EventEmitter } from 'node:events';
import pg from 'pg';
import type { Log } from '../log.ts';

export interface Touch {
  readonly hospitalId: string;
  readonly topic: string;
  readonly id?: string;
}

export interface Push {
  /** Calls `listener` for every committed touch of the hospital's topics, from whichever process. */
  subscribe(hospitalId: string, topics: ReadonlySet<string>, listener: (touch: Touch) => void): () => void;
  /** Calls `listener` whenever events were announced or jobs enqueued, so that workers need not poll fast. */
  onWork(listener: () => void): () => void;
  close(): Promise<void>;
}

const reconnectMs = 1000;

/** One LISTEN connection per process feeds all open pages; it reconnects, and then tells everybody to refresh. */
export async function createPush(connection: pg.ClientConfig, log: Log): Promise<Push> {
  const emitter = new EventEmitter();
  emitter.setMaxListeners(0);
  let client: pg.Client | null = null;
  let closed = false;

  const open = async (): Promise<void> => {
    const next = new pg.Client({ ...connection, application_name: 'renmai push', keepAlive: true });
    next.on('error', () => undefined);
    next.on('notification', ({ channel, payload }) => {
      if (channel === 'renmai_touch' && payload) emitter.emit('touch', JSON.parse(payload) as Touch);
      else emitter.emit('work');
    });
    await next.connect();
    await next.query('LISTEN renmai_touch; LISTEN renmai_outbox; LISTEN renmai_jobs');
    client = next;
    // Only a connection that once stood is replaced: a failed attempt ends too, and counting it twice would double the attempts each time.
    next.once('end', () => void reopen());
  };
  const reopen = async (): Promise<void> => {
    if (closed) return;
    log.warn('push connection lost, trying again');
    while (!closed) {
      await new Promise((done) => setTimeout(done, reconnectMs).unref());
      try {
        await open();
        emitter.emit('reconnected');
        return;
      } catch {
        // The database is still away.
      }
    }
  };
  await open();
  return {
    subscribe(hospitalId, topics, listener) {
      const hear = (touch: Touch) => {
        if (touch.hospitalId === hospitalId && topics.has(touch.topic)) listener(touch);
      };
      const refresh = () => {
        for (const topic of topics) listener({ hospitalId, topic });
      };
      emitter.on('touch', hear);
      emitter.on('reconnected', refresh);
      return () => {
        emitter.off('touch', hear);
        emitter.off('reconnected', refresh);
      };
    },
    onWork(listener) {
      emitter.on('work', listener);
      return () => emitter.off('work', listener);
    },
    async close() {
      closed = true;
      await client?.end().catch(() => undefined);
    },
  };
}
