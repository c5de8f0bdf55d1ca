import { hash, verify } from '@node-rs/argon2';
import { betterAuth } from 'better-auth';
import { isAPIError } from 'better-auth/api';
import { twoFactor, username } from 'better-auth/plugins';
import { Kysely, PostgresDialect, type PostgresPool, type PostgresPoolClient } from 'kysely';
import pg from 'pg';
import { uuidv7 } from '#kernel/ids.ts';
import { fault, type Refusal, refuse } from '#kernel/refusal.ts';
import type { Config } from '#platform/config.ts';
import type { Tools } from '#platform/tools.ts';
import { passwordLengthMax, passwordLengthMin } from './rules/password.ts';

/** What of a request signing in depends on. */
export interface Client {
  readonly cookie: string;
  readonly address: string;
  readonly browser: string;
}

/** A person with a session, before a hospital is chosen. */
export interface SignedIn {
  readonly userId: string;
  readonly sessionId: string;
  readonly username: string;
  readonly displayName: string;
  readonly hasSecondFactor: boolean;
  readonly mustChangePassword: boolean;
}

/** Cookies to set on the answer, and what came of it. */
export interface WithCookies<Value> {
  readonly cookies: readonly string[];
  readonly value: Value;
}

/** Passwords, sessions and second factors: better-auth behind names of our own. Its HTTP handler is never mounted. */
export interface SignIn {
  /** Twelve hours from now on; the cookies to set. */
  prolongSession(client: Client): Promise<readonly string[]>;
  withPassword(
    client: Client,
    username: string,
    password: string,
  ): Promise<WithCookies<'signed_in' | 'second_factor_needed'> | Refusal>;
  /** The person whose sign-in this finished, and the token of the session it opened. */
  withCode(
    client: Client,
    code: string,
    trustDevice: boolean,
  ): Promise<WithCookies<{ userId: string; token: string }> | Refusal>;
  signOut(client: Client): Promise<WithCookies<null>>;
  changePassword(client: Client, current: string, next: string): Promise<WithCookies<null> | Refusal>;
  checkPassword(client: Client, password: string): Promise<boolean>;
  enrol(client: Client, password: string): Promise<{ otpauthUri: string; backupCodes: string[] } | Refusal>;
  confirm(client: Client, code: string): Promise<WithCookies<null> | Refusal>;
  remove(client: Client, password: string): Promise<WithCookies<null> | Refusal>;
}

export const sessionHours = 12;
/** A session is prolonged when it was not for so long: not every request writes. */
export const refreshMinutes = 10;
const trustDays = 30;
const secondFactorAttemptsMax = 10;
const secondFactorPauseSeconds = 900;

/** Argon2id, 19 MiB, two passes: the parameters recommended for servers; about 30 ms here. */
export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFKC'), { memoryCost: 19_456, timeCost: 2, parallelism: 1 });
}

export function createSignIn(tools: Tools): SignIn {
  const { api } = openAuth(tools);
  return {
    async prolongSession(client) {
      const { headers } = await api.getSession({ headers: headersOf(client), returnHeaders: true });
      return headers?.getSetCookie() ?? [];
    },

    withPassword: (client, name, password) =>
      refusing(async () => {
        const body = { username: name, password };
        const { response, headers } = await api.signInUsername({
          body,
          headers: headersOf(client),
          returnHeaders: true,
        });
        return withCookies(headers, 'twoFactorRedirect' in response ? 'second_factor_needed' : 'signed_in');
      }),

    withCode: (client, code, trustDevice) =>
      refusing(async () => {
        // A leftover session must not stand in for the password of this sign-in.
        const headers = headersOf(withoutSession(client));
        const request = { body: { code: code.trim(), trustDevice }, headers, returnHeaders: true } as const;
        const isTotp = /^\d{6}$/.test(code.trim());
        const answer = isTotp ? await api.verifyTOTP(request) : await api.verifyBackupCode(request);
        return withCookies(answer.headers, { userId: answer.response.user.id, token: answer.response.token ?? '' });
      }),

    async signOut(client) {
      const { headers } = await api.signOut({ headers: headersOf(client), returnHeaders: true });
      return withCookies(headers, null);
    },

    changePassword: (client, currentPassword, newPassword) =>
      refusing(async () => {
        const body = { currentPassword, newPassword, revokeOtherSessions: true };
        const { headers } = await api.changePassword({ body, headers: headersOf(client), returnHeaders: true });
        return withCookies(headers, null);
      }),

    async checkPassword(client, password) {
      const checked = await refusing(() => api.verifyPassword({ body: { password }, headers: headersOf(client) }));
      return 'status' in checked && checked.status;
    },

    enrol: (client, password) =>
      refusing(async () => {
        const answer = await api.enableTwoFactor({ body: { password, method: 'totp' }, headers: headersOf(client) });
        if (answer.method !== 'totp') throw fault('asked for an authenticator, got something else');
        return { otpauthUri: answer.totpURI.replaceAll('%40renmai.invalid', ''), backupCodes: answer.backupCodes };
      }),

    confirm: (client, code) =>
      refusing(async () => {
        const { headers } = await api.verifyTOTP({ body: { code }, headers: headersOf(client), returnHeaders: true });
        return withCookies(headers, null);
      }),

    remove: (client, password) =>
      refusing(async () => {
        const request = { body: { password }, headers: headersOf(client), returnHeaders: true } as const;
        return withCookies((await api.disableTwoFactor(request)).headers, null);
      }),
  };
}

/** Everything of the library that is decided: where rows lie, how long sessions last, how passwords are hashed; no mail, no telemetry. */
function openAuth({ db, config }: Tools) {
  return betterAuth({
    appName: '仁脉 Renmai',
    baseURL: config.publicUrl ?? `http://${config.host}:${config.port}`,
    secret: config.secrets.sessionKey.toString('base64'),
    telemetry: { enabled: false },
    // Its messages may name persons; outcomes are audited by the actions instead.
    logger: { disabled: true },
    database: { db: new Kysely({ dialect: new PostgresDialect({ pool: datesAsDates(db.shared) }) }), type: 'postgres' },
    rateLimit: { enabled: false },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: passwordLengthMin,
      maxPasswordLength: passwordLengthMax,
      password: {
        hash: hashPassword,
        verify: ({ hash: kept, password }) => verify(kept, password.normalize('NFKC')),
      },
    },
    session: {
      modelName: 'staff_sessions',
      fields: {
        userId: 'user_id',
        expiresAt: 'expires_at',
        createdAt: 'created_at',
        updatedAt: 'updated_at',
        ipAddress: 'ip_address',
        userAgent: 'user_agent',
      },
      expiresIn: sessionHours * 3600,
      updateAge: refreshMinutes * 60,
      freshAge: 0,
      // Every request asks the database: a revoked session ends with the next request.
      cookieCache: { enabled: false },
    },
    user: {
      modelName: 'staff_users',
      fields: { emailVerified: 'email_verified', createdAt: 'created_at', updatedAt: 'updated_at' },
      additionalFields: {
        mustChangePassword: { type: 'boolean', required: false, input: false, fieldName: 'must_change_password' },
      },
    },
    account: {
      modelName: 'staff_credentials',
      fields: {
        userId: 'user_id',
        providerId: 'provider_id',
        accountId: 'account_id',
        accessToken: 'access_token',
        refreshToken: 'refresh_token',
        idToken: 'id_token',
        accessTokenExpiresAt: 'access_token_expires_at',
        refreshTokenExpiresAt: 'refresh_token_expires_at',
        createdAt: 'created_at',
        updatedAt: 'updated_at',
      },
    },
    verification: {
      modelName: 'staff_verifications',
      fields: { expiresAt: 'expires_at', createdAt: 'created_at', updatedAt: 'updated_at' },
    },
    advanced: {
      cookiePrefix: 'renmai',
      useSecureCookies: isHttps(config),
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax' },
      ipAddress: { ipAddressHeaders: [addressHeader] },
      database: { generateId: () => uuidv7(Date.now()) },
    },
    plugins: [
      username({
        minUsernameLength: 1,
        maxUsernameLength: 40,
        displayUsername: false,
        // What may be created is decided where accounts are created; here any text is just a name that exists or not.
        usernameValidator: () => true,
      }),
      twoFactor({
        issuer: '仁脉 Renmai',
        trustDeviceMaxAge: trustDays * 86_400,
        accountLockout: { maxFailedAttempts: secondFactorAttemptsMax, durationSeconds: secondFactorPauseSeconds },
        schema: {
          user: { fields: { twoFactorEnabled: 'two_factor_enabled' } },
          twoFactor: {
            modelName: 'staff_second_factors',
            fields: {
              userId: 'user_id',
              backupCodes: 'backup_codes',
              failedVerificationCount: 'failed_verification_count',
              lockedUntil: 'locked_until',
            },
          },
        },
      }),
    ],
  });
}

const addressHeader = 'x-renmai-address';

function headersOf(client: Client): Headers {
  return new Headers({ cookie: client.cookie, 'user-agent': client.browser, [addressHeader]: client.address });
}

function withoutSession(client: Client): Client {
  const kept = client.cookie.split(/;\s*/).filter((pair) => !/^(__Secure-)?renmai\.session_token=/.test(pair));
  return { ...client, cookie: kept.join('; ') };
}

export function isHttps(config: Config): boolean {
  return config.publicUrl?.startsWith('https:') ?? false;
}

function withCookies<Value>(headers: Headers | null | undefined, value: Value): WithCookies<Value> {
  return { cookies: headers?.getSetCookie() ?? [], value };
}

/** Codes of the library that a person can do something about; all others are faults. */
const refusalOf: Readonly<Record<string, () => Refusal>> = {
  INVALID_USERNAME_OR_PASSWORD: () => refuse('staff.wrong-credentials'),
  INVALID_USERNAME: () => refuse('staff.wrong-credentials'),
  USERNAME_TOO_SHORT: () => refuse('staff.wrong-credentials'),
  USERNAME_TOO_LONG: () => refuse('staff.wrong-credentials'),
  INVALID_PASSWORD: () => refuse('staff.wrong-credentials'),
  PASSWORD_TOO_SHORT: () => refuse('staff.password-too-weak'),
  PASSWORD_TOO_LONG: () => refuse('staff.password-too-weak'),
  INVALID_CODE: () => refuse('staff.wrong-code'),
  INVALID_BACKUP_CODE: () => refuse('staff.wrong-code'),
  TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE: () => refuse('staff.sign-in-expired'),
  INVALID_TWO_FACTOR_COOKIE: () => refuse('staff.sign-in-expired'),
  ACCOUNT_TEMPORARILY_LOCKED: () => refuse('staff.locked-out', { seconds: secondFactorPauseSeconds }),
  TOTP_ALREADY_ENABLED: () => refuse('staff.second-factor-present'),
  TOTP_NOT_ENABLED: () => refuse('staff.second-factor-absent'),
  BACKUP_CODES_NOT_ENABLED: () => refuse('staff.second-factor-absent'),
  UNAUTHORIZED: () => refuse('platform.signed-out'),
};

async function refusing<Value>(work: () => Promise<Value>): Promise<Value | Refusal> {
  try {
    return await work();
  } catch (error) {
    if (!isAPIError(error)) throw error;
    const code = (error.body as { code?: string } | undefined)?.code ?? '';
    const refusal = refusalOf[code];
    if (refusal) return refusal();
    throw fault('signing in broke', { code });
  }
}

/**
 * The library wants JavaScript dates where the rest of the product reads instants as numbers: the same pool, with the driver's own
 * parsers for its queries.
 */
function datesAsDates(pool: pg.Pool): PostgresPool {
  const types = {
    getTypeParser: (oid: number, format?: 'text' | 'binary') =>
      oid === pg.types.builtins.TIMESTAMPTZ
        ? (text: string) => new Date(text)
        : pg.types.getTypeParser(oid as (typeof pg.types.builtins)['INT4'], format as 'text'),
  };
  return {
    options: {},
    async connect() {
      const client = await pool.connect();
      const { processID } = client as { processID?: number };
      return {
        ...(processID === undefined ? {} : { processID }),
        query: (text: string, values: readonly unknown[]) => client.query({ text, values: [...values], types }),
        release: (destroy?: boolean) => client.release(destroy),
      } as unknown as PostgresPoolClient;
    },
    end: async () => undefined,
  };
}
