import { createHmac } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Day } from '#kernel/day.ts';
import { isRefusal, type Refusal, RefusalError } from '#kernel/refusal.ts';
import { insertDepartment } from '#modules/hospital/index.ts';
import { type ImportKind, importFile } from '#modules/imports/index.ts';
import { ensureBundledPlans } from '#modules/incentives/index.ts';
import { linkWechatIds, matchAll } from '#modules/referrals/index.ts';
import { type Actor, createAccount, type Role } from '#modules/staff/index.ts';
import type { Tools } from '#platform/tools.ts';
import { fillPatients } from './fill-patients.ts';
import { loadConsents } from './load-consents.ts';
import { loadPartners } from './load-partners.ts';
import { sampleRoster } from './rules/generate-hospital.ts';
import { csvLine, type SampleFile, sampleDayFiles, sampleFiles } from './rules/sample-files.ts';
import type { SampleOptions } from './rules/world.ts';

export interface LoadedSample {
  readonly episodes: number;
  /** One password for all sample accounts, made for this installation. */
  readonly password: string;
  readonly accounts: readonly {
    readonly username: string;
    readonly displayName: string;
    readonly roles: readonly string[];
  }[];
}

const importOrder: readonly ImportKind[] = ['introducers', 'episodes', 'charges', 'messages', 'referrals'];

/**
 * Loads the sample hospital through the same doors as real data: accounts, departments, and the generated files through the import.
 * Repeatable: accounts and rows that are there stay.
 */
export async function loadSample(
  tools: Tools,
  actor: Actor,
  options: SampleOptions,
  progress: (done: number, total: number) => Promise<void> = async () => undefined,
): Promise<LoadedSample> {
  const steps = importOrder.length + 5;
  const roster = sampleRoster(options);
  await tools.db.transaction({ hospitalId: actor.hospitalId }, async (tx) => {
    for (const { name } of roster.departments) await insertDepartment(tx, name);
  });
  await progress(1, steps);
  const password = samplePassword(tools, actor);
  const accounts = await createAccounts(tools, actor, roster.staff, password);
  await progress(2, steps);
  const dir = await mkdtemp(join(tmpdir(), 'renmai-sample-'));
  let episodes = 0;
  try {
    const files = new Map(
      (await writeSampleFiles(dir, sampleFiles(options))).map((path) => [
        path.split('/').pop()!.replace('.csv', ''),
        path,
      ]),
    );
    for (const [index, kind] of importOrder.entries()) {
      const done = orThrow(
        await importFile(tools, actor, { kind, path: files.get(kind)!, encoding: 'utf-8', isDryRun: false }),
      );
      if (kind === 'episodes') episodes = done.summary.rowsRead;
      if (kind === 'introducers') await linkOpenids(tools, actor, roster.introducers);
      await progress(3 + index, steps);
    }
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
  await ensureBundledPlans(tools, actor);
  await matchAll(tools, actor);
  await progress(steps - 1, steps);
  await fillPatients(tools, actor);
  await loadPartners(tools, actor, options, roster.staff);
  await loadConsents(tools, actor);
  await progress(steps, steps);
  return { episodes, password, accounts };
}

async function createAccounts(
  tools: Tools,
  actor: Actor,
  staff: ReturnType<typeof sampleRoster>['staff'],
  password: string,
): Promise<LoadedSample['accounts']> {
  const made: { username: string; displayName: string; roles: readonly string[] }[] = [];
  // One account for every role is enough to walk through a month; a large sample hospital has hundreds of doctors.
  const rolesSeen = new Map<string, number>();
  for (const person of staff) {
    const count = rolesSeen.get(person.roles.join()) ?? 0;
    if (count >= (person.roles.includes('dept_head') ? 30 : 2)) continue;
    rolesSeen.set(person.roles.join(), count + 1);
    const { username, displayName, departments } = person;
    const account = await createAccount(tools, actor, {
      username,
      displayName,
      roles: person.roles as Role[],
      departments,
      password,
    });
    if (isRefusal(account) && account.code !== 'staff.username-taken') throw new RefusalError(account);
    made.push({ username, displayName, roles: person.roles });
  }
  return made;
}

async function linkOpenids(
  tools: Tools,
  actor: Actor,
  introducers: ReturnType<typeof sampleRoster>['introducers'],
): Promise<void> {
  const links = introducers.flatMap(({ introducerNo, wechatOpenid }) =>
    wechatOpenid ? [{ introducerNo, openid: wechatOpenid }] : [],
  );
  await tools.db.transaction({ hospitalId: actor.hospitalId }, (tx) => linkWechatIds(tx, links));
}

/** Writes sample files into a folder and answers their paths. */
export async function writeSampleFiles(dir: string, files: readonly SampleFile[]): Promise<string[]> {
  await mkdir(dir, { recursive: true });
  const paths: string[] = [];
  for (const { name, header, rows } of files) {
    const path = join(dir, name);
    await pipeline(linesOf(header, rows), createWriteStream(path));
    paths.push(path);
  }
  return paths;
}

function* linesOf(header: readonly string[], rows: Iterable<readonly string[]>): Generator<string> {
  let text = csvLine([...header]);
  for (const row of rows) {
    text += csvLine([...row]);
    if (text.length > 1 << 16) {
      yield text;
      text = '';
    }
  }
  yield text;
}

/** The files of the sample and one more day of HIS data, for trying the import. */
export async function writeSampleFolder(dir: string, options: SampleOptions, nextDay: Day): Promise<string[]> {
  return [
    ...(await writeSampleFiles(dir, sampleFiles(options))),
    ...(await writeSampleFiles(dir, sampleDayFiles(options, nextDay))),
  ];
}

/** Of this installation and hospital, and the same again: a load that was killed and repeated finds its accounts made with it. */
function samplePassword(tools: Tools, actor: Actor): string {
  const digits = createHmac('sha256', tools.config.secrets.lookupKey)
    .update(`sample accounts ${actor.hospitalId}`)
    .digest('hex');
  return `Renmai-${digits.slice(0, 6)}-${digits.slice(6, 12)}`;
}

function orThrow<Value extends object>(value: Value | Refusal): Value {
  if (isRefusal(value)) throw new RefusalError(value);
  return value;
}
