/**
 * A million episodes settled end to end: read, decide, clear, write lines with traces, freeze, recalculate independently, book the ledger,
 * make payouts. Uses a data folder of its own that is removed afterwards: `node test/bench/settle-million.ts [episodes]`.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { Month } from '#kernel/day.ts';
import type { AccountId } from '#kernel/ids.ts';
import { uuidv7 } from '#kernel/ids.ts';
import { isRefusal } from '#kernel/refusal.ts';
import type { Actor, Role } from '#modules/staff/index.ts';

const episodes = Number(process.argv[2] ?? 1_000_000);
const dir = mkdtempSync(join(tmpdir(), 'renmai-bench-'));
process.env['RENMAI_DATA'] = dir;
const { openInstallation } = await import('#app/open.ts');
const { initHospital } = await import('#modules/hospital/index.ts');
const { ensureBundledPlans, runSettlement } = await import('#modules/incentives/index.ts');
const { signSettlement } = await import('../../src/modules/incentives/actions/sign-settlement.ts');
const { recalculateSettlement } = await import('../../src/modules/incentives/actions/recalculate.ts');
const { moneyProof } = await import('#testing/money-proof.ts');

const opened = await openInstallation({ logLevel: 'error' });
const { tools, connected } = opened;
const seconds: [string, number][] = [];

async function timed<Value>(what: string, work: () => Promise<Value>): Promise<Value> {
  const begin = performance.now();
  const value = await work();
  if (isRefusal(value)) throw new Error(`${what}: ${value.code} ${JSON.stringify(value.facts)}`);
  seconds.push([what, (performance.now() - begin) / 1000]);
  process.stdout.write(`${what}: ${seconds.at(-1)![1].toFixed(1)} s\n`);
  return value;
}

try {
  const made = await initHospital(tools, { name: '测试医院', divisionCode: '430121' });
  if (isRefusal(made)) throw new Error(made.code);
  const id = made.hospital.hospitalId;
  const person = (role: Role): Actor => ({
    hospitalId: id,
    accountId: uuidv7(Date.now()) as AccountId,
    displayName: role,
    roles: [role],
    departments: [],
    fromAddress: null,
    via: 'command line',
  });
  const owner = new pg.Pool({ ...connected.address.owner, max: 1 });
  await timed(`${episodes} episodes with ${episodes * 2} charges made`, async () => {
    await owner.query(
      `INSERT INTO visit_episodes (hospital_id, episode_no, record_no, patient_name, sex, birth_date, kind, department, doctor, admitted_by, registered_at,
         discharged_at, settled_at, procedure_class, payment_kind)
       SELECT $1, 'E' || lpad(n::text, 8, '0'), 'P' || n / 2, '测试患者', 'male', '1980-01-01',
         (ARRAY['outpatient', 'outpatient', 'outpatient', 'inpatient', 'exam', 'checkup'])[1 + n % 6],
         (ARRAY['呼吸内科', '骨科', '普外科', '妇产科', '体检中心', '眼科'])[1 + n % 6], '赵医生', '钱医生', t, t, t,
         CASE WHEN n % 6 = 3 THEN 'open' ELSE 'none' END, (ARRAY['self_pay', 'self_pay', 'insured', NULL])[1 + n % 4]
       FROM generate_series(1, $2::int) AS n, LATERAL (SELECT '2026-09-01T08:00:00+08:00'::timestamptz + make_interval(secs => n * 2500000.0 / $2) AS t) AS at`,
      [id, episodes],
    );
    await owner.query(
      `INSERT INTO visit_charges (hospital_id, episode_no, line_no, category, item_code, amount_fen)
       SELECT $1, 'E' || lpad(n::text, 8, '0'), c::text, (ARRAY['treatment', 'drug'])[c], NULL, 10000 + n % 50000
       FROM generate_series(1, $2::int) AS n, generate_series(1, 2) AS c`,
      [id, episodes],
    );
    await owner.query('ANALYZE visit_episodes, visit_charges');
  });
  await ensureBundledPlans(tools, person('president'));
  const before = performance.now();
  const run = await timed('settled: read, decided, cleared, lines written', () =>
    runSettlement(tools, person('info_officer'), { month: '2026-09' as Month, planId: 'plan-l' }),
  );
  if (isRefusal(run)) throw new Error(run.code);
  const { settlementId } = run;
  const sign = async (role: Role, step: Parameters<typeof signSettlement>[2]['step'], department?: string) => {
    const { rows } = await owner.query<{ version: number }>('SELECT version FROM incentive_settlements');
    return signSettlement(
      tools,
      { ...person(role), departments: department ? [department] : [] },
      {
        settlementId,
        step,
        version: rows[0]!.version,
        comment: null,
        decision: 'signed',
        ...(department ? { department } : {}),
      },
    );
  };
  await timed('compiled', () => sign('info_officer', 'compile'));
  await timed('countersigned, lines frozen', () => sign('relationship_officer', 'countersign'));
  const { rows: parts } = await owner.query<{ department: string }>('SELECT department FROM incentive_departments');
  await timed('departments verified', async () => {
    for (const { department } of parts) {
      const signed = await sign('dept_head', 'verify', department);
      if (isRefusal(signed)) return signed;
    }
    return null;
  });
  const recalculated = await timed('recalculated from data and from traces', () =>
    recalculateSettlement(tools, person('finance'), settlementId),
  );
  await timed('recalculation signed', () => sign('finance', 'recalculate'));
  await timed('first approval', () => sign('vice_president', 'approve_first'));
  await timed('second approval: ledger and payouts booked', () => sign('president', 'approve_second'));
  const total = (performance.now() - before) / 1000;
  const sql = async <Row extends pg.QueryResultRow>(text: string, parameters: unknown[] = []) =>
    (await owner.query<Row>(text, parameters)).rows;
  await owner.query('ANALYZE');
  const broken = await timed('money proof', () => moneyProof(sql));
  const engine = seconds.find(([what]) => what.startsWith('settled'))![1] + seconds.at(-2)![1];
  process.stdout.write(
    `${run.lines} lines of ${episodes} episodes; differences ${isRefusal(recalculated) ? '?' : recalculated.differencesCount}; ` +
      `run and booking ${engine.toFixed(1)} s, with all signatures ${total.toFixed(1)} s; money proof ${broken.length === 0 ? 'holds' : broken.join('; ')}\n`,
  );
  await owner.end();
} finally {
  await opened.close();
  const elsewhere = join(dir, 'database-home');
  if (existsSync(elsewhere)) rmSync(readFileSync(elsewhere, 'utf8').trim(), { recursive: true, force: true });
  rmSync(dir, { recursive: true, force: true });
}
