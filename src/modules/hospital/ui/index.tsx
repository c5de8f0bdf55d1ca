import { BankOutlined } from '@ant-design/icons';
import type { ModulePages } from '#web/shell/index.ts';
import { en } from './texts/en.ts';
import { zhCN } from './texts/zh-CN.ts';

export const pages: ModulePages = {
  module: 'hospital',
  messages: { 'zh-CN': zhCN, en },
  pages: [
    {
      path: '/hospital',
      title: 'title',
      permission: 'hospital.write',
      nav: { group: 'settings', order: 10, icon: BankOutlined },
      load: () => import('./hospital-page.tsx'),
    },
  ],
  commands: [{ title: 'title', permission: 'hospital.write', path: '/hospital', words: 'yyks sz' }],
};
