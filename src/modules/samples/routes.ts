import { readHospital } from '#modules/hospital/index.ts';
import type { Actor } from '#modules/staff/index.ts';
import type { Routes } from '#platform/http/serve.ts';
import { readLastResult } from '#platform/jobs/jobs.ts';
import type { Tools } from '#platform/tools.ts';
import * as contract from './contract.ts';
import type { LoadedSample } from './load-sample.ts';

export function sampleRoutes(routes: Routes<Actor>, tools: Tools): void {
  routes.serve(contract.readSampleAccounts, (actor) =>
    tools.db.read(actor, async (tx) => {
      const hospital = await readHospital(tx);
      // A real hospital has no accounts whose password anybody may read.
      const loaded = hospital?.isSample ? await readLastResult<LoadedSample>(tx, 'samples.load') : null;
      return { sample: loaded && { password: loaded.password, accounts: [...loaded.accounts].map(asShown) } };
    }),
  );
}

function asShown(account: LoadedSample['accounts'][number]) {
  return { ...account, roles: [...account.roles] };
}
