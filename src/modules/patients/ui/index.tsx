import { FormOutlined, SwapOutlined, UserOutlined } from '@ant-design/icons';
import type { ModulePages } from '#web/shell/index.ts';
import './patients.css';
import { en } from './texts/en.ts';
import { zhCN } from './texts/zh-CN.ts';

export const pages: ModulePages = {
  module: 'patients',
  messages: { 'zh-CN': zhCN, en },
  pages: [
    {
      path: '/patients',
      title: 'title',
      permission: 'patients.read',
      nav: { group: 'customers', order: 10, icon: UserOutlined },
      phoneBar: { roles: ['agent', 'service_manager'], order: 1 },
      load: () => import('./patients-page.tsx'),
    },
    { path: '/patients/new', title: 'new', permission: 'patients.write', load: () => import('./new-patient-page.tsx') },
    {
      path: '/patients/$patientId',
      title: 'one',
      permission: 'patients.read',
      load: () => import('./patient-page.tsx'),
    },
    {
      path: '/patient-level-moves',
      title: 'moves.title',
      permission: 'patients.read',
      nav: { group: 'customers', order: 60, icon: SwapOutlined },
      load: () => import('./moves-page.tsx'),
    },
    {
      path: '/settings/patient-forms',
      title: 'formPage.title',
      permission: 'patients.forms',
      nav: { group: 'settings', order: 30, icon: FormOutlined },
      load: () => import('./forms-page.tsx'),
    },
  ],
  commands: [
    { title: 'new', permission: 'patients.write', path: '/patients/new', words: 'xjhz jiandang' },
    { title: 'moves.title', permission: 'patients.read', path: '/patient-level-moves', words: 'gxdj' },
  ],
};
