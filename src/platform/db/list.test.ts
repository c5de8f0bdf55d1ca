import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ListQuery, listQuery, type Page } from '#kernel/page.ts';
import { createWorld, type World } from '#testing/world.ts';
import { type ListSpec, readPage } from './list.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
  await world.sql(
    `INSERT INTO visit_episodes (hospital_id, episode_no, kind, department, registered_at, discharged_at)
     SELECT $1, 'E' || lpad(n::text, 3, '0'), 'outpatient', CASE WHEN n % 3 = 0 THEN '内科' ELSE '100%外科' END,
       '2026-10-01T00:00:00+08:00'::timestamptz + make_interval(hours => n / 2), CASE WHEN n % 5 = 0 THEN NULL ELSE '2026-10-02'::timestamptz + make_interval(hours => n % 7) END
     FROM generate_series(1, 100) AS n`,
    [world.hospitalId],
  );
});
afterAll(() => world.end());

const spec: ListSpec = {
  from: 'visit_episodes e',
  columns: 'e.episode_no',
  hospital: 'e.hospital_id',
  key: { sql: 'e.episode_no', type: 'text' },
  fields: {
    episodeNo: { sql: 'e.episode_no', type: 'text', sortable: true },
    registeredAt: { sql: 'e.registered_at', type: 'instant', sortable: true },
    dischargedAt: { sql: 'e.discharged_at', type: 'instant', sortable: true, nullable: true },
    department: { sql: 'e.department', type: 'text' },
  },
  defaultSort: '-registeredAt',
};

const read = (query: Partial<Record<keyof ListQuery, unknown>>) =>
  world.tools.db.read({ hospitalId: world.hospitalId }, (tx) =>
    readPage<{ episode_no: string }>(tx, spec, listQuery.parse(query)),
  );

async function readAll(query: Record<string, unknown>): Promise<string[]> {
  const found: string[] = [];
  let cursor: string | null = null;
  do {
    const page = (await read({ ...query, limit: 7, ...(cursor ? { cursor } : {}) })) as Page<{ episode_no: string }>;
    found.push(...page.items.map((row) => row.episode_no));
    cursor = page.nextCursor;
  } while (cursor);
  return found;
}

test.each(['registeredAt', '-registeredAt', 'dischargedAt', '-dischargedAt', 'episodeNo', '-episodeNo'])(
  'walking the pages sorted by %s shows every row once',
  async (sort) => {
    const walked = await readAll({ sort });
    expect(walked).toHaveLength(100);
    expect(new Set(walked).size).toBe(100);
  },
);

test('a day means the whole hospital-local day', async () => {
  expect(await readAll({ filter: 'registeredAt:eq:2026-10-01' })).toHaveLength(47);
  expect(await readAll({ filter: ['registeredAt:ge:2026-10-01', 'registeredAt:le:2026-10-01'] })).toHaveLength(47);
});

test('wildcards of the searched text are plain characters', async () => {
  expect(await readAll({ filter: 'department:contains:0%外' })).toHaveLength(67);
  expect(await readAll({ filter: 'department:contains:%' })).toHaveLength(67);
  expect(await readAll({ filter: 'department:contains:_' })).toHaveLength(0);
});

test('unknown fields, operators and foreign cursors are refused, not ignored', async () => {
  expect(await read({ filter: 'salary:eq:1' })).toMatchObject({ code: 'platform.unknown-filter' });
  expect(await read({ filter: 'registeredAt:eq:yesterday' })).toMatchObject({ code: 'platform.unknown-filter' });
  expect(await read({ sort: 'department' })).toMatchObject({ code: 'platform.unknown-sort' });
  expect(await read({ cursor: 'bm9uc2Vuc2U' })).toMatchObject({ code: 'platform.bad-cursor' });
});
