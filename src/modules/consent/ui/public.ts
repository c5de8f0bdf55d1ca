import type { PublicPage } from '#web/shell/public-pages.ts';

/** The page behind a person's own link. */
export const publicPages: readonly PublicPage[] = [{ prefix: '/my/', load: () => import('./own-page.tsx') }];
