import type { NoticeKind } from '../contract/index.ts';

/** What a form or telephone entry left out is said back; never the illness. */
export function receivedText(fields: {
  readonly patientName: string | null;
  readonly sex: string | null;
  readonly disease: string | null;
}): string {
  const missing = [
    fields.patientName ? null : '患者全名',
    fields.sex ? null : '性别',
    fields.disease ? null : '病情（或来院原因）',
  ].filter((part) => part !== null);
  const who = fields.patientName ? `您介绍的病人${fields.patientName}` : '您的转介';
  return missing.length === 0 ? `已收到${who}，谢谢您！` : `已收到${who}。还请补充：${missing.join('、')}。谢谢您！`;
}

/** Texts after the first: what happened, never why he is ill nor what it costs. */
export function laterText(kind: Exclude<NoticeKind, 'received' | 'incomplete'>, patientName: string | null): string {
  const who = patientName ? `您介绍的病人${patientName}` : '您介绍的病人';
  switch (kind) {
    case 'arrived':
      return `${who}已到院，谢谢您！`;
    case 'admitted':
      return `${who}已办理住院，谢谢您！`;
    case 'invalid':
      return `${who}信息与登记不符（同一电话的姓名或性别不同），暂不能认定。请核对后联系信息员。`;
  }
}
