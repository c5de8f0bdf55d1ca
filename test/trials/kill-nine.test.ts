import { afterAll, beforeAll, expect, test } from 'vitest';
import { killNine } from './kill-nine.ts';
import { checkLaws, type Findings, versionOf } from './kit/consistency.ts';
import { createInstallation, type Installation } from './kit/installation.ts';
import { writeIntroducers, writeMarkedFile } from './kit/marked-files.ts';

test('nothing is lost, doubled or half done when command, server or database are killed', {
  timeout: 600_000,
}, async () => {
  const outcome = await killNine({ kills: 4, rows: 1000, seed: 7, isFaultPlanted: false, report: () => undefined });
  expect(outcome.findings).toEqual([]);
  expect(outcome.acknowledged).toBeGreaterThan(0);
});

let on: Installation;
beforeAll(async () => {
  on = createInstallation();
  await on.run('init', '--division', '430121', '--name', '示例医院');
  const dir = on.dataDir;
  await on.run('import', 'introducers', writeIntroducers(dir));
  for (const kind of ['episodes', 'referrals'] as const)
    await on.run('import', kind, writeMarkedFile(dir, kind, 1, 60).path);
}, 300_000);
afterAll(() => on.remove());

test('the trial sees one row of another version, one missing row and a winner given away', {
  timeout: 300_000,
}, async () => {
  const found = async () => {
    const findings: Findings = [];
    await versionOf(on, 'episodes', 60, findings);
    await checkLaws(on, findings);
    return findings.join('\n');
  };
  await on.run('match', '--month', '2026-10');
  expect(await found()).toBe('');
  await on.sql("UPDATE visit_episodes SET doctor = '标记2' WHERE episode_no = 'M7'");
  expect(await found()).toContain('rows of several versions');
  await on.sql("DELETE FROM visit_episodes WHERE episode_no = 'M7'");
  expect(await found()).toContain('59 rows of 60');
  await on.sql("UPDATE referral_referrals SET state = 'won', episode_no = 'M3' WHERE referral_id = 'M5'");
  expect(await found()).toContain('an episode with two winners');
});
