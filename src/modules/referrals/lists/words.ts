import { intakeEn } from '../ui/messages/intake-en.ts';
import { intakeZh } from '../ui/messages/intake-zh.ts';
import { introducersEn } from '../ui/messages/introducers-en.ts';
import { introducersZh } from '../ui/messages/introducers-zh.ts';

type Locale = 'zh-CN' | 'en';

/** Files say what the pages say: the words are the pages' own. */
function wordOf(messages: object, path: string): string {
  let found: unknown = messages;
  for (const part of path.split('.')) found = (found as Record<string, unknown> | undefined)?.[part];
  return typeof found === 'string' ? found : path.slice(path.lastIndexOf('.') + 1);
}

const intake = (path: string, locale: Locale) => wordOf(locale === 'en' ? intakeEn : intakeZh, path);

export const introducerKindWords = (kind: string, locale: Locale): string => intake(`kind.${kind}`, locale);
export const stateWords = (state: string, locale: Locale): string => intake(`state.${state}`, locale);
export const channelWords = (channel: string, locale: Locale): string => intake(`channel.${channel}`, locale);
export const sexWords = (sex: string | null, locale: Locale): string | null =>
  sex === null ? null : locale === 'en' ? sex : sex === 'male' ? '男' : '女';
export const introducerStatusWords = (status: string, locale: Locale): string =>
  wordOf(locale === 'en' ? introducersEn : introducersZh, `introducers.statusName.${status}`);
