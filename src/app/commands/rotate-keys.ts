import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { HospitalId } from '#kernel/ids.ts';
import { audit, systemActor } from '#modules/staff/index.ts';
import { forgetFirstKey } from '#platform/config.ts';
import { rewrap, ringVersions } from '#platform/crypto/key-ring.ts';
import { countVersions, rotateKeys } from '#platform/crypto/rotate-keys.ts';
import { type Opened, openInstallation } from '../open.ts';
import type { AddCommand } from './command.ts';

interface Options {
  readonly check?: boolean;
  readonly master?: boolean;
}

/** `renmai rotate-keys`: a new data key and every protected field sealed with it; may be killed and begun again. */
export const addRotateKeys: AddCommand = (program) => {
  program
    .command('rotate-keys')
    .description('更换加密密钥并重新加密 · seal every protected field with a new key')
    .option('--check', '只列出各密钥版本的字段数 · only count fields by key version')
    .option('--master', '只更换主密钥，新主密钥输出到标准输出 · only a new master key, printed on standard output')
    .action(async (options: Options) => {
      const opened = await openInstallation();
      try {
        if (options.master) changeMaster(opened);
        else await withOwner(opened, (owner) => (options.check ? report(opened, owner) : rotate(opened, owner)));
      } finally {
        await opened.close();
      }
    });
};

async function withOwner(opened: Opened, work: (owner: pg.Pool) => Promise<void>): Promise<void> {
  const owner = new pg.Pool({ ...opened.connected.address.owner, max: 2 });
  try {
    await work(owner);
  } finally {
    await owner.end();
  }
}

async function rotate({ tools }: Opened, owner: pg.Pool): Promise<void> {
  const done = await rotateKeys({
    owner,
    cipher: tools.cipher,
    place: tools.config.secrets,
    onProgress: (table, sealed) => process.stderr.write(`${table}: ${sealed}\n`),
  });
  forgetFirstKey(tools.config.secrets);
  const { rows } = await owner.query<{ hospital_id: HospitalId }>('SELECT hospital_id FROM hospital_hospitals');
  for (const { hospital_id: hospitalId } of rows)
    await tools.db.transaction({ hospitalId }, async (tx) =>
      audit(tx, systemActor({ hospitalId }, 'command line'), {
        action: 'keys.rotated',
        detail: { version: done.version, sealed: done.sealed },
      }),
    );
  const resumed = done.isResumed ? '（继续上次 · resumed）' : '';
  process.stdout.write(
    `密钥版本 · key version ${done.version}${resumed}: ${done.sealed} 个字段已重新加密 · fields sealed anew\n`,
  );
}

async function report({ tools }: Opened, owner: pg.Pool): Promise<void> {
  const { current, rotating } = ringVersions(tools.config.secrets);
  const state = rotating ? '，更换未完成 · rotation unfinished' : '';
  process.stdout.write(`当前密钥版本 · current key version ${current}${state}\n`);
  for (const { table, column, version, fields } of await countVersions(owner))
    process.stdout.write(`${table}.${column}\t${version}\t${fields}\n`);
}

/** The new master key goes where the old one came from only by the operator's hand: a command must not decide where secrets are kept. */
function changeMaster({ tools }: Opened): void {
  const next = randomBytes(32);
  rewrap(tools.config.secrets, next);
  process.stdout.write(`${next.toString('base64')}\n`);
}
