import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Tools } from '#platform/tools.ts';
import { type Client, isHttps, refreshMinutes, type SignedIn, type SignIn, sessionHours } from './sign-in.ts';
import type { Membership } from './store.ts';

/** Who a request comes from: the person, and the accounts among which a hospital is chosen. */
export interface Presence {
  readonly signedIn: SignedIn;
  readonly memberships: readonly Membership[];
  /** Set when the session was prolonged. */
  readonly cookies: readonly string[];
}

interface PresenceRow extends Membership {
  readonly session_id: string;
  readonly expires_at: number;
  readonly user_id: string;
  readonly username: string;
  readonly user_name: string;
  readonly two_factor_enabled: boolean;
  readonly must_change_password: boolean;
}

/**
 * The question every request asks, in one statement. The library answers it in three and prolongs sessions; so it is asked only when a
 * session is due to be prolonged. Nothing is remembered between requests.
 */
export async function readPresence(tools: Tools, signIn: SignIn, client: Client): Promise<Presence | null> {
  const token = sessionToken(client.cookie, tools);
  if (token === null) return null;
  const { rows } = await tools.db.shared.query<PresenceRow>({
    name: 'staff-presence',
    text: 'SELECT * FROM staff_presence_of($1)',
    values: [token],
  });
  const first = rows[0];
  if (!first) return null;
  const prolonged = isDue(first.expires_at) ? await signIn.prolongSession(client) : null;
  return {
    signedIn: {
      userId: first.user_id,
      sessionId: first.session_id,
      username: first.username,
      displayName: first.user_name,
      hasSecondFactor: first.two_factor_enabled,
      mustChangePassword: first.must_change_password,
    },
    memberships: rows.filter((row) => row.hospital_id !== null),
    cookies: prolonged ?? [],
  };
}

function isDue(expiresAt: number): boolean {
  return expiresAt - sessionHours * 3_600_000 + refreshMinutes * 60_000 <= Date.now();
}

/** The token of the session cookie: `token.signature`, URL-encoded, HMAC-SHA256 with the session key, as the library sets it. */
function sessionToken(cookies: string, { config }: Tools): string | null {
  const name = `${isHttps(config) ? '__Secure-' : ''}renmai.session_token=`;
  const pair = cookies.split(/;\s*/).find((one) => one.startsWith(name));
  if (!pair) return null;
  const value = decoded(pair.slice(name.length));
  const dot = value.lastIndexOf('.');
  if (dot < 1) return null;
  const token = value.slice(0, dot);
  const wanted = createHmac('sha256', config.secrets.sessionKey.toString('base64')).update(token).digest();
  const given = Buffer.from(value.slice(dot + 1), 'base64');
  return given.length === wanted.length && timingSafeEqual(given, wanted) ? token : null;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}
