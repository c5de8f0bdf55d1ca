import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import type { Instant } from '#kernel/day.ts';
import type { AccountId, HospitalId } from '#kernel/ids.ts';
import { uuidv7 } from '#kernel/ids.ts';
import type { Actor, Role } from '#modules/staff/index.ts';
import { type Config, readConfig } from '#platform/config.ts';
import { createFieldCipher } from '#platform/crypto/field-cipher.ts';
import { createDatabase } from '#platform/db/database.ts';
import { type DatabaseAddress, joinEmbeddedDatabase } from '#platform/db/embedded.ts';
import { createLog } from '#platform/log.ts';
import type { Tools } from '#platform/tools.ts';

/** A database of its own, one hospital in it, a clock that stands still until told. */
export interface World {
  readonly tools: Tools;
  readonly hospitalId: HospitalId;
  readonly address: DatabaseAddress;
  /** Somebody with the given roles, acting in the hospital. */
  actor(...roles: Role[]): Actor;
  setNow(iso: string): void;
  /** Statements as the owner: row-level security does not apply. */
  sql<Row extends pg.QueryResultRow>(text: string, parameters?: unknown[]): Promise<Row[]>;
  end(): Promise<void>;
}

/** Call in `beforeAll`/`beforeEach`; call `end` after. */
export async function createWorld(start = '2026-10-15T09:00:00+08:00'): Promise<World> {
  const config: Config = readConfig({ RENMAI_DATA: inject('databaseDir'), RENMAI_LOG: 'error' });
  const log = createLog(config.logLevel);
  const server = await joinEmbeddedDatabase(config, log);
  const name = `test_${randomBytes(8).toString('hex')}`;
  const maintenance = new pg.Pool({ ...server.owner, database: 'postgres', max: 1 });
  await maintenance.query(`CREATE DATABASE ${name} TEMPLATE renmai_template`);
  await maintenance.query(`GRANT TEMPORARY ON DATABASE ${name} TO renmai_app`);
  const address = { owner: { ...server.owner, database: name }, app: { ...server.app, database: name } };
  const db = createDatabase(address.app, log, 10);
  const owner = new pg.Pool({ ...address.owner, max: 2 });
  // Dropping the database cuts idle connections: not an error here.
  owner.on('error', () => undefined);
  let now = Date.parse(start) as Instant;
  const tools: Tools = { db, log, config, cipher: createFieldCipher(config.secrets), now: () => now };
  const { rows } = await owner.query<{ hospital_id: HospitalId }>(
    `INSERT INTO hospital_hospitals (name, division_code) VALUES ('测试医院', '430121') RETURNING hospital_id`,
  );
  const hospitalId = rows[0]!.hospital_id;
  return {
    tools,
    hospitalId,
    address,
    actor: (...roles) => ({
      hospitalId,
      accountId: uuidv7(now) as AccountId,
      displayName: '测试员',
      roles,
      departments: [],
      fromAddress: '127.0.0.1',
      via: 'web',
    }),
    setNow: (iso) => {
      now = Date.parse(iso) as Instant;
    },
    sql: async <Row extends pg.QueryResultRow>(text: string, parameters: unknown[] = []) =>
      (await owner.query<Row>(text, parameters)).rows,
    async end() {
      await db.close();
      await owner.end();
      await maintenance.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      await maintenance.end();
      await server.release();
    },
  };
}
