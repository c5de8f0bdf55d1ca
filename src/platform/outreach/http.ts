import type { DeliveryResult } from './contract.ts';

/** Reaches a provider. Injectable so that a test can count calls; the product uses the global `fetch`. */
export type Fetch = typeof fetch;

export interface JsonCall {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
}

export type JsonAnswer =
  | { readonly outcome: 'answered'; readonly body: Readonly<Record<string, unknown>> }
  | Extract<DeliveryResult, { outcome: 'retryLater' }>;

const answerBytesMax = 64 * 1024;

/**
 * One request that expects a JSON object. What the network or a broken provider does becomes `retryLater`; nothing is thrown.
 * Error texts are dropped: they contain the URL, and WeChat puts the access token there.
 */
export async function callJson(fetchLike: Fetch, call: JsonCall): Promise<JsonAnswer> {
  const timeout = AbortSignal.timeout(call.timeoutMs);
  const signal = call.signal ? AbortSignal.any([call.signal, timeout]) : timeout;
  if (call.signal?.aborted) return later('outreach.cancelled', 0, false);
  let status: number;
  let text: string | null;
  try {
    const response = await fetchLike(call.url, {
      method: call.method,
      headers: call.headers ?? {},
      body: call.body ?? null,
      // A redirect would carry credentials to whoever the answer names.
      redirect: 'error',
      signal,
    });
    status = response.status;
    text = await readText(response);
  } catch (error) {
    if (call.signal?.aborted) return later('outreach.cancelled', 0, true);
    if (timeout.aborted) return later('outreach.timed-out', 60, true);
    return later('outreach.unreachable', 60, !neverConnected(error));
  }
  // 5xx may come from a gateway in front of a provider that did accept the message.
  if (status >= 500) return later('outreach.provider-down', 60, true, `http-${status}`);
  if (status === 429) return later('outreach.rate-limited', 60, false, 'http-429');
  const body = text === null ? null : parseObject(text);
  return body
    ? { outcome: 'answered', body }
    : later('outreach.provider-answer-unreadable', 300, true, `http-${status}`);
}

export function later(
  reason: Extract<DeliveryResult, { outcome: 'retryLater' }>['reason'],
  afterSeconds: number,
  mayHaveArrived: boolean,
  providerCode: string | null = null,
): Extract<DeliveryResult, { outcome: 'retryLater' }> {
  return { outcome: 'retryLater', reason, afterSeconds, mayHaveArrived, providerCode };
}

export function failed(
  reason: Extract<DeliveryResult, { outcome: 'failed' }>['reason'],
  providerCode: string | null = null,
): Extract<DeliveryResult, { outcome: 'failed' }> {
  return { outcome: 'failed', reason, providerCode };
}

/** The whole body, or null when it is larger than any answer of the protocol. */
async function readText(response: Response): Promise<string | null> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > answerBytesMax) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

/** Refused or unresolved: the request cannot have reached anybody. */
function neverConnected(error: unknown): boolean {
  const code = (error as { cause?: { code?: unknown } }).cause?.code;
  return code === 'ECONNREFUSED' || code === 'ENOTFOUND' || code === 'EAI_AGAIN';
}
