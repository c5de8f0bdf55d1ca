import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a simulator can be told to do wrong with the next requests to its platform side. */
export type Fault = 'rate-limit' | 'token-expired' | 'server-error' | 'slow' | 'disconnect' | 'garbage';

/** One line on a simulated phone. */
export interface PhoneLine {
  readonly from: 'user' | 'hospital' | 'platform';
  readonly text: string;
  readonly at: string;
}

export interface LocalAnswer {
  readonly status: number;
  readonly body: unknown;
  /** Default application/json. */
  readonly contentType?: string;
}

export interface LocalRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface LocalServer {
  /** `http://127.0.0.1:port`, without a slash at the end. */
  readonly url: string;
  close(): Promise<void>;
}

const bodyBytesMax = 256 * 1024;

/** A server for this machine only. `null` from the handler breaks the connection without an answer. */
export async function startLocalServer(
  handle: (request: LocalRequest) => Promise<LocalAnswer | null>,
  port = 0,
): Promise<LocalServer> {
  const server = createServer((incoming, outgoing) => {
    serve(handle, incoming, outgoing).catch(() => incoming.socket.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function serve(
  handle: (request: LocalRequest) => Promise<LocalAnswer | null>,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const host = incoming.headers.host ?? '';
  // A web page elsewhere must not reach the simulator through a name that resolves to this machine.
  if (!/^(127\.0\.0\.1|localhost)(:\d+)?$/.test(host)) {
    outgoing.writeHead(421).end();
    return;
  }
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > bodyBytesMax) throw new Error('request too large');
    chunks.push(chunk);
  }
  const answer = await handle({
    method: incoming.method ?? 'GET',
    url: new URL(incoming.url ?? '/', `http://${host}`),
    headers: incoming.headers,
    body: Buffer.concat(chunks).toString('utf8'),
  });
  if (!answer) {
    incoming.socket.destroy();
    return;
  }
  const text = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body);
  outgoing.writeHead(answer.status, {
    'content-type': `${answer.contentType ?? 'application/json'}; charset=utf-8`,
    'x-content-type-options': 'nosniff',
  });
  outgoing.end(text);
}

/** Faults waiting for their request, in order. */
export function createFaults() {
  const waiting: Fault[] = [];
  return {
    failNext(fault: Fault, times = 1): void {
      for (let count = 0; count < times; count += 1) waiting.push(fault);
    },
    next(): Fault | null {
      return waiting.shift() ?? null;
    },
  };
}

export interface PushRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The platform hangs up after this. */
  readonly answerTimeoutMs: number;
  readonly attemptsMax: number;
}

export interface PushResult {
  readonly attempts: number;
  /** Null when no attempt was answered in time. */
  readonly status: number | null;
  readonly body: string;
}

/** Delivers to our server as a platform does: again and again with the same content until it is answered in time. */
export async function push(build: () => PushRequest): Promise<PushResult> {
  let attempts = 0;
  for (;;) {
    const request = build();
    attempts += 1;
    try {
      const response = await fetch(request.url, {
        method: 'POST',
        headers: request.headers,
        body: request.body,
        redirect: 'error',
        signal: AbortSignal.timeout(request.answerTimeoutMs),
      });
      const body = await response.text();
      if (response.status < 500 || attempts >= request.attemptsMax) return { attempts, status: response.status, body };
    } catch {
      if (attempts >= request.attemptsMax) return { attempts, status: null, body: '' };
    }
  }
}

/** What is on the phones of all simulated users. Bounded: a demonstration left running must not fill the memory. */
export function createPhones(linesMax = 200) {
  const phones = new Map<string, PhoneLine[]>();
  return {
    add(user: string, from: PhoneLine['from'], text: string, atMs: number): void {
      const lines = phones.get(user) ?? [];
      phones.set(user, [...lines, { from, text, at: new Date(atMs).toISOString() }].slice(-linesMax));
    },
    of(user: string): readonly PhoneLine[] {
      return phones.get(user) ?? [];
    },
    all(): Readonly<Record<string, readonly PhoneLine[]>> {
      return Object.fromEntries(phones);
    },
  };
}
