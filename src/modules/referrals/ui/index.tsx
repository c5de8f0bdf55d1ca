import { ApiOutlined, InboxOutlined, TeamOutlined } from '@ant-design/icons';
import type { Messages } from '#web/i18n.ts';
import type { ModulePages, PageEntry } from '#web/shell/index.ts';
import { deskCommands, deskMessages, deskPages, deskTodayCards } from './desk-pages.tsx';
import { channelsEn } from './messages/channels-en.ts';
import { channelsZh } from './messages/channels-zh.ts';
import { intakeEn } from './messages/intake-en.ts';
import { intakeZh } from './messages/intake-zh.ts';
import { introducersEn } from './messages/introducers-en.ts';
import { introducersZh } from './messages/introducers-zh.ts';
import './referrals.css';

const zhCN: Messages = { ...intakeZh, ...introducersZh, ...channelsZh, ...deskMessages['zh-CN'] };
const en: Messages = { ...intakeEn, ...introducersEn, ...channelsEn, ...deskMessages.en };

const intakePages: readonly PageEntry[] = [
  {
    path: '/referrals',
    title: 'inbox.title',
    permission: 'referrals.read',
    nav: { group: 'referrals', order: 10, icon: InboxOutlined },
    phoneBar: { roles: ['info_officer', 'rep'], order: 2 },
    load: () => import('./inbox/inbox-page.tsx'),
    children: [
      {
        path: '/referrals/new',
        title: 'register.title',
        permission: 'referrals.register',
        load: () => import('./register/register-drawer.tsx'),
      },
      {
        path: '/referrals/$referralId',
        title: 'referral.title',
        permission: 'referrals.read',
        load: () => import('./referral/referral-drawer.tsx'),
      },
    ],
  },
  {
    path: '/referrals/$referralId/full',
    title: 'referral.title',
    permission: 'referrals.read',
    load: () => import('./referral/referral-page.tsx'),
  },
  {
    path: '/referral-messages',
    title: 'messages.title',
    permission: 'referrals.match',
    load: () => import('./inbox/messages-page.tsx'),
  },
  {
    path: '/introducers',
    title: 'introducers.title',
    permission: 'introducers.read',
    nav: { group: 'referrals', order: 40, icon: TeamOutlined },
    load: () => import('./introducers/introducers-page.tsx'),
    children: [
      {
        path: '/introducers/$introducerId',
        title: 'introducers.one',
        permission: 'introducers.read',
        load: () => import('./introducers/introducer-drawer.tsx'),
      },
    ],
  },
  {
    path: '/introducers/new',
    title: 'introducers.new',
    permission: 'introducers.write',
    load: () => import('./introducers/introducer-form-page.tsx'),
  },
  {
    path: '/introducers/$introducerId/edit',
    title: 'introducers.edit',
    permission: 'introducers.write',
    load: () => import('./introducers/introducer-form-page.tsx'),
  },
  {
    path: '/settings/channels',
    title: 'channels.title',
    permission: 'integration.write',
    nav: { group: 'settings', order: 40, icon: ApiOutlined },
    load: () => import('./channels/channels-page.tsx'),
  },
];

export const pages: ModulePages = {
  module: 'referrals',
  messages: { 'zh-CN': zhCN, en },
  pages: [
    ...intakePages,
    // Board, matching queue, disputes, violations, contradictions, monthly summary.
    ...deskPages,
  ],
  todayCards: [
    {
      key: 'referrals',
      roles: ['info_officer'],
      permission: 'referrals.read',
      order: 100,
      size: 'full',
      load: () => import('./today-referrals.tsx'),
    },
    ...deskTodayCards,
  ],
  commands: [
    {
      title: 'register.command',
      permission: 'referrals.register',
      path: '/referrals/new',
      words: 'djzj dianhua zhuanjie',
    },
    { title: 'introducers.new', permission: 'introducers.write', path: '/introducers/new', words: 'jsr xinzeng' },
    ...deskCommands,
  ],
};
