import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';
import type { ModuleParts } from '#app/parts.ts';
import { createServer } from '#app/server.ts';
import type { RouteContract } from '#kernel/route.ts';
import { failures as hospitalFailures, hospitalRoutes } from '#modules/hospital/index.ts';
import type { Push } from '#platform/push/push.ts';
import type { Tools } from '#platform/tools.ts';
import type { World } from '#testing/world.ts';
import { audit, createAccount, failures, type Role, staffRoutes, systemActor } from '../index.ts';

/** The real server over a test world, without listening. */
export interface FrontDoor {
  readonly app: FastifyInstance;
  readonly contracts: readonly RouteContract[];
  /** A browser of its own: keeps cookies, sends what browsers send. */
  browser(address?: string): Browser;
  /** Opens an account with a known password, roles given at once. */
  account(username: string, ...roles: Role[]): Promise<{ accountId: string; username: string; password: string }>;
  /** A browser signed in as a new account of these roles. */
  signedIn(username: string, ...roles: Role[]): Promise<Browser>;
}

export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  readonly body: any;
  readonly headers: LightMyRequestResponse['headers'];
}

export interface Browser {
  readonly cookies: Map<string, string>;
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
}

export const goodPassword = 'Lantern-Harbour-42';

export async function openFrontDoor(
  world: World,
  tools: Tools = world.tools,
  modules: readonly ModuleParts[] = [
    { name: 'hospital', failures: hospitalFailures, routes: (routes) => hospitalRoutes(routes, tools, audit) },
    { name: 'staff', failures, routes: staffRoutes },
  ],
): Promise<FrontDoor> {
  const push: Push = { subscribe: () => () => undefined, onWork: () => () => undefined, close: async () => undefined };
  const { app, contracts } = await createServer(tools, push, modules);
  await app.ready();
  const door: FrontDoor = {
    app,
    contracts,
    browser: (address) => browserOf(app, address ?? '203.0.113.7'),
    async account(username, ...roles) {
      const shell = systemActor({ hospitalId: world.hospitalId }, 'command line');
      const wanted = { username, displayName: `${username}员`, roles, password: goodPassword };
      const created = await createAccount(tools, shell, wanted);
      if ('refused' in created) throw new Error(created.code);
      return { accountId: created.accountId, username, password: goodPassword };
    },
    async signedIn(username, ...roles) {
      await door.account(username, ...roles);
      const browser = door.browser();
      const answer = await browser.call('POST', '/api/session', { username, password: goodPassword });
      if (answer.status !== 201) throw new Error(`could not sign in: ${answer.status} ${JSON.stringify(answer.body)}`);
      return browser;
    },
  };
  return door;
}

function browserOf(app: FastifyInstance, address: string): Browser {
  const cookies = new Map<string, string>();
  return {
    cookies,
    async call(method, path, body, headers = {}) {
      const request: InjectOptions = {
        method: method as 'GET',
        url: path,
        remoteAddress: address,
        headers: {
          'x-renmai-csrf': '1',
          'user-agent': 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36',
          cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
          ...headers,
        },
        ...(body === undefined ? {} : { payload: body as object }),
      };
      const response = await app.inject(request);
      for (const line of [response.headers['set-cookie'] ?? []].flat()) keep(cookies, line);
      const isJson = String(response.headers['content-type'] ?? '').includes('json');
      return {
        status: response.statusCode,
        body: isJson ? response.json() : response.body,
        headers: response.headers,
      };
    },
  };
}

function keep(cookies: Map<string, string>, line: string): void {
  const [pair, ...attributes] = line.split(';');
  const at = pair!.indexOf('=');
  const name = pair!.slice(0, at);
  if (attributes.some((attribute) => /^\s*max-age=0$/i.test(attribute))) cookies.delete(name);
  else cookies.set(name, pair!.slice(at + 1));
}
