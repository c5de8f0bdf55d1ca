import type { HospitalId } from '#kernel/ids.ts';
import { dispatchEvents, type Subscriber, type Subscribers } from '#platform/events/outbox.ts';
import { type JobHandlers, runNextJob } from '#platform/jobs/jobs.ts';
import type { Push } from '#platform/push/push.ts';
import type { Tools } from '#platform/tools.ts';
import type { Chore, ModuleParts } from './parts.ts';

export interface Worker {
  /** Stops taking work and waits for what runs (jobs see a cancel of the process as a lost lease and are taken up again). */
  stop(): Promise<void>;
}

const idleMs = 2000;

/** Runs outbox, jobs and chores of all hospitals in this process; several processes share the work through row locks. */
export function startWorker(tools: Tools, push: Push, modules: readonly ModuleParts[]): Worker {
  const jobs: JobHandlers = Object.assign({}, ...modules.map((module) => module.jobs ?? {}));
  const subscribers = mergeSubscribers(modules);
  const chores = modules.flatMap((module) => module.chores ?? []);
  let stopping = false;
  let wake: () => void = () => undefined;
  let woken = false;
  const stopListening = push.onWork(() => {
    woken = true;
    wake();
  });

  const loop = async (work: (hospitalId: HospitalId) => Promise<boolean>): Promise<void> => {
    while (!stopping) {
      let busy = false;
      try {
        for (const hospitalId of await readHospitalIds(tools)) busy = (await work(hospitalId)) || busy;
      } catch (error) {
        tools.log.error(
          { code: (error as { code?: string }).code, message: (error as Error).message },
          'worker round failed',
        );
      }
      if (!busy && !stopping && !woken) await pause((resume) => (wake = resume));
      woken = false;
    }
  };
  const loops = [
    loop((hospitalId) => runNextJob(tools, hospitalId, jobs)),
    loop(async (hospitalId) => (await dispatchEvents(tools, hospitalId, subscribers)) > 0),
    choreLoop(tools, chores, () => stopping),
  ];
  return {
    async stop() {
      stopping = true;
      stopListening();
      wake();
      const patience = new Promise((done) => setTimeout(done, 5000).unref());
      await Promise.race([Promise.all(loops), patience]);
    },
  };
}

function pause(arm: (resume: () => void) => void): Promise<void> {
  return new Promise((resume) => {
    const timer = setTimeout(resume, idleMs);
    arm(() => {
      clearTimeout(timer);
      resume();
    });
  });
}

async function readHospitalIds(tools: Tools): Promise<HospitalId[]> {
  const { rows } = await tools.db.shared.query<{ hospital_id: HospitalId }>(
    'SELECT hospital_id FROM hospital_hospitals ORDER BY hospital_id',
  );
  return rows.map((row) => row.hospital_id);
}

function mergeSubscribers(modules: readonly ModuleParts[]): Subscribers {
  const merged: Record<string, Subscriber[]> = {};
  for (const module of modules) {
    for (const [kind, list] of Object.entries(module.subscribers ?? {}))
      merged[kind] = [...(merged[kind] ?? []), ...list];
  }
  return merged;
}

async function choreLoop(tools: Tools, chores: readonly Chore[], isStopping: () => boolean): Promise<void> {
  const due = new Map(chores.map((chore) => [chore, performance.now() + Math.min(chore.everySeconds, 5) * 1000]));
  while (!isStopping()) {
    for (const chore of chores) {
      if (isStopping() || performance.now() < due.get(chore)!) continue;
      due.set(chore, performance.now() + chore.everySeconds * 1000);
      await runChore(tools, chore);
    }
    await new Promise((done) => setTimeout(done, 500));
  }
}

async function runChore(tools: Tools, chore: Chore): Promise<void> {
  try {
    for (const hospitalId of await readHospitalIds(tools)) await chore.run(tools, hospitalId);
  } catch (error) {
    tools.log.error(
      { chore: chore.name, code: (error as { code?: string }).code, message: (error as Error).message },
      'chore failed',
    );
  }
}
