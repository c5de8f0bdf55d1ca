import type { Instant } from '#kernel/day.ts';
import type { Config } from './config.ts';
import type { FieldCipher } from './crypto/field-cipher.ts';
import type { Database } from './db/database.ts';
import type { Log } from './log.ts';

/** What actions are given instead of reaching for globals. Tests pass a stopped clock and a throw-away database. */
export interface Tools {
  readonly db: Database;
  readonly log: Log;
  readonly config: Config;
  readonly cipher: FieldCipher;
  /** The present instant. Receipt times and other evidence come from the database's clock instead. */
  now(): Instant;
}
