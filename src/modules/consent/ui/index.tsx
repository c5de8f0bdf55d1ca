import { ExportOutlined, FileProtectOutlined } from '@ant-design/icons';
import type { ModulePages } from '#web/shell/index.ts';
import { en } from './texts/en.ts';
import { zhCN } from './texts/zh-CN.ts';

export const pages: ModulePages = {
  module: 'consent',
  messages: { 'zh-CN': zhCN, en },
  pages: [
    {
      path: '/consents',
      title: 'title',
      permission: 'consents.read',
      nav: { group: 'compliance', order: 20, icon: FileProtectOutlined },
      load: () => import('./consents-page.tsx'),
      children: [
        {
          path: '/consents/people/$patientId',
          title: 'one',
          permission: 'consents.read',
          load: () => import('./person-drawer.tsx'),
        },
      ],
    },
    {
      path: '/patients/$patientId/consents',
      title: 'one',
      permission: 'consents.read',
      load: () => import('./person-page.tsx'),
    },
    {
      path: '/consents/texts',
      title: 'tabs.texts',
      permission: 'consents.read',
      load: () => import('./texts-page.tsx'),
    },
    {
      path: '/consents/requests',
      title: 'tabs.requests',
      permission: 'rights.handle',
      load: () => import('./requests-page.tsx'),
      children: [
        {
          path: '/consents/requests/$requestId',
          title: 'request.one',
          permission: 'rights.handle',
          load: () => import('./request-drawer.tsx'),
        },
      ],
    },
    {
      path: '/consents/retention',
      title: 'tabs.retention',
      permission: 'retention.run',
      load: () => import('./retention-page.tsx'),
    },
    {
      path: '/consents/exports',
      title: 'tabs.exports',
      permission: 'export.deidentified.read',
      nav: { group: 'compliance', order: 25, icon: ExportOutlined },
      load: () => import('./exports-page.tsx'),
      children: [
        {
          path: '/consents/exports/$exportId',
          title: 'export.one',
          permission: 'export.deidentified.read',
          load: () => import('./export-drawer.tsx'),
        },
      ],
    },
  ],
  commands: [
    { title: 'command', permission: 'consents.write', path: '/consents', words: 'djty chehui tongyi tuiding' },
    {
      title: 'exportsCommand',
      permission: 'export.deidentified.request',
      path: '/consents/exports',
      words: 'qbs daochu',
    },
  ],
};
