import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { csvLine } from '#modules/samples/index.ts';
import type { Findings } from './consistency.ts';
import type { Installation } from './installation.ts';
import type { People, Person } from './people.ts';

const rows = 40;

/** A month of its own for every settlement that is signed to its end, the earliest first: 2025-01, 2025-02 … */
export function monthOfTurn(turn: number): string {
  return `${2025 + Math.floor(turn / 12)}-${String(1 + (turn % 12)).padStart(2, '0')}`;
}

/** Self-paying out-patients of the month, so that the lawful plan has lines that become payouts. */
export async function importMonth(on: Installation, dir: string, month: string): Promise<void> {
  const at = `${month}-10 09:00`;
  const episodes = [
    'episode_no,record_no,patient_name,sex,birth_date,kind,department,registered_at,settled_at,payment_kind\r\n',
  ];
  const charges = ['episode_no,line_no,category,amount,department\r\n'];
  for (let n = 0; n < rows; n++) {
    const no = `S${month}-${n}`;
    episodes.push(csvLine([no, `B${no}`, '张三', '男', '1980-01-01', 'outpatient', '骨科', at, at, 'self_pay']));
    charges.push(csvLine([no, '1', 'treatment', String(300 + n), '骨科']));
  }
  const paths = {
    episodes: join(dir, `signed-episodes-${month}.csv`),
    charges: join(dir, `signed-charges-${month}.csv`),
  };
  writeFileSync(paths.episodes, episodes.join(''));
  writeFileSync(paths.charges, charges.join(''));
  await on.run('import', 'episodes', paths.episodes);
  await on.run('import', 'charges', paths.charges);
}

/** From the job that computes the month to the president's approval, each step sent until it is answered. */
export async function settleAndSign(
  on: Installation,
  people: People,
  month: string,
  findings: Findings,
  untilJobEnded: (jobId: string) => Promise<void>,
): Promise<void> {
  const job = await people.officer.act('POST', '/api/incentives/settlements', { month, planId: 'plan-l' });
  if (job.status >= 300) return void findings.push(`settlement job refused: ${JSON.stringify(job.body)}`);
  await untilJobEnded(job.body.jobId);
  const settlement = async () => {
    const found = await on.sql<{ settlement_id: string; version: number; state: string }>(
      "SELECT settlement_id, version, state FROM incentive_settlements WHERE month = $1 AND plan_id = 'plan-l'",
      [month],
    );
    if (found.length !== 1) findings.push(`${found.length} settlements of ${month}`);
    return found[0];
  };
  const id = (await settlement())?.settlement_id;
  if (!id) return;
  const sign = async (person: Person, noun: string, more: object = {}) => {
    const { version } = (await settlement())!;
    const { status, body } = await person.act('POST', `/api/incentives/settlements/${id}/${noun}`, {
      version,
      comment: null,
      ...more,
    });
    if (status >= 300) findings.push(`${noun} of ${month}: ${status} ${JSON.stringify(body)}`);
  };
  await sign(people.officer, 'compilation');
  await sign(people.relations, 'countersignature');
  await sign(people.head, 'verifications', { department: '骨科' });
  const again = await people.finance.act('POST', `/api/incentives/settlements/${id}/recalculations`, {});
  if (again.status >= 300) findings.push(`recalculation of ${month}: ${JSON.stringify(again.body)}`);
  else await untilJobEnded(again.body.jobId);
  await sign(people.finance, 'recalculation-signature');
  await sign(people.vice, 'first-approval');
  await sign(people.president, 'second-approval');
  await checkApproved(on, id, month, findings);
}

async function checkApproved(on: Installation, id: string, month: string, findings: Findings): Promise<void> {
  const [found] = await on.sql<{ state: string; lines: number; signatures: number; accruals: number; payouts: number }>(
    `SELECT state, lines_count::int AS lines,
       (SELECT count(*)::int FROM incentive_signatures g WHERE g.settlement_id = s.settlement_id) AS signatures,
       (SELECT count(*)::int FROM incentive_ledger_transactions t WHERE t.settlement_id = s.settlement_id AND t.kind = 'accrual') AS accruals,
       (SELECT count(*)::int FROM incentive_payouts p WHERE p.settlement_id = s.settlement_id) AS payouts
     FROM incentive_settlements s WHERE settlement_id = $1`,
    [id],
  );
  const { state, lines, signatures, accruals, payouts } = found!;
  if (state !== 'approved' || signatures !== 6 || accruals !== 1 || payouts !== rows || lines < rows)
    findings.push(`settlement of ${month}: ${JSON.stringify(found)}`);
}
