import type { PublicPage } from '#web/shell/public-pages.ts';

/** The form behind an introducer's personal link. */
export const publicPages: readonly PublicPage[] = [
  { prefix: '/r/', load: () => import('./link-form/link-form-page.tsx') },
];
