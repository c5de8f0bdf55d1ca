import { randomBytes } from 'node:crypto';
import type { Command } from 'commander';
import { RefusalError, refuse } from '#kernel/refusal.ts';
import { changeSmsAccount, changeWechatAccount, disconnectAccount, readAccounts } from '#modules/referrals/index.ts';
import type { Actor } from '#modules/staff/index.ts';
import { startSmsSimulator, startWechatSimulator } from '#platform/outreach/simulators/index.ts';
import type { Tools } from '#platform/tools.ts';
import { withHospital } from './hospital.ts';

interface Options {
  readonly server?: string;
  readonly hospital?: string;
  readonly wechatPort: string;
  readonly smsPort: string;
}

const noticeKinds = ['received', 'incomplete', 'arrived', 'admitted', 'invalid'];

/**
 * `renmai simulate`: a WeChat platform and an SMS gateway on this machine, each with a phone in the browser to write from as a newcomer. Connects
 * the hospital's channels to them until Ctrl-C; never in the place of a real account.
 */
export function addSimulate(program: Command): void {
  program
    .command('simulate')
    .description('本机模拟微信与短信平台，浏览器里用“手机”发消息 · simulated WeChat and SMS with phones in the browser')
    .option('--server <url>', 'address of the running server (default: http://127.0.0.1 and RENMAI_PORT)')
    .option('--hospital <name>', 'when there are several')
    .option('--wechat-port <port>', 'port of the WeChat phone', '0')
    .option('--sms-port <port>', 'port of the SMS phone', '0')
    .action((options: Options) => withHospital(options.hospital, (tools, actor) => simulate(tools, actor, options)));
}

async function simulate(tools: Tools, actor: Actor, options: Options): Promise<void> {
  await refuseRealAccounts(tools, actor);
  const server = (options.server ?? `http://127.0.0.1:${tools.config.port}`).replace(/\/+$/, '');
  const wechat = await connectWechat(tools, actor, server, Number(options.wechatPort));
  const sms = await connectSms(tools, actor, server, Number(options.smsPort));
  process.stdout.write(`微信手机 · WeChat phone  ${wechat.url}/\n短信手机 · SMS phone     ${sms.url}/\n`);
  process.stdout.write(`发往 · delivering to     ${server}\nCtrl-C 结束 · to stop\n`);
  await new Promise<void>((stop) => {
    process.once('SIGINT', () => stop());
    process.once('SIGTERM', () => stop());
  });
  await disconnectAccount(tools, actor, 'wechat');
  await disconnectAccount(tools, actor, 'sms');
  await wechat.close();
  await sms.close();
}

/** A simulator left over from a killed run may be replaced; a real account may not. */
async function refuseRealAccounts(tools: Tools, actor: Actor): Promise<void> {
  const { wechat, sms } = await readAccounts(tools, actor.hospitalId);
  const real = wechat && !wechat.settings.simulatorUrl ? '微信' : sms && !sms.settings.simulatorUrl ? '短信' : null;
  if (real) throw new RefusalError(refuse('outreach.account-connected', { channel: real }));
}

async function connectWechat(tools: Tools, actor: Actor, server: string, port: number) {
  const account = {
    kind: 'official',
    appId: 'wx0000000000000000',
    secret: randomBytes(16).toString('hex'),
    token: randomBytes(12).toString('hex'),
    encodingAesKey: randomBytes(40).toString('hex').slice(0, 42).concat('0'),
  } as const;
  const callbackUrl = `${server}/api/webhooks/wechat/${actor.hospitalId}`;
  const simulator = await startWechatSimulator({ ...account, callbackUrl, port });
  await changeWechatAccount(tools, actor, { ...account, agentId: null, templates: {}, simulatorUrl: simulator.url });
  return simulator;
}

async function connectSms(tools: Tools, actor: Actor, server: string, port: number) {
  const account = {
    secretId: 'simulated',
    secretKey: randomBytes(16).toString('hex'),
    sdkAppId: '1400000000',
    signature: '示例医院',
  };
  const secret = `whsec_${randomBytes(32).toString('base64')}`;
  const texts: Record<string, string> = {
    received: '已收到您介绍的病人{1}，谢谢您！',
    incomplete: '已收到您介绍的病人{1}，资料还不完整，请补充姓名、性别和病情。',
    arrived: '您介绍的病人{1}已到院，谢谢您！',
    admitted: '您介绍的病人{1}已办理住院，谢谢您！',
    invalid: '您介绍的病人{1}信息与登记不符，请联系信息员核对。',
  };
  const simulator = await startSmsSimulator({
    ...account,
    templates: Object.fromEntries(noticeKinds.map((kind, index) => [String(index + 1), texts[kind]!])),
    inbound: { via: 'webhook', callbackUrl: `${server}/api/webhooks/sms/${actor.hospitalId}`, secret },
    port,
  });
  await changeSmsAccount(tools, actor, {
    ...account,
    templates: Object.fromEntries(noticeKinds.map((kind, index) => [`referral-${kind}`, String(index + 1)])),
    webhookSecret: secret,
    renewCallback: false,
    simulatorUrl: simulator.url,
  });
  return simulator;
}
