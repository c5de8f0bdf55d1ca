import type { zhCN } from './zh-CN.ts';

export const en: typeof zhCN = {
  title: 'Accounts of the sample hospital',
  text: 'All sample accounts share one password. Open this site in a private window to work as several roles at once and walk through a month.',
  password: 'Password',
  username: 'Username',
  name: 'Name',
  roles: 'Roles',
  all: 'Show all {{count}} accounts',
};
