import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, renameSync, unlinkSync, writeFileSync } from 'node:fs';
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
  /** The first data key of installations made before the key ring; null: the ring made its own. */
  readonly fieldKey: Buffer | null;
  /** Wraps the data keys: RENMAI_MASTER_KEY (32 bytes, base64), else `master.key` beside the secrets. */
  readonly masterKey: Buffer;
  /** `field-keys.json`: the wrapped data keys. */
  readonly keyRingFile: string;
  readonly secretsFile: string;
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
    secrets: readSecrets(env['RENMAI_SECRETS'] ?? join(dataDir, 'secrets.json'), env['RENMAI_MASTER_KEY']),
  };
}

function portOf(text: string | undefined): number {
  const port = Number(text ?? 8080);
  if (!Number.isInteger(port) || port < 0 || port > 65535)
    throw new Error('RENMAI_PORT must be a port number from 0 to 65535');
  return port;
}

interface SecretsFile {
  fieldKey?: string;
  lookupKey: string;
  sessionKey: string;
  databasePassword: string;
}

function readSecrets(file: string, masterKey: string | undefined): Secrets {
  const stored = JSON.parse(readOrCreate(file, newSecrets)) as SecretsFile;
  const besides = (name: string) => join(dirname(file), name);
  return {
    fieldKey: stored.fieldKey === undefined ? null : Buffer.from(stored.fieldKey, 'base64'),
    masterKey: masterKeyOf(masterKey ?? readOrCreate(besides('master.key'), newKey)),
    keyRingFile: besides('field-keys.json'),
    secretsFile: file,
    lookupKey: Buffer.from(stored.lookupKey, 'base64'),
    sessionKey: Buffer.from(stored.sessionKey, 'base64'),
    databasePassword: stored.databasePassword,
  };
}

function masterKeyOf(text: string): Buffer {
  const key = Buffer.from(text.trim(), 'base64');
  if (key.length !== 32) throw new Error('the master key must be 32 bytes in base64');
  return key;
}

function newKey(): string {
  return randomBytes(32).toString('base64');
}

function newSecrets(): string {
  const secrets: SecretsFile = {
    lookupKey: newKey(),
    sessionKey: newKey(),
    databasePassword: randomBytes(24).toString('hex'),
  };
  return JSON.stringify(secrets, null, 2);
}

/** A private file, made when absent. Two processes starting at once must end with one: the link appears whole, or another's was first. */
export function readOrCreate(file: string, make: () => string): string {
  if (!existsSync(file)) {
    const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
    writeFileSync(draft, make(), { flag: 'wx', mode: 0o600 });
    try {
      linkSync(draft, file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    } finally {
      unlinkSync(draft);
    }
  }
  return readFileSync(file, 'utf8');
}

/** The data key of before the ring is wrapped in it now: its bare copy goes. */
export function forgetFirstKey(secrets: Secrets): void {
  const { fieldKey, ...rest } = JSON.parse(readFileSync(secrets.secretsFile, 'utf8')) as SecretsFile;
  if (fieldKey === undefined) return;
  const draft = `${secrets.secretsFile}.${process.pid}.new`;
  writeFileSync(draft, JSON.stringify(rest, null, 2), { mode: 0o600, flush: true });
  renameSync(draft, secrets.secretsFile);
}
