import type { MissingField, ParsedMessage } from './types.ts';

export type ReplyLocale = 'zh-CN' | 'en';

const asked: Readonly<Record<ReplyLocale, Readonly<Record<MissingField, string>>>> = {
  'zh-CN': { patient_name: '患者全名', sex: '性别', disease: '病情（或来院原因）' },
  en: { patient_name: "the patient's full name", sex: 'sex', disease: 'the reason for coming' },
};

/**
 * The answer to the sender: what was understood and what is missing. Never repeats the illness, nor a phone number beyond
 * its last two digits; the name may appear, because the sender wrote it.
 */
export function replyText(parsed: ParsedMessage, locale: ReplyLocale): string {
  return locale === 'en' ? englishReply(parsed) : chineseReply(parsed);
}

function chineseReply(parsed: ParsedMessage): string {
  if (!parsed.isReferral) {
    return '您好，消息已收到，会有同事查看。如需介绍病人，请这样写：张三 男 56岁 胆结石 明天上午到 李医生介绍';
  }
  const known = [
    parsed.patientName.value,
    parsed.sex.value === null ? null : parsed.sex.value === 'male' ? '男' : '女',
    parsed.age.value === null ? null : `${parsed.age.value}岁`,
    parsed.disease.value === null ? null : '病情已记录',
    parsed.phone.value === null ? null : `电话尾号${parsed.phone.value.slice(-2)}`,
    parsed.expectedArrival.value === null ? null : `预计${parsed.expectedArrival.value}到院`,
    parsed.introducer.value === null ? null : `介绍人${parsed.introducer.value}`,
  ].filter((part) => part !== null);
  const understood = known.length > 0 ? `已收到您介绍的病人：${known.join('，')}。` : '已收到您的消息。';
  const several = parsed.multi ? '这条消息里不止一位病人，请其余的各发一条。' : '';
  if (parsed.missing.length === 0) return `${understood}${several}谢谢您！`;
  const wanted = parsed.missing.map((field) => asked['zh-CN'][field]).join('、');
  return `${understood}${several}还请补充：${wanted}。例如：张三 男 56岁 胆结石 明天上午到。谢谢您！`;
}

function englishReply(parsed: ParsedMessage): string {
  if (!parsed.isReferral) {
    return 'Your message has arrived and a colleague will read it. To refer a patient, please write for example: 张三 男 56岁 胆结石 明天上午到 李医生介绍';
  }
  const known = [
    parsed.patientName.value,
    parsed.sex.value,
    parsed.age.value === null ? null : `aged ${parsed.age.value}`,
    parsed.disease.value === null ? null : 'reason noted',
    parsed.phone.value === null ? null : `phone ending in ${parsed.phone.value.slice(-2)}`,
    parsed.expectedArrival.value === null ? null : `expected ${parsed.expectedArrival.value}`,
    parsed.introducer.value === null ? null : `introduced by ${parsed.introducer.value}`,
  ].filter((part) => part !== null);
  const understood = known.length > 0 ? `Referral received: ${known.join(', ')}.` : 'Your message has been received.';
  const several = parsed.multi ? ' It names more than one patient; please send the others one by one.' : '';
  if (parsed.missing.length === 0) return `${understood}${several} Thank you!`;
  const wanted = parsed.missing.map((field) => asked.en[field]).join(', ');
  return `${understood}${several} Please add: ${wanted}. For example: 张三 男 56岁 胆结石 明天上午到. Thank you!`;
}
