import { AccountBookOutlined, AuditOutlined, BookOutlined, SolutionOutlined, WalletOutlined } from '@ant-design/icons';
import type { ModulePages } from '#web/shell/index.ts';
import { en } from './texts/en.ts';
import { zhCN } from './texts/zh-CN.ts';

const lineDrawer = {
  path: '/incentives/settlements/$settlementId/lines/$lineId',
  title: 'line.title',
  permission: 'settlement.read',
  load: () => import('./settlements/line-drawer.tsx'),
};

export const pages: ModulePages = {
  module: 'incentives',
  messages: { 'zh-CN': zhCN, en },
  pages: [
    {
      path: '/incentives/plans',
      title: 'plans.title',
      permission: 'plans.read',
      nav: { group: 'settlement', order: 10, icon: SolutionOutlined },
      load: () => import('./plans/plans-page.tsx'),
    },
    {
      path: '/incentives/plans/$planId/$version',
      title: 'plan.title',
      permission: 'plans.read',
      load: () => import('./plans/plan-page.tsx'),
    },
    {
      path: '/incentives/plans/$planId/$version/edit',
      title: 'editor.title',
      permission: 'plans.write',
      load: () => import('./editor/editor-page.tsx'),
    },
    {
      path: '/incentives/new-plan',
      title: 'editor.newTitle',
      permission: 'plans.write',
      load: () => import('./editor/editor-page.tsx'),
    },
    {
      path: '/incentives/what-if',
      title: 'whatIf.title',
      permission: 'plans.whatif',
      nav: { group: 'settlement', order: 20, icon: AuditOutlined },
      load: () => import('./what-if/what-if-page.tsx'),
    },
    {
      path: '/incentives/settlements',
      title: 'settlements.title',
      permission: 'settlement.read',
      nav: { group: 'settlement', order: 30, icon: AccountBookOutlined },
      load: () => import('./settlements/settlements-page.tsx'),
    },
    {
      path: '/incentives/settlements/$settlementId',
      title: 'settlement.title',
      permission: 'settlement.read',
      load: () => import('./settlements/settlement-page.tsx'),
      children: [lineDrawer],
    },
    {
      path: '/incentives/settlements/$settlementId/print',
      title: 'register.title',
      permission: 'settlement.read',
      frame: 'bare',
      load: () => import('./settlements/register-page.tsx'),
    },
    {
      path: '/incentives/payouts',
      title: 'payouts.title',
      permission: 'settlement.pay',
      nav: { group: 'settlement', order: 40, icon: WalletOutlined },
      load: () => import('./payouts/payouts-page.tsx'),
      children: [
        {
          path: '/incentives/payouts/$payoutId',
          title: 'payout.title',
          permission: 'settlement.pay',
          load: () => import('./payouts/payout-drawer.tsx'),
        },
      ],
    },
    {
      path: '/incentives/ledger',
      title: 'ledger.title',
      permission: 'ledger.read',
      nav: { group: 'settlement', order: 50, icon: BookOutlined },
      load: () => import('./payouts/ledger-page.tsx'),
    },
  ],
  todayCards: [
    {
      key: 'signatures',
      roles: [
        'info_officer',
        'relationship_officer',
        'dept_head',
        'finance',
        'vice_president',
        'president',
        'compliance',
      ],
      permission: 'settlement.read',
      order: 110,
      size: 'wide',
      load: () => import('./today/waiting-card.tsx'),
    },
    {
      key: 'payouts',
      roles: ['finance'],
      permission: 'settlement.pay',
      order: 210,
      size: 'small',
      load: () => import('./today/payouts-card.tsx'),
    },
    {
      key: 'month',
      roles: ['finance', 'vice_president', 'president', 'compliance'],
      permission: 'settlement.read',
      order: 310,
      size: 'full',
      load: () => import('./today/month-card.tsx'),
    },
  ],
  commands: [
    { title: 'whatIf.command', permission: 'plans.whatif', path: '/incentives/what-if', words: 'facs cs duibi' },
    {
      title: 'settlements.command',
      permission: 'settlement.compile',
      path: '/incentives/settlements?run=1',
      words: 'yxjs js yuejie',
    },
    { title: 'payouts.command', permission: 'settlement.pay', path: '/incentives/payouts', words: 'djfk fk fafang' },
  ],
};
