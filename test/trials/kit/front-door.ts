import type { FastifyInstance, InjectOptions } from 'fastify';
import { modules } from '#app/modules.ts';
import { createServer } from '#app/server.ts';
import type { RouteContract } from '#kernel/route.ts';
import { createAccount, type Role, roles, systemActor } from '#modules/staff/index.ts';
import { createPush } from '#platform/push/push.ts';
import type { Tools } from '#platform/tools.ts';
import type { World } from '#testing/world.ts';

export interface Reply {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: trials look into answers of every shape
  readonly body: any;
  readonly raw: string;
  readonly ms: number;
}

export interface Send {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The whole product's server over a test world, and a browser signed in with the given roles (all of them unless said). */
export interface FrontDoor {
  readonly app: FastifyInstance;
  readonly contracts: readonly RouteContract[];
  send(method: string, url: string, given?: Send): Promise<Reply>;
  /** Signs in again, after something ended the session. */
  signIn(): Promise<void>;
  close(): Promise<void>;
}

const username = 'everybody';
const password = 'Lantern-Harbour-42';

export async function openFrontDoor(world: World, tools: Tools, held: readonly Role[] = roles): Promise<FrontDoor> {
  const push = await createPush(world.address.app, tools.log);
  const { app, contracts } = await createServer(tools, push, modules);
  await app.ready();
  const shell = systemActor({ hospitalId: world.hospitalId }, 'command line');
  const made = await createAccount(tools, shell, { username, displayName: '众人', roles: [...held], password });
  if ('refused' in made) throw new Error(made.code);
  let cookie = '';
  let requests = 0;
  const send = async (method: string, url: string, { body, headers = {} }: Send = {}): Promise<Reply> => {
    const begun = performance.now();
    requests += 1;
    const answer = await app.inject({
      method: method as 'GET',
      url,
      // One address may ask six thousand times a minute; a trial asks more often.
      remoteAddress: `203.0.113.${1 + (requests % 250)}`,
      headers: { 'x-renmai-csrf': '1', cookie, ...headers },
      ...(body === undefined ? {} : { payload: body as NonNullable<InjectOptions['payload']> }),
    });
    const isJson = String(answer.headers['content-type'] ?? '').includes('json');
    return {
      status: answer.statusCode,
      body: isJson ? JSON.parse(answer.body) : null,
      raw: answer.body,
      ms: performance.now() - begun,
    };
  };
  const signIn = async () => {
    const answer = await app.inject({
      method: 'POST',
      url: '/api/session',
      headers: { 'x-renmai-csrf': '1' },
      payload: { username, password },
    });
    if (answer.statusCode !== 201) throw new Error(`not signed in: ${answer.statusCode} ${answer.body}`);
    cookie = [answer.headers['set-cookie'] ?? []]
      .flat()
      .map((line) => line.split(';')[0])
      .join('; ');
  };
  await signIn();
  return {
    app,
    contracts,
    send,
    signIn,
    async close() {
      await app.close();
      await push.close();
    },
  };
}

/** A file as a browser sends it. */
export function upload(name: string, content: Buffer | string): Send {
  const boundary = 'renmai-trial-boundary';
  const head = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: application/octet-stream\r\n\r\n`;
  return {
    body: Buffer.concat([Buffer.from(head), Buffer.from(content), Buffer.from(`\r\n--${boundary}--\r\n`)]),
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
  };
}
