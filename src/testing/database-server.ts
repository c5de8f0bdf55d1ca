import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { readConfig } from '#platform/config.ts';
import { joinEmbeddedDatabase, type RunningDatabase } from '#platform/db/embedded.ts';
import { migrate } from '#platform/db/migrate.ts';
import { createLog } from '#platform/log.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    databaseDir: string;
  }
}

const templateName = 'renmai_template';

/** Vitest global set-up: one embedded server for the run, with a migrated template that every test database is copied from. */
export default async function setup(project: {
  provide(key: 'databaseDir', value: string): void;
}): Promise<() => Promise<void>> {
  const dir = mkdtempSync(join(tmpdir(), 'renmai-test-'));
  const config = readConfig({ RENMAI_DATA: dir });
  const server: RunningDatabase = await joinEmbeddedDatabase(config, createLog('error'));
  const owner = new pg.Client({ ...server.owner, database: 'postgres' });
  await owner.connect();
  // Tests trade durability for speed; trials that kill the server use their own.
  await owner.query('ALTER SYSTEM SET fsync = off');
  await owner.query('ALTER SYSTEM SET synchronous_commit = off');
  await owner.query('SELECT pg_reload_conf()');
  await owner.query(`CREATE DATABASE ${templateName}`);
  await migrate(
    { ...server.owner, database: templateName },
    join(config.projectDir, 'migrations'),
    config.secrets.databasePassword,
  );
  await owner.end();
  project.provide('databaseDir', dir);
  return async () => {
    await server.release();
    // Under root the cluster may live elsewhere: see database-home in joinEmbeddedDatabase.
    const elsewhere = join(dir, 'database-home');
    if (existsSync(elsewhere)) rmSync(readFileSync(elsewhere, 'utf8').trim(), { recursive: true, force: true });
    rmSync(dir, { recursive: true, force: true });
  };
}
