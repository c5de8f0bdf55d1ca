import { randomUUID } from 'node:crypto';
import type { Answered } from './api.ts';
import type { Installation } from './installation.ts';

/** Somebody with a session, who sends again under the same key until there is an answer. */
export interface Person {
  act(method: string, path: string, body?: unknown): Promise<Answered>;
}

export type People = Readonly<Record<'officer' | 'relations' | 'head' | 'finance' | 'vice' | 'president', Person>>;

const rolesOf: Readonly<Record<keyof People, string>> = {
  officer: 'info_officer',
  relations: 'relationship_officer',
  head: 'dept_head',
  finance: 'finance',
  vice: 'vice_president',
  president: 'president',
};

/** Everybody who signs a settlement, each another person, as the product's own command opens their accounts. Needs a running server. */
export async function openPeople(on: Installation, base: () => string): Promise<People> {
  const people: Partial<Record<keyof People, Person>> = {};
  for (const [name, role] of Object.entries(rolesOf) as [keyof People, string][]) {
    const { stdout } = await on.run(
      'create-user',
      '--username',
      `trial.${name}`,
      '--name',
      '签字人',
      '--role',
      'reception',
    );
    const password = /temporary password: (\S+)/.exec(stdout)![1]!;
    // The confirmation of roles and the first change of a password have tests of their own.
    await on.sql('UPDATE staff_accounts SET roles = $2, departments = $3 WHERE username = $1', [
      `trial.${name}`,
      [role],
      role === 'dept_head' ? ['骨科'] : [],
    ]);
    await on.sql('UPDATE staff_users SET must_change_password = false WHERE username = $1', [`trial.${name}`]);
    const answer = await fetch(`${base()}/api/session`, {
      method: 'POST',
      headers: { 'x-renmai-csrf': '1', 'content-type': 'application/json' },
      body: JSON.stringify({ username: `trial.${name}`, password }),
    });
    if (answer.status !== 201) throw new Error(`trial.${name} cannot sign in: ${await answer.text()}`);
    const cookie = answer.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ');
    people[name] = { act: (method, path, body) => actUntilAnswered(base, cookie, method, path, body) };
  }
  return people as People;
}

async function actUntilAnswered(
  base: () => string,
  cookie: string,
  method: string,
  path: string,
  body: unknown,
): Promise<Answered> {
  const key = randomUUID();
  const giveUpAt = performance.now() + 120_000;
  while (performance.now() < giveUpAt) {
    try {
      const response = await fetch(`${base()}${path}`, {
        method,
        headers: { 'x-renmai-csrf': '1', cookie, 'idempotency-key': key, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      if (response.status < 500) return { status: response.status, body: await response.json() };
    } catch {
      // Killed before it answered.
    }
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error(`no answer to ${method} ${path} within two minutes`);
}
