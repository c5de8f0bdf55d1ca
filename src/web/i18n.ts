import i18next, { type i18n } from 'i18next';
import { useCallback } from 'react';
import { initReactI18next, useTranslation } from 'react-i18next';
import { setSurroundings } from './api/client.ts';
import { readPreference, writePreference } from './kit/preferences.ts';
import { en } from './messages/en.ts';
import { zhCN } from './messages/zh-CN.ts';

export type Language = 'zh-CN' | 'en';
/** Texts by key; nested groups are addressed with dots, `{{name}}` marks what is filled in. */
export interface Messages {
  readonly [key: string]: string | Messages;
}
export type Catalogue = Readonly<Record<Language, Messages>>;

export const instance: i18n = i18next.createInstance();

export function currentLanguage(): Language {
  return readPreference('language') === 'en' ? 'en' : 'zh-CN';
}

/** Starts the catalogue with the texts of kit and shell; modules add theirs with `addMessages`. */
export async function startLanguage(): Promise<void> {
  await instance.use(initReactI18next).init({
    lng: currentLanguage(),
    fallbackLng: 'zh-CN',
    supportedLngs: ['zh-CN', 'en'],
    resources: { 'zh-CN': zhCN, en },
    defaultNS: 'kit',
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  applyLanguage(currentLanguage());
}

/** One namespace per module: `t('inbox.title')` under `useText('referrals')`. */
export function addMessages(module: string, catalogue: Catalogue): void {
  instance.addResourceBundle('zh-CN', module, catalogue['zh-CN'], true, true);
  instance.addResourceBundle('en', module, catalogue.en, true, true);
}

export async function changeLanguage(language: Language): Promise<void> {
  writePreference('language', language);
  await instance.changeLanguage(language);
  applyLanguage(language);
}

function applyLanguage(language: Language): void {
  setSurroundings({ language });
  if (typeof document !== 'undefined') document.documentElement.lang = language;
}

export type Text = (key: string, values?: Readonly<Record<string, unknown>>) => string;

/** Texts of one module (or of `kit`, `shell`) in the language of the page. */
export function useText(module: string): Text {
  const { t } = useTranslation(module, { i18n: instance });
  return useCallback((key, values) => String(t(key, { ...values })), [t]);
}

export function useLanguage(): Language {
  const { i18n: used } = useTranslation('kit', { i18n: instance });
  return used.language === 'en' ? 'en' : 'zh-CN';
}
