import { fillFacts } from '#kernel/failure.ts';
import { isRefusal, refuse } from '#kernel/refusal.ts';
import type { Actor } from '#modules/staff/index.ts';
import type { Routes } from '#platform/http/serve.ts';
import type { Tools } from '#platform/tools.ts';
import { receiveFile } from './actions.ts';
import * as contract from './contract.ts';
import { failures } from './failures.ts';
import { explain } from './rules/explain.ts';
import * as runs from './run-store.ts';

const problemsAtOnce = 200;

export function fhirRoutes(routes: Routes<Actor>, tools: Tools): void {
  routes.serve(contract.uploadFhir, async (actor, _input, { request }) => {
    const part = await request.file();
    if (!part) return refuse('platform.invalid-request');
    return receiveFile(tools, actor, { fileName: part.filename, content: part.file });
  });
  routes.serve(contract.listFhirRuns, (actor, { query }, { locale }) =>
    tools.db.read(actor, async (tx) => {
      const page = await runs.listRuns(tx, query);
      return isRefusal(page) ? page : { ...page, items: page.items.map((run) => shown(run, locale)) };
    }),
  );
  routes.serve(contract.readFhirRun, async (actor, { params }, { locale }) => {
    const run = await tools.db.read(actor, (tx) => runs.readRun(tx, params.runId));
    return run ? shown(run, locale) : refuse('platform.not-found');
  });
  routes.serve(contract.listFhirProblems, (actor, { params, query }, { locale }) =>
    tools.db.read(actor, async (tx) => {
      const rows = await runs.readProblems(tx, params.runId, query.after, problemsAtOnce);
      const items = rows.map((row) => ({ ...row, text: explain(row.code, locale) }));
      return { items, next: rows.length === problemsAtOnce ? rows.at(-1)!.at : null };
    }),
  );
  routes.serve(contract.readFhirStock, (actor) => tools.db.read(actor, runs.readStock));
}

function shown({ failedCode, ...run }: runs.StoredRun, locale: 'zh-CN' | 'en') {
  const failure = failedCode === null ? null : failures[failedCode];
  return { ...run, problem: failure ? fillFacts(locale === 'en' ? failure.en : failure.zh, {}) : null };
}
