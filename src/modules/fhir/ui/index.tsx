import { ApiOutlined } from '@ant-design/icons';
import type { ModulePages } from '#web/shell/index.ts';
import { en } from './texts/en.ts';
import { zhCN } from './texts/zh-CN.ts';

export const pages: ModulePages = {
  module: 'fhir',
  messages: { 'zh-CN': zhCN, en },
  pages: [
    {
      path: '/settings/fhir',
      title: 'title',
      permission: 'imports.run',
      nav: { group: 'settings', order: 31, icon: ApiOutlined },
      load: () => import('./fhir-page.tsx'),
      children: [
        {
          path: '/settings/fhir/$runId',
          title: 'title',
          permission: 'imports.run',
          load: () => import('./run-drawer.tsx'),
        },
      ],
    },
  ],
  commands: [{ title: 'upload', permission: 'imports.run', path: '/settings/fhir', words: 'fhir dr ndjson bundle' }],
};
