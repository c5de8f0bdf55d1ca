import type { Catalogue } from '#web/i18n.ts';
import type { PageEntry } from '#web/shell/index.ts';

/** Pages of the reception board, the matching queue, disputes and the monthly summary. */
export const deskPages: readonly PageEntry[] = [];
export const deskMessages: Catalogue = { 'zh-CN': {}, en: {} };
