import { readSetup } from '#modules/hospital/contract.ts';
import { readSession } from '#modules/staff/contract.ts';
import { call } from '#web/api/client.ts';
import { problemOf } from '#web/api/problem.ts';

export type FirstPlace = 'login' | 'setup' | 'app';

/** Where a visitor belongs: first-visit wizard, login, or the pages. A failing server is the pages' to report. */
export async function firstPlace(): Promise<FirstPlace> {
  try {
    await call(readSession, undefined, { keepPageOn401: true });
    return 'app';
  } catch (thrown) {
    if (problemOf(thrown).status !== 401) return 'app';
  }
  try {
    return (await call(readSetup)).needed ? 'setup' : 'login';
  } catch {
    return 'login';
  }
}
