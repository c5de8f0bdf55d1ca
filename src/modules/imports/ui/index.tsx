import { ImportOutlined } from '@ant-design/icons';
import type { ModulePages } from '#web/shell/index.ts';
import { en } from './texts/en.ts';
import { zhCN } from './texts/zh-CN.ts';

export const pages: ModulePages = {
  module: 'imports',
  messages: { 'zh-CN': zhCN, en },
  pages: [
    {
      path: '/settings/imports',
      title: 'title',
      permission: 'imports.run',
      nav: { group: 'settings', order: 30, icon: ImportOutlined },
      load: () => import('./imports-page.tsx'),
    },
    {
      path: '/settings/imports/new',
      title: 'new.title',
      permission: 'imports.run',
      load: () => import('./new-import-page.tsx'),
    },
    {
      path: '/settings/imports/$runId',
      title: 'run.title',
      permission: 'imports.run',
      load: () => import('./import-page.tsx'),
    },
  ],
  commands: [{ title: 'new.title', permission: 'imports.run', path: '/settings/imports/new', words: 'sjdr dr drsj' }],
};
