import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { modules } from '#app/modules.ts';
import { createServer } from '#app/server.ts';
import { startWorker } from '#app/worker.ts';
import type { Instant } from '#kernel/day.ts';
import { createAccount, type Role, systemActor } from '#modules/staff/index.ts';
import { createPush } from '#platform/push/push.ts';
import type { Tools } from '#platform/tools.ts';
import { createWorld, type World } from '#testing/world.ts';

const chromiumPath = process.env['RENMAI_CHROMIUM'] || '/usr/bin/chromium';
const pages = join(import.meta.dirname, '../../dist/web/index.html');

/** Why journeys cannot be walked here; null when they can. */
export const obstacle: string | null = !existsSync(chromiumPath)
  ? `no browser at ${chromiumPath} (set RENMAI_CHROMIUM)`
  : !existsSync(pages)
    ? 'the pages are not built (npm run build:web)'
    : null;
if (obstacle) process.stderr.write(`\n!!! BROWSER JOURNEYS ARE SKIPPED: ${obstacle}\n\n`);

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The product running for one journey: server, worker, a database of its own, a browser. */
export interface Stage {
  readonly world: World;
  readonly tools: Tools;
  readonly base: string;
  /** What the browser complained about: a journey ends without any. */
  readonly complaints: string[];
  /** A browser window of its own (cookies, storage). */
  open(options?: { width?: number; height?: number; language?: string }): Promise<Page>;
  account(username: string, roles: readonly Role[]): Promise<{ username: string; password: string }>;
  signIn(page: Page, who: { username: string; password: string }): Promise<void>;
  close(): Promise<void>;
}

const password = 'Lantern-Harbour-42';

export async function openStage(): Promise<Stage> {
  const world = await createWorld();
  // The browser's clock runs: so does the server's.
  const tools: Tools = { ...world.tools, now: () => Date.now() as Instant };
  const push = await createPush(world.address.app, tools.log);
  const { app } = await createServer(tools, push, modules);
  const worker = startWorker(tools, push, modules);
  await app.listen({ host: '127.0.0.1', port: 0 });
  const address = app.server.address();
  const base = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  const browser: Browser = await chromium.launch({ executablePath: chromiumPath, args: flags });
  const contexts: BrowserContext[] = [];
  const complaints: string[] = [];
  return {
    world,
    tools,
    base,
    complaints,
    async open({ width = 1440, height = 900, language = 'zh-CN' } = {}) {
      const context = await browser.newContext({
        viewport: { width, height },
        locale: language,
        reducedMotion: 'reduce',
      });
      contexts.push(context);
      const page = await context.newPage();
      // Many times what a page needs: a busy machine is no finding.
      page.setDefaultTimeout(60_000);
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('response', (response) => {
        if (response.status() >= 500) complaints.push(`${response.status()} ${response.url()}`);
      });
      return page;
    },
    async account(username, roles) {
      const shell = systemActor({ hospitalId: world.hospitalId }, 'command line');
      const made = await createAccount(tools, shell, { username, displayName: '周全', roles: [...roles], password });
      if ('refused' in made) throw new Error(made.code);
      return { username, password };
    },
    async signIn(page, who) {
      await page.goto(base);
      await page.getByLabel('用户名').fill(who.username);
      await page.getByLabel('密码', { exact: true }).fill(who.password);
      await page.getByRole('button', { name: /登\s*录/ }).click();
      // The login page has a heading too: only the frame has navigation.
      await page.getByRole('navigation').first().waitFor();
      await page.locator('main h1').waitFor();
    },
    async close() {
      await browser.close();
      // Event streams never end by themselves.
      app.server.closeAllConnections();
      await app.close();
      await worker.stop();
      await push.close();
      await world.end();
    },
  };
}
