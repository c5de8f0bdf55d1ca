import { join } from 'node:path';
import type { Config } from '../config.ts';
import type { Log } from '../log.ts';
import { createDatabase, type Database } from './database.ts';
import { appRole, joinEmbeddedDatabase, type RunningDatabase } from './embedded.ts';
import { migrate } from './migrate.ts';

export interface Connected {
  readonly db: Database;
  readonly address: RunningDatabase;
  close(): Promise<void>;
}

/** Finds or starts the database, brings its schema up to date and opens the application's pool. */
export async function connectDatabase(config: Config, log: Log, connectionsMax?: number): Promise<Connected> {
  const address = config.databaseUrl ? externalDatabase(config.databaseUrl) : await joinEmbeddedDatabase(config, log);
  try {
    const applied = await migrate(
      address.owner,
      join(config.projectDir, 'migrations'),
      config.databaseUrl ? null : config.secrets.databasePassword,
    );
    if (applied.length > 0) log.info({ applied }, 'database schema brought up to date');
    const db = createDatabase(address.app, log, connectionsMax);
    return {
      db,
      address,
      close: async () => {
        await db.close();
        await address.release();
      },
    };
  } catch (error) {
    await address.release();
    throw error;
  }
}

function externalDatabase(url: string): RunningDatabase {
  return {
    owner: { connectionString: url },
    app: { connectionString: url, options: `-c role=${appRole}` },
    release: async () => undefined,
  };
}
