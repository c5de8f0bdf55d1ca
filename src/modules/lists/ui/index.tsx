import type { ModulePages } from '#web/shell/index.ts';
import { en } from './texts/en.ts';
import { zhCN } from './texts/zh-CN.ts';

export const pages: ModulePages = {
  module: 'lists',
  messages: { 'zh-CN': zhCN, en },
  pages: [
    { path: '/exports', title: 'exports.title', permission: 'session', load: () => import('./exports-page.tsx') },
  ],
  commands: [{ title: 'exports.title', permission: 'session', path: '/exports', words: 'daochu wddc export' }],
};
