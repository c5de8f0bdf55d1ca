import { CalendarOutlined, IdcardOutlined, PartitionOutlined } from '@ant-design/icons';
import type { Catalogue } from '#web/i18n.ts';
import type { CommandEntry, PageEntry, TodayCard } from '#web/shell/index.ts';
import { deskEn } from './texts/desk.en.ts';
import { deskZhCN } from './texts/desk.zh-CN.ts';

export const deskMessages: Catalogue = { 'zh-CN': { desk: deskZhCN }, en: { desk: deskEn } };

/** Reception board, matching queue, disputes, violations, contradictions, monthly summary. */
export const deskPages: readonly PageEntry[] = [
  {
    path: '/board',
    title: 'desk.board.title',
    permission: 'board.read',
    nav: { group: 'referrals', order: 20, icon: IdcardOutlined },
    phoneBar: { roles: ['reception', 'relationship_officer', 'agent'], order: 1 },
    load: () => import('./board/board-page.tsx'),
  },
  {
    path: '/board/wall',
    title: 'desk.board.title',
    permission: 'board.read',
    frame: 'bare',
    load: () => import('./board/board-wall-page.tsx'),
  },
  {
    path: '/matching',
    title: 'desk.matching.title',
    permission: 'referrals.read',
    nav: { group: 'referrals', order: 30, icon: PartitionOutlined },
    load: () => import('./matching/matching-page.tsx'),
  },
  {
    path: '/matching/disputes',
    title: 'desk.disputes.title',
    permission: 'referrals.read',
    load: () => import('./disputes/disputes-page.tsx'),
  },
  {
    path: '/matching/disputes/$disputeId',
    title: 'desk.disputes.one',
    permission: 'referrals.read',
    load: () => import('./disputes/dispute-page.tsx'),
  },
  {
    path: '/matching/violations',
    title: 'desk.violations.title',
    permission: 'referrals.violation.decide',
    load: () => import('./violations/violations-page.tsx'),
    children: [
      {
        path: '/matching/violations/$violationId',
        title: 'desk.violations.one',
        permission: 'referrals.violation.decide',
        load: () => import('./violations/violation-drawer.tsx'),
      },
    ],
  },
  {
    path: '/matching/contradictions',
    title: 'desk.contradictions.title',
    permission: 'referrals.match',
    load: () => import('./contradictions/contradictions-page.tsx'),
  },
  {
    path: '/disputes',
    title: 'desk.disputes.title',
    permission: 'referrals.read',
    load: () => import('./disputes/dispute-address.tsx'),
  },
  {
    path: '/disputes/$disputeId',
    title: 'desk.disputes.one',
    permission: 'referrals.read',
    load: () => import('./disputes/dispute-address.tsx'),
  },
  {
    path: '/monthly-summary',
    title: 'desk.summary.title',
    permission: 'referrals.summary',
    nav: { group: 'referrals', order: 60, icon: CalendarOutlined },
    load: () => import('./summary/summary-page.tsx'),
  },
  {
    path: '/monthly-summary/print',
    title: 'desk.summary.title',
    permission: 'referrals.summary',
    frame: 'bare',
    load: () => import('./summary/summary-print-page.tsx'),
  },
];

export const deskTodayCards: readonly TodayCard[] = [
  {
    key: 'board',
    roles: ['reception', 'relationship_officer', 'service_manager', 'agent'],
    permission: 'board.read',
    order: 110,
    size: 'wide',
    load: () => import('./board/today-board.tsx'),
  },
  {
    key: 'disputes',
    roles: ['service_manager', 'compliance'],
    permission: 'referrals.dispute.decide',
    order: 105,
    size: 'wide',
    load: () => import('./disputes/today-disputes.tsx'),
  },
  {
    key: 'violations',
    roles: ['compliance'],
    permission: 'referrals.violation.decide',
    order: 120,
    size: 'small',
    load: () => import('./violations/today-violations.tsx'),
  },
];

export const deskCommands: readonly CommandEntry[] = [
  { title: 'desk.board.title', permission: 'board.read', path: '/board', words: 'jdt jiedaitai daozhen' },
  { title: 'desk.matching.tabQueue', permission: 'referrals.match', path: '/matching', words: 'ppdl pipei' },
  { title: 'desk.disputes.title', permission: 'referrals.read', path: '/matching/disputes', words: 'zy zhengyi' },
  {
    title: 'desk.summary.command',
    permission: 'referrals.summary',
    path: '/monthly-summary',
    words: 'ydhz yuedu huizong zhuyuan',
  },
];
