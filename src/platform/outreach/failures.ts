import type { FailureCatalogue } from '#kernel/failure.ts';

const resend = {
  remedyZh: '平台会自动重发；反复出现时请核对渠道设置。',
  remedyEn: 'The platform sends it again; if it persists, check the settings of the channel.',
};
const forged = {
  remedyZh: '请核对渠道设置中的密钥与服务商后台一致；一致仍出现，可能有人在伪造回调。',
  remedyEn: 'Check that the key of the channel equals the provider’s; if it does, somebody may be forging callbacks.',
};

/** Why a callback was refused: written to the log, where whoever runs the system looks for it. The caller outside hears only `outreach.refused`. */
export const outreachFailures: FailureCatalogue = {
  'outreach.channel-off': {
    kind: 'not-found',
    zh: '收到回调，但该渠道没有启用',
    en: 'A callback came for a channel that is switched off',
    remedyZh: '请在渠道设置中启用，或在服务商后台取消回调地址。',
    remedyEn: 'Switch the channel on, or remove the callback address at the provider.',
  },
  'outreach.signature-missing': {
    kind: 'forbidden',
    zh: '回调没有签名',
    en: 'The callback carries no signature',
    ...forged,
  },
  'outreach.signature-wrong': {
    kind: 'forbidden',
    zh: '回调签名不符',
    en: 'The signature of the callback is wrong',
    ...forged,
  },
  'outreach.stale': {
    kind: 'forbidden',
    zh: '回调时间与本机相差 {{apartSeconds}} 秒，超过 5 分钟',
    en: 'The callback is {{apartSeconds}} seconds away from our clock, more than five minutes',
    remedyZh: '请校准服务器时间；时间准确仍出现，可能有人在重放旧回调。',
    remedyEn: 'Set the server’s clock; if it is right, somebody may be replaying an old callback.',
  },
  'outreach.encryption-required': {
    kind: 'forbidden',
    zh: '账号设为安全模式，收到的却是明文',
    en: 'The account is in AES mode but the message came in plain text',
    remedyZh: '请在公众号后台把消息加解密方式设为安全模式。',
    remedyEn: 'Choose the AES mode in the settings of the official account.',
  },
  'outreach.key-missing': {
    kind: 'forbidden',
    zh: '渠道没有可用的密钥',
    en: 'The channel has no usable key',
    remedyZh: '请在渠道设置中填写完整的密钥。',
    remedyEn: 'Enter the complete key in the settings of the channel.',
  },
  'outreach.receiver-wrong': {
    kind: 'forbidden',
    zh: '消息是发给另一个账号的',
    en: 'The message is addressed to another account',
    remedyZh: '请核对渠道设置中的 AppID 或企业 ID。',
    remedyEn: 'Check the AppID or corporation id of the channel.',
  },
  'outreach.cipher-truncated': {
    kind: 'invalid',
    zh: '密文不完整',
    en: 'The encrypted message is incomplete',
    ...resend,
  },
  'outreach.cipher-padding': {
    kind: 'invalid',
    zh: '密文无法解开',
    en: 'The encrypted message cannot be opened',
    ...forged,
  },
  'outreach.doctype': {
    kind: 'invalid',
    zh: '回调的 XML 含有不允许的声明',
    en: 'The XML of the callback contains declarations that are not allowed',
    ...forged,
  },
};
