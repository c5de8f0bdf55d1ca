import { useCallback } from 'react';
import { type Text, useLanguage, useText } from '#web/i18n.ts';
import { deskFailures } from '../contract/desk-failures.ts';

/** Texts of the desk pages: keys below `desk.` of the module's catalogue. */
export function useDesk(): Text {
  const t = useText('referrals');
  return useCallback((key, values) => t(`desk.${key}`, values), [t]);
}

/** As `useDesk`, for codes the server may add to: an unknown one is shown as it is, never as a key. */
export function useCodeText(): (group: string, code: string) => string {
  const t = useText('referrals');
  return useCallback(
    (group, code) => {
      const key = `desk.${group}.${code}`;
      const text = t(key);
      return text === key ? code : text;
    },
    [t],
  );
}

/** Title and remedy of a refusal code, in the language of the page. */
export function useFailureWords(): (code: string) => { title: string; remedy: string } {
  const language = useLanguage();
  return useCallback(
    (code) => {
      const failure = deskFailures[code];
      if (!failure) return { title: code, remedy: '' };
      return language === 'en'
        ? { title: failure.en, remedy: failure.remedyEn }
        : { title: failure.zh, remedy: failure.remedyZh };
    },
    [language],
  );
}

interface Person {
  readonly sex: 'male' | 'female' | null;
  readonly age: number | null;
  readonly phoneTail?: string | null;
}

/** 男 · 56 岁 · 尾号 1234, without what is unknown. */
export function usePersonText(separator = ' · '): (person: Person) => string {
  const t = useDesk();
  return useCallback(
    ({ sex, age, phoneTail }) =>
      [
        sex ? t(`common.${sex}`) : '',
        age === null ? '' : t('common.age', { age }),
        phoneTail ? t('common.tail', { tail: phoneTail }) : '',
      ]
        .filter(Boolean)
        .join(separator),
    [t, separator],
  );
}
