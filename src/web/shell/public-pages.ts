import { type ComponentType, type LazyExoticComponent, lazy } from 'react';

/** A page without login, reached by a link somebody was given. It stands outside of the frame and loads nothing of it. */
export interface PublicPage {
  /** Beginning of its addresses: `/r/`. */
  readonly prefix: string;
  /** Brings its own texts with `addMessages`. */
  readonly load: () => Promise<{ default: ComponentType }>;
}

/** Found by their place: `src/modules/<module>/ui/public.ts` exporting `publicPages`. */
const found = import.meta.glob<readonly PublicPage[]>('../../modules/*/ui/public.ts', {
  eager: true,
  import: 'publicPages',
});

/** The public page of an address; null: the address belongs to the pages behind the login. */
export function publicPageOf(path: string): LazyExoticComponent<ComponentType> | null {
  const page = Object.values(found)
    .flat()
    .find((one) => path.startsWith(one.prefix));
  return page ? lazy(page.load) : null;
}
