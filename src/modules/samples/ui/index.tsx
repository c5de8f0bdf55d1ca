import type { ModulePages } from '#web/shell/index.ts';
import { en } from './texts/en.ts';
import { zhCN } from './texts/zh-CN.ts';

export const pages: ModulePages = {
  module: 'samples',
  messages: { 'zh-CN': zhCN, en },
  pages: [],
  todayCards: [
    {
      key: 'sample-accounts',
      roles: ['admin'],
      permission: 'accounts.write',
      order: 90,
      size: 'wide',
      load: () => import('./today-sample.tsx'),
    },
  ],
};
