import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Installation } from './installation.ts';

/** A token for a program, put where the page would have put it. */
export async function makeToken(on: Installation, permissions: readonly string[]): Promise<string> {
  const token = `rmt_${randomBytes(32).toString('base64url')}`;
  await on.sql(
    `INSERT INTO staff_tokens (hospital_id, name, token_hash, permissions, created_by, expires_at)
     SELECT hospital_id, 'trial', $1, $2, $3, now() + interval '1 day' FROM hospital_hospitals LIMIT 1`,
    [createHash('sha256').update(token).digest(), permissions, randomUUID()],
  );
  return token;
}

export interface Answered {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: trials look into answers of every shape
  readonly body: any;
}

/** One call with a token. Throws when the connection breaks: the caller then knows nothing. */
export async function call(
  base: string,
  token: string,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answered> {
  const isForm = body instanceof FormData;
  const response = await fetch(`${base}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined || isForm ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    body: response.headers.get('content-type')?.includes('json') ? JSON.parse(text) : text,
  };
}
