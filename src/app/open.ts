import type { Instant } from '#kernel/day.ts';
import { type Config, readConfig } from '#platform/config.ts';
import { createFieldCipher } from '#platform/crypto/field-cipher.ts';
import { type Connected, connectDatabase } from '#platform/db/connect.ts';
import { createLog } from '#platform/log.ts';
import type { Tools } from '#platform/tools.ts';

export interface Opened {
  readonly tools: Tools;
  readonly connected: Connected;
  close(): Promise<void>;
}

/** Opens an installation: configuration, database (started if needed), tools. The one composition root of server, worker and commands. */
export async function openInstallation(overrides: Partial<Pick<Config, 'logLevel' | 'port'>> = {}): Promise<Opened> {
  const config: Config = { ...readConfig(), ...overrides };
  const log = createLog(config.logLevel);
  const connected = await connectDatabase(config, log);
  const tools: Tools = {
    db: connected.db,
    log,
    config,
    cipher: createFieldCipher(config.secrets),
    now: () => Date.now() as Instant,
  };
  return { tools, connected, close: () => connected.close() };
}
