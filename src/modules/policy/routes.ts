import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Routes } from '#platform/http/serve.ts';
import type { Tools } from '#platform/tools.ts';
import { type PolicyPack, readPolicyPack } from './contract.ts';
import { readPack } from './pack-files.ts';

type Scope = Parameters<Tools['db']['read']>[0];

/** The pack is a file of the release, read once a process: every hospital reads the same one. */
export function policyRoutes<Actor extends Scope>(routes: Routes<Actor>, tools: Tools): void {
  let pack: PolicyPack | null = null;
  routes.serve(readPolicyPack, async () => {
    pack ??= readPack(pathToFileURL(join(tools.config.projectDir, 'policy', 'cn-2026', '/')));
    return pack;
  });
}
