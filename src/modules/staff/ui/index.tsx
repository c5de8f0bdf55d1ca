import { AuditOutlined, EyeOutlined, TeamOutlined } from '@ant-design/icons';
import type { ModulePages } from '#web/shell/index.ts';
import { en } from './texts/en.ts';
import { zhCN } from './texts/zh-CN.ts';

export const pages: ModulePages = {
  module: 'staff',
  messages: { 'zh-CN': zhCN, en },
  pages: [
    {
      path: '/accounts',
      title: 'accounts.title',
      permission: 'accounts.read',
      nav: { group: 'settings', order: 20, icon: TeamOutlined },
      load: () => import('./accounts-page.tsx'),
      children: [
        {
          path: '/accounts/$accountId',
          title: 'accounts.one',
          permission: 'accounts.read',
          load: () => import('./account-drawer.tsx'),
        },
      ],
    },
    {
      path: '/accounts/new',
      title: 'create.title',
      permission: 'accounts.write',
      load: () => import('./new-account-page.tsx'),
    },
    {
      path: '/accounts/requests',
      title: 'accounts.grants',
      permission: 'accounts.read',
      load: () => import('./grants-page.tsx'),
    },
    {
      path: '/accounts/rights',
      title: 'accounts.rights',
      permission: 'session',
      load: () => import('./rights-page.tsx'),
    },
    {
      path: '/accounts/tokens',
      title: 'accounts.tokens',
      permission: 'integration.write',
      load: () => import('./tokens-page.tsx'),
    },
    {
      path: '/accounts/sso',
      title: 'sso.title',
      permission: 'integration.write',
      load: () => import('./sso-page.tsx'),
    },
    {
      path: '/compliance/glass',
      title: 'glass.title',
      permission: 'access.review',
      nav: { group: 'compliance', order: 85, icon: EyeOutlined },
      load: () => import('./glass-page.tsx'),
    },
    {
      path: '/audit',
      title: 'audit.title',
      permission: 'audit.read',
      nav: { group: 'compliance', order: 90, icon: AuditOutlined },
      load: () => import('./audit-page.tsx'),
    },
  ],
  todayCards: [
    {
      key: 'second-factor',
      roles: ['finance', 'vice_president', 'president', 'compliance', 'admin'],
      permission: 'session',
      order: 105,
      size: 'wide',
      load: () => import('./today-second-factor.tsx'),
    },
    {
      key: 'glass',
      roles: ['compliance'],
      permission: 'access.review',
      order: 30,
      size: 'wide',
      load: () => import('./today-glass.tsx'),
    },
    {
      key: 'grants',
      roles: 'all',
      permission: 'accounts.confirm',
      order: 110,
      size: 'wide',
      load: () => import('./today-grants.tsx'),
    },
  ],
  commands: [
    { title: 'create.title', permission: 'accounts.write', path: '/accounts/new', words: 'xjzh ktzh' },
    { title: 'accounts.rights', permission: 'session', path: '/accounts/rights', words: 'qxb' },
  ],
};
