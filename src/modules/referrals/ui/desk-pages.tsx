import type { Catalogue } from '#web/i18n.ts';
import type { CommandEntry, PageEntry, TodayCard } from '#web/shell/index.ts';

/** Pages of the reception board, the matching queue, disputes and the monthly summary. */
export const deskPages: readonly PageEntry[] = [];
export const deskMessages: Catalogue = { 'zh-CN': {}, en: {} };
export const deskTodayCards: readonly TodayCard[] = [];
export const deskCommands: readonly CommandEntry[] = [];
