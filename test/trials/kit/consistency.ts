import { moneyProof } from '#testing/money-proof.ts';
import type { Installation } from './installation.ts';
import { type MarkedKind, markOf, markText } from './marked-files.ts';

/** What a trial found wrong, in words; empty means sound. */
export type Findings = string[];

/**
 * Whether the marked rows are wholly of one version.
 * @returns the version found; null when there are no rows yet
 */
export async function versionOf(
  on: Installation,
  kind: MarkedKind,
  rows: number,
  findings: Findings,
): Promise<number | null> {
  const { table, mark, key, prefix } = markOf[kind];
  const common = await on.sql<{ mark: string; count: number }>(
    `SELECT ${mark} AS mark, count(*)::int AS count FROM ${table} WHERE ${key} ~ '^${prefix}[0-9]+$' GROUP BY 1 ORDER BY 1`,
  );
  if (common.length > 1) findings.push(`${kind}: rows of several versions: ${JSON.stringify(common)}`);
  const [found] = common;
  if (!found) return null;
  if (found.count !== rows) findings.push(`${kind}: ${found.count} rows of ${rows}`);
  const version = Number(found.mark.replace(/\D/g, ''));
  const own = await on.sql<{ version: number; count: number }>(
    `SELECT substring(${key} from '^${prefix}([0-9]+)V')::int AS version, count(*)::int AS count FROM ${table}
     WHERE ${key} ~ '^${prefix}[0-9]+V' GROUP BY 1`,
  );
  const expected = Math.ceil(rows / 20);
  for (const { version: v, count } of own) {
    if (v > version) findings.push(`${kind}: rows of version ${v} beside the common rows of ${version}`);
    if (count !== expected) findings.push(`${kind}: ${count} own rows of version ${v}, not ${expected}`);
  }
  if (found.mark !== markText(version)) findings.push(`${kind}: mark ${found.mark}`);
  return version;
}

/** What must hold whatever happened: questions to the database whose right answer is no row. */
const laws: Readonly<Record<string, string>> = {
  'an episode with two winners':
    "SELECT episode_no FROM referral_referrals WHERE state = 'won' GROUP BY hospital_id, episode_no HAVING count(*) > 1",
  'a winner whom the referral itself does not know of': `SELECT o.episode_no FROM referral_outcomes o LEFT JOIN referral_referrals r
     ON r.hospital_id = o.hospital_id AND r.referral_id = o.referral_id AND r.state = 'won' AND (o.reason <> 'won' OR r.episode_no = o.episode_no)
     WHERE o.reason <> 'undetermined' AND r.referral_id IS NULL`,
  'a referral whose events have a gap': `SELECT r.referral_id FROM referral_referrals r
     LEFT JOIN (SELECT hospital_id, referral_id, count(*) AS events, max(seq) AS last FROM referral_events GROUP BY 1, 2) e USING (hospital_id, referral_id)
     WHERE coalesce(e.events, 0) <> coalesce(e.last, 0) OR r.last_event_seq <> coalesce(e.last, 0)`,
  'a message without what was read in it':
    'SELECT message_id FROM referral_messages m WHERE NOT EXISTS (SELECT 1 FROM referral_readings r WHERE r.hospital_id = m.hospital_id AND r.message_id = m.message_id)',
  'rows of an import whose history does not say that it was done': `SELECT r.run_id, r.kind, r.state FROM import_runs r
     WHERE r.state NOT IN ('done', 'undone') AND (EXISTS (SELECT 1 FROM visit_episodes e WHERE e.import_run_id = r.run_id)
       OR EXISTS (SELECT 1 FROM visit_charges c WHERE c.import_run_id = r.run_id) OR EXISTS (SELECT 1 FROM referral_messages m WHERE m.import_run_id = r.run_id)
       OR EXISTS (SELECT 1 FROM referral_referrals f WHERE f.import_run_id = r.run_id))`,
  'an idempotency key without its answer': 'SELECT key FROM platform_idempotency_keys WHERE result IS NULL',
};

export async function checkLaws(on: Installation, findings: Findings): Promise<void> {
  findings.push(...(await moneyProof(on.sql)));
  for (const [law, question] of Object.entries(laws)) {
    const rows = await on.sql(`SELECT * FROM (${question}) AS broken LIMIT 3`);
    if (rows.length > 0) findings.push(`${law}: ${JSON.stringify(rows)}`);
  }
}

export async function checkAuditChain(on: Installation, findings: Findings): Promise<void> {
  const { code, stdout, stderr } = await on.command('verify-audit').ended;
  if (code !== 0) findings.push(`audit chain: ${stdout} ${stderr}`);
}
