import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { fault } from '#kernel/refusal.ts';
import { appRole } from './embedded.ts';

const migrationLock = 7_263_002;

/**
 * Applies the migrations not yet applied, in the order of their names, each in a transaction of its own. Forward only: a file that was
 * applied and then edited is a fault. Several processes may call this at once.
 * @returns the names applied now
 */
export async function migrate(
  owner: pg.ClientConfig,
  migrationsDir: string,
  appPassword: string | null,
): Promise<string[]> {
  const client = new pg.Client(owner);
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [migrationLock]);
    await ensureAppRole(client, appPassword);
    await client.query(`CREATE TABLE IF NOT EXISTS platform_migrations (
      name text PRIMARY KEY, checksum text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())`);
    const { rows } = await client.query<{ name: string; checksum: string }>(
      'SELECT name, checksum FROM platform_migrations',
    );
    const applied = new Map(rows.map((row) => [row.name, row.checksum]));
    const now: string[] = [];
    for (const name of readdirSync(migrationsDir)
      .filter((file) => file.endsWith('.sql'))
      .sort()) {
      const sql = readFileSync(join(migrationsDir, name), 'utf8');
      const checksum = createHash('sha256').update(sql).digest('hex');
      const known = applied.get(name);
      if (known === checksum) continue;
      if (known) throw fault('a migration was edited after it had been applied', { name });
      await applyOne(client, name, sql, checksum);
      now.push(name);
    }
    return now;
  } finally {
    await client.end();
  }
}

async function applyOne(client: pg.Client, name: string, sql: string, checksum: string): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query(sql);
    await client.query('INSERT INTO platform_migrations (name, checksum) VALUES ($1, $2)', [name, checksum]);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw fault(`migration ${name} failed: ${(error as Error).message}`, { name });
  }
}

/** The application's role owns nothing and cannot bypass row-level security. With an external database it has no login: sessions switch to it. */
async function ensureAppRole(client: pg.Client, password: string | null): Promise<void> {
  const { rowCount } = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [appRole]);
  if (!rowCount) {
    await client.query(`CREATE ROLE ${appRole} NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS`);
    if (password === null) await client.query(`GRANT ${appRole} TO CURRENT_USER`);
  }
  if (password !== null) await client.query(`ALTER ROLE ${appRole} LOGIN PASSWORD ${client.escapeLiteral(password)}`);
}
