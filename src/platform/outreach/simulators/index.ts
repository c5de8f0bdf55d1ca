export type { Fault, PhoneLine } from './server.ts';
export { type SmsSimulator, type SmsSimulatorSettings, startSmsSimulator } from './sms.ts';
export { startWechatSimulator, type WechatSimulator, type WechatSimulatorSettings } from './wechat.ts';
