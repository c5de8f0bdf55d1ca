export type { CommandEntry, ModulePages, NavGroup, PageEntry, SearchHit, SearchProvider, TodayCard } from './pages.ts';
export { type SampleAccess, SampleAccounts, sampleAccessOf } from './sample-accounts.tsx';
export { mayWith, type Session, useMay, useSession } from './session.tsx';
