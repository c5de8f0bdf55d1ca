import type { ModulePages } from '#web/shell/index.ts';
import { deskCommands, deskMessages, deskPages, deskTodayCards } from './desk-pages.tsx';

export const pages: ModulePages = {
  module: 'referrals',
  messages: deskMessages,
  pages: deskPages,
  todayCards: deskTodayCards,
  commands: deskCommands,
};
