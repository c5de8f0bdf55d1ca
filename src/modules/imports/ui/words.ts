import type { ImportRun } from '#modules/imports/contract.ts';
import { useText } from '#web/i18n.ts';
import type { Tone } from '#web/kit/index.ts';

export const stateTones: Readonly<Record<ImportRun['state'], Tone>> = {
  uploaded: 'waiting',
  checking: 'primary',
  checked: 'waiting',
  running: 'primary',
  done: 'allowed',
  failed: 'prohibited',
  cancelled: 'inactive',
  interrupted: 'waiting',
  undone: 'inactive',
};

export const isUnderWay = (state: ImportRun['state']): boolean => state === 'checking' || state === 'running';

export const counted = (count: number): string => count.toLocaleString('en-US');

/** Name of one of our columns in the reader's language: 就诊号, or `episode no`. */
export function useColumnName(): (column: { readonly name: string; readonly title: string }) => string {
  const t = useText('imports');
  // The formats are Chinese and English by themselves: the English name is the column's own.
  const isEnglish = t('encoding.auto') === 'Automatic';
  return ({ name, title }) => (isEnglish ? name.replaceAll('_', ' ') : title);
}
