import { CheckCircleFilled, ExclamationCircleFilled, StopFilled } from '@ant-design/icons';
import type { ReactNode } from 'react';
import type { Locale, Words } from '#kernel/rule-engine/plan.ts';
import { type Text, useLanguage } from '#web/i18n.ts';
import type { Tone } from '#web/kit/index.ts';
import type { PolicyPack, Verdict } from '../contract.ts';

export const verdictTones: Readonly<Record<Verdict, Tone>> = {
  allowed: 'allowed',
  review: 'waiting',
  prohibited: 'prohibited',
};
export const verdictIcons: Readonly<Record<Verdict, ReactNode>> = {
  allowed: <CheckCircleFilled />,
  review: <ExclamationCircleFilled />,
  prohibited: <StopFilled />,
};

export function useWords(): { readonly locale: Locale; readonly say: (words: Words | null | undefined) => string } {
  const locale: Locale = useLanguage() === 'en' ? 'en' : 'zh';
  return { locale, say: (words) => words?.[locale] ?? '' };
}

type Citation = { readonly instrument: string; readonly articles: string };

/** 《九项准则》（国卫医发〔2021〕37号）第六(一)条 */
export function sourceText(t: Text, locale: Locale, pack: PolicyPack, citations: readonly Citation[]): string {
  if (citations.length === 0) return t('source.own');
  return citations
    .map(({ instrument, articles }) => {
      const known = pack.instruments.find((entry) => entry.id === instrument);
      const name = known?.name[locale] ?? instrument;
      const number =
        known?.number && !/未取|号略/.test(known.number)
          ? locale === 'zh'
            ? `（${known.number}）`
            : ` (${known.number})`
          : '';
      return `${locale === 'zh' ? `《${name}》` : name}${number}${articles ? t('source.articles', { articles: locale === 'zh' ? articles.replaceAll(', ', '、') : articles }) : ''}`;
    })
    .join(locale === 'zh' ? '；' : '; ');
}
