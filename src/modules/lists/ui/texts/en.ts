import type { zhCN } from './zh-CN.ts';

export const en: typeof zhCN = {
  exports: {
    title: 'My exports',
    meaning: 'Files you exported are kept for 7 days, for you only; every export and download is on record.',
    rows: '{{count}} rows',
    until: 'Kept until',
    working: 'In the making, or not finished',
    download: 'Download',
    emptyTitle: 'No exported files yet',
    emptyText: 'Choose “Export” at the top of a list; the file appears here.',
  },
};
