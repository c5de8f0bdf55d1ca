import { createHmac, randomBytes } from 'node:crypto';
import type { Tools } from '#platform/tools.ts';
import { type Client, isHttps, sessionHours } from './sign-in.ts';

const codeMinutes = 10;

/** Opens a session for a person whom the identity provider vouched for; the cookie to set. It reads like one of a password's. */
export async function openSession(tools: Tools, client: Client, userId: string): Promise<string> {
  const token = randomBytes(24).toString('base64url');
  await tools.db.shared.query(
    `INSERT INTO staff_sessions (id, token, user_id, expires_at, ip_address, user_agent)
     VALUES (renmai_id(), $1, $2, clock_timestamp() + make_interval(hours => $3), $4, $5)`,
    [token, userId, sessionHours, client.address, client.browser],
  );
  return cookie(tools, 'session_token', token, sessionHours * 3600);
}

/** Leaves the person before the question for the authenticator's code, as a right password does; the cookie to set. */
export async function askForCode(tools: Tools, userId: string): Promise<string> {
  const identifier = `2fa-${randomBytes(15).toString('base64url')}`;
  for (const [name, value] of [
    [identifier, userId],
    [`2fa-attempts-${identifier}`, '0'],
  ] as const)
    await tools.db.shared.query(
      `INSERT INTO staff_verifications (id, identifier, value, expires_at)
       VALUES (renmai_id(), $1, $2, clock_timestamp() + make_interval(mins => $3))`,
      [name, value, codeMinutes],
    );
  return cookie(tools, 'two_factor', identifier, codeMinutes * 60);
}

/** Signed as the library signs and reads its cookies: `value.HMAC-SHA256`, URL-encoded. */
function cookie({ config }: Tools, name: string, value: string, maxAgeSeconds: number): string {
  const signature = createHmac('sha256', config.secrets.sessionKey.toString('base64')).update(value).digest('base64');
  const isSecure = isHttps(config);
  const pair = `${isSecure ? '__Secure-' : ''}renmai.${name}=${encodeURIComponent(`${value}.${signature}`)}`;
  return `${pair}; Max-Age=${maxAgeSeconds}; Path=/; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`;
}
