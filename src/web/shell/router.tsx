import { type AnyRoute, createRootRoute, createRoute, createRouter, Outlet } from '@tanstack/react-router';
import { type ComponentType, type LazyExoticComponent, lazy, type ReactNode, Suspense } from 'react';
import { NoPermission, PageSkeleton } from '#web/kit/states.tsx';
import { Frame } from './frame.tsx';
import { NotFoundPage } from './not-found-page.tsx';
import type { ModulePages, PageEntry } from './pages.ts';
import { useMay } from './session.tsx';

/** Query values stay plain text (`filter` may repeat); the router's own reading would turn `q=001` into a number. */
export function readSearch(text: string): Record<string, string | string[]> {
  const query = new URLSearchParams(text);
  const read: Record<string, string | string[]> = {};
  for (const name of new Set(query.keys())) {
    const values = query.getAll(name);
    read[name] = values.length === 1 ? values[0]! : values;
  }
  return read;
}

export function writeSearch(search: Record<string, unknown>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null) query.append(name, String(one));
    }
  }
  const text = query.toString();
  return text ? `?${text}` : '';
}

interface GuardProps {
  readonly page: LazyExoticComponent<ComponentType>;
  readonly permission: string;
  readonly hasChildren: boolean;
}

/** A page behind its permission; its children (drawers) are shown over it. */
function Guarded({ page: Page, permission, hasChildren }: GuardProps) {
  if (!useMay(permission)) return <NoPermission permission={permission} />;
  return (
    <>
      <Suspense fallback={<PageSkeleton />}>
        <Page />
      </Suspense>
      {hasChildren && <Outlet />}
    </>
  );
}

function guarded(page: Pick<PageEntry, 'load' | 'permission'>, hasChildren: boolean): () => ReactNode {
  const loaded = lazy(page.load);
  return () => <Guarded page={loaded} permission={page.permission} hasChildren={hasChildren} />;
}

function below(parent: string, path: string): string {
  return path.startsWith(`${parent}/`) ? path.slice(parent.length) : path;
}

/** The router of all registered pages. */
export function buildRouter(modules: readonly ModulePages[]) {
  const root = createRootRoute({ component: Outlet, notFoundComponent: NotFoundPage });
  const framed = createRoute({ getParentRoute: () => root, id: 'framed', component: Frame });
  const routeOf = (parent: AnyRoute, page: PageEntry): AnyRoute => {
    const children = page.children ?? [];
    const route: AnyRoute = createRoute({
      getParentRoute: () => parent,
      path: page.path,
      component: guarded(page, children.length > 0),
    });
    return children.length === 0
      ? route
      : route.addChildren(
          children.map((child) =>
            createRoute({
              getParentRoute: () => route,
              path: below(page.path, child.path),
              component: guarded(child, false),
            }),
          ),
        );
  };
  const own: PageEntry[] = [
    { path: '/', title: 'shell:today.title', permission: 'session', load: () => import('./today-page.tsx') },
    { path: '/account', title: 'shell:account.title', permission: 'session', load: () => import('./account-page.tsx') },
  ];
  const pages = [...own, ...modules.flatMap((module) => module.pages)];
  const inFrame = pages.filter((page) => page.frame !== 'bare').map((page) => routeOf(framed, page));
  const bare = pages.filter((page) => page.frame === 'bare').map((page) => routeOf(root, page));
  const anythingElse = createRoute({ getParentRoute: () => framed, path: '$', component: NotFoundPage });
  const tree = root.addChildren([framed.addChildren([...inFrame, anythingElse]), ...bare]);
  return createRouter({
    routeTree: tree,
    parseSearch: readSearch,
    stringifySearch: writeSearch,
    defaultPreload: false,
    scrollRestoration: true,
  });
}
