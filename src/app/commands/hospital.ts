import type { HospitalId } from '#kernel/ids.ts';
import { isRefusal, RefusalError } from '#kernel/refusal.ts';
import { theHospital } from '#modules/hospital/index.ts';
import { type Actor, systemActor } from '#modules/staff/index.ts';
import type { Tools } from '#platform/tools.ts';
import { openInstallation } from '../open.ts';

/** Opens the installation for one command and its hospital, and closes it whatever happens. */
export async function withHospital(
  name: string | undefined,
  work: (tools: Tools, actor: Actor) => Promise<void>,
): Promise<void> {
  await withTools(async (tools) => {
    const hospital = await theHospital(tools, name);
    if (isRefusal(hospital)) throw new RefusalError(hospital);
    await work(tools, {
      ...systemActor({ hospitalId: hospital.hospitalId as HospitalId }, 'command line'),
      displayName: '命令行',
    });
  });
}

export async function withTools(work: (tools: Tools) => Promise<void>): Promise<void> {
  const opened = await openInstallation({ logLevel: process.env['RENMAI_LOG'] ?? 'warn' });
  try {
    await work(opened.tools);
  } finally {
    await opened.close();
  }
}
