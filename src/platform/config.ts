import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Everything the process takes from its surroundings, read once at start. Nothing else reads process.env. */
export interface Config {
  readonly projectDir: string;
  readonly dataDir: string;
  readonly host: string;
  readonly port: number;
  /** External PostgreSQL; absent: the embedded one under dataDir. */
  readonly databaseUrl: string | null;
  readonly logLevel: string;
  /** Address users type; needed behind a TLS proxy for cookies and callbacks. */
  readonly publicUrl: string | null;
  readonly timeZone: string;
  /** Lets a collector on another machine read `/metrics`; absent: only this machine may. */
  readonly metricsToken: string | null;
  readonly version: string;
  readonly outreach: { readonly wechatBaseUrl: string | null; readonly smsBaseUrl: string | null };
  /** Key material of this installation: 32 bytes each, kept in dataDir/secrets.json (mode 600) unless RENMAI_SECRETS names a file. */
  readonly secrets: Secrets;
}

export interface Secrets {
  readonly fieldKey: Buffer;
  readonly lookupKey: Buffer;
  readonly sessionKey: Buffer;
  readonly databasePassword: string;
}

export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const projectDir = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
  const dataDir = resolve(projectDir, env['RENMAI_DATA'] ?? 'data');
  mkdirSync(dataDir, { recursive: true });
  const { version } = JSON.parse(readFileSync(join(projectDir, 'package.json'), 'utf8')) as { version: string };
  return {
    projectDir,
    dataDir,
    host: env['RENMAI_HOST'] ?? '127.0.0.1',
    port: portOf(env['RENMAI_PORT']),
    databaseUrl: env['DATABASE_URL'] ?? null,
    logLevel: env['RENMAI_LOG'] ?? 'info',
    publicUrl: env['RENMAI_PUBLIC_URL'] ?? null,
    timeZone: env['RENMAI_TIME_ZONE'] ?? 'Asia/Shanghai',
    metricsToken: env['RENMAI_METRICS_TOKEN'] || null,
    version,
    outreach: { wechatBaseUrl: env['RENMAI_WECHAT_URL'] ?? null, smsBaseUrl: env['RENMAI_SMS_URL'] ?? null },
    secrets: readSecrets(env['RENMAI_SECRETS'] ?? join(dataDir, 'secrets.json')),
  };
}

function portOf(text: string | undefined): number {
  const port = Number(text ?? 8080);
  if (!Number.isInteger(port) || port < 0 || port > 65535)
    throw new Error('RENMAI_PORT must be a port number from 0 to 65535');
  return port;
}

interface SecretsFile {
  fieldKey: string;
  lookupKey: string;
  sessionKey: string;
  databasePassword: string;
}

function readSecrets(file: string): Secrets {
  if (!existsSync(file)) createSecrets(file);
  const stored = JSON.parse(readFileSync(file, 'utf8')) as SecretsFile;
  return {
    fieldKey: Buffer.from(stored.fieldKey, 'base64'),
    lookupKey: Buffer.from(stored.lookupKey, 'base64'),
    sessionKey: Buffer.from(stored.sessionKey, 'base64'),
    databasePassword: stored.databasePassword,
  };
}

function createSecrets(file: string): void {
  const key = () => randomBytes(32).toString('base64');
  const secrets: SecretsFile = {
    fieldKey: key(),
    lookupKey: key(),
    sessionKey: key(),
    databasePassword: randomBytes(24).toString('hex'),
  };
  try {
    // wx: two processes starting at once must end with one set of keys.
    writeFileSync(file, JSON.stringify(secrets, null, 2), { flag: 'wx', mode: 0o600 });
    chmodSync(file, 0o600);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}
