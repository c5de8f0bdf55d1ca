import { ApartmentOutlined, BankOutlined, GlobalOutlined } from '@ant-design/icons';
import type { ModulePages } from '#web/shell/index.ts';
import { en } from './texts/en.ts';
import { zhCN } from './texts/zh-CN.ts';
import './organizations.css';

const read = 'organizations.read';

export const pages: ModulePages = {
  module: 'organizations',
  messages: { 'zh-CN': zhCN, en },
  pages: [
    {
      path: '/organizations',
      title: 'title',
      permission: read,
      nav: { group: 'customers', order: 20, icon: BankOutlined },
      phoneBar: { roles: ['rep'], order: 3 },
      load: () => import('./list-page.tsx'),
      children: [
        {
          path: '/organizations/$organizationId',
          title: 'one',
          permission: read,
          load: () => import('./organization-drawer.tsx'),
        },
      ],
    },
    { path: '/organizations/board', title: 'board', permission: read, load: () => import('./board-page.tsx') },
    {
      path: '/organizations/$organizationId/full',
      title: 'one',
      permission: read,
      load: () => import('./organization-page.tsx'),
    },
    {
      path: '/organizations/new',
      title: 'new',
      permission: 'organizations.write',
      load: () => import('./form-page.tsx'),
    },
    {
      path: '/organizations/$organizationId/edit',
      title: 'edit',
      permission: 'organizations.write',
      load: () => import('./form-page.tsx'),
    },
    {
      path: '/organizations/from-introducers',
      title: 'batch.title',
      permission: 'organizations.manage',
      load: () => import('./batch-page.tsx'),
    },
    {
      path: '/coverage',
      title: 'coverage.title',
      permission: read,
      nav: { group: 'customers', order: 22, icon: GlobalOutlined },
      load: () => import('./coverage-page.tsx'),
    },
    { path: '/coverage/area', title: 'area.title', permission: read, load: () => import('./area-page.tsx') },
    {
      path: '/grid-teams',
      title: 'grid.title',
      permission: read,
      nav: { group: 'customers', order: 24, icon: ApartmentOutlined },
      load: () => import('./grid-page.tsx'),
    },
  ],
  todayCards: [
    {
      key: 'organizations',
      roles: ['info_officer', 'rep'],
      permission: read,
      order: 210,
      size: 'full',
      load: () => import('./today-organizations.tsx'),
    },
  ],
  commands: [
    { title: 'new', permission: 'organizations.write', path: '/organizations/new', words: 'xzdw danwei xinzeng' },
    { title: 'grid.title', permission: read, path: '/grid-teams', words: 'wgtd wangge' },
  ],
};
