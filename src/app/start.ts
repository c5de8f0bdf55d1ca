import { createPush } from '#platform/push/push.ts';
import { modules } from './modules.ts';
import { openInstallation } from './open.ts';
import { createServer } from './server.ts';
import { startWorker } from './worker.ts';

/** `npm start`: database, schema, server and worker in one process; prints the address as one line on standard output. */
async function start(): Promise<void> {
  process.stderr.write('[3/3] 正在启动数据库 · starting the database …\n');
  const { tools, connected, close } = await openInstallation();
  const push = await createPush(connected.address.app, tools.log);
  const { app } = await createServer(tools, push, modules);
  const worker = startWorker(tools, push, modules);
  await app.listen({ host: tools.config.host, port: tools.config.port });
  const address = app.server.address();
  const port = typeof address === 'object' && address ? address.port : tools.config.port;
  process.stdout.write(`http://${tools.config.host}:${port}\n`);

  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    // Streams to open pages never end by themselves.
    app.server.closeAllConnections();
    await app.close();
    await worker.stop();
    await push.close();
    await close();
    process.exit(0);
  };
  process.on('SIGTERM', () => void stop());
  process.on('SIGINT', () => void stop());
}

start().catch((error: Error & { code?: string }) => {
  const text =
    error.code === 'EADDRINUSE'
      ? '端口已被占用，请用 RENMAI_PORT 换一个端口 · the port is taken, choose another with RENMAI_PORT'
      : error.message;
  process.stderr.write(`${text}\n`);
  process.exit(1);
});
