import type { ComponentType } from 'react';
import { useMemo } from 'react';
import { instance, useLanguage } from '#web/i18n.ts';
import { modules } from './modules.ts';
import { type ModulePages, type NavGroup, navGroups, type PageEntry } from './pages.ts';
import { mayWith, useSession } from './session.tsx';

export interface NavEntry {
  readonly path: string;
  readonly label: string;
  readonly icon: ComponentType;
  readonly order: number;
}

export interface NavSection {
  readonly group: NavGroup;
  readonly label: string;
  readonly entries: readonly NavEntry[];
}

/** Text of a module's key in the current language; a key with a namespace (`shell:today.title`) is taken as it is. */
export function moduleText(module: string, key: string): string {
  return instance.t(key.includes(':') ? key : `${module}:${key}`);
}

/** Pages of all modules the permissions cover, with their modules. */
export function permittedPages(
  all: readonly ModulePages[],
  permissions: readonly string[],
): { module: string; page: PageEntry }[] {
  return all.flatMap(({ module, pages }) =>
    pages.filter((page) => mayWith(permissions, page.permission)).map((page) => ({ module, page })),
  );
}

/** The left navigation of the person signed in: groups in the product's order, only what works and is permitted. */
export function useNavSections(): readonly NavSection[] {
  const { permissions } = useSession();
  const language = useLanguage();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the labels are read in the current language
  return useMemo(() => {
    const pages = permittedPages(modules, permissions);
    return navGroups.flatMap((group) => {
      const entries = pages
        .flatMap(({ module, page }) =>
          page.nav?.group === group
            ? [{ path: page.path, label: moduleText(module, page.title), icon: page.nav.icon, order: page.nav.order }]
            : [],
        )
        .sort((one, other) => one.order - other.order);
      return entries.length === 0 ? [] : [{ group, label: moduleText('shell', `nav.${group}`), entries }];
    });
  }, [permissions, language]);
}

/** Entries of the phone's bottom bar (besides Today), at most three; none for roles that work at a desk. */
export function usePhoneBar(): readonly NavEntry[] {
  const { permissions, roles } = useSession();
  const language = useLanguage();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the labels are read in the current language
  return useMemo(
    () =>
      permittedPages(modules, permissions)
        .flatMap(({ module, page }) =>
          page.phoneBar && page.nav && page.phoneBar.roles.some((role) => roles.includes(role))
            ? [
                {
                  path: page.path,
                  label: moduleText(module, page.title),
                  icon: page.nav.icon,
                  order: page.phoneBar.order,
                },
              ]
            : [],
        )
        .sort((one, other) => one.order - other.order)
        .slice(0, 3),
    [permissions, roles, language],
  );
}

/** The entry a path belongs to: the longest that begins it. */
export function entryOf(path: string, paths: readonly string[]): string | null {
  const fitting = paths.filter((one) => path === one || path.startsWith(`${one}/`));
  return fitting.sort((one, other) => other.length - one.length)[0] ?? null;
}
