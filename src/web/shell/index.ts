export type { CommandEntry, ModulePages, NavGroup, PageEntry, SearchHit, SearchProvider, TodayCard } from './pages.ts';
export { mayWith, type Session, useMay, useSession } from './session.tsx';
export { GlassButton, SubjectAccess } from './subject-access.tsx';
