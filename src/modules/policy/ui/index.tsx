import { SafetyCertificateOutlined } from '@ant-design/icons';
import type { ModulePages } from '#web/shell/index.ts';
import { en } from './texts/en.ts';
import { zhCN } from './texts/zh-CN.ts';

export const pages: ModulePages = {
  module: 'policy',
  messages: { 'zh-CN': zhCN, en },
  pages: [
    {
      path: '/policy',
      title: 'pack.title',
      permission: 'policy.read',
      nav: { group: 'compliance', order: 30, icon: SafetyCertificateOutlined },
      load: () => import('./pack-page.tsx'),
    },
  ],
  commands: [{ title: 'pack.command', permission: 'policy.read', path: '/policy', words: 'zcb fagui yiju jinzhi' }],
};
