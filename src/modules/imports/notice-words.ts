import { fillFacts } from '#kernel/failure.ts';
import type { Notice } from './store.ts';

const noticeWords: Readonly<Record<Notice['code'], { readonly zh: string; readonly en: string }>> = {
  'imports.charges-without-episode': {
    zh: '{{rows}} 条费用对应的就诊尚未导入，导入就诊后自动生效',
    en: '{{rows}} charges belong to episodes not imported yet; they count once those are',
  },
  'imports.columns-ignored': { zh: '未使用的列：{{columns}}', en: 'Columns not used: {{columns}}' },
};

export function noticeText(notice: Notice, locale: 'zh-CN' | 'en'): string {
  const words = noticeWords[notice.code];
  return fillFacts(locale === 'en' ? words.en : words.zh, notice.facts);
}
