import { lazy, Suspense, useCallback, useEffect, useState } from 'react';
import { ErrorBoundary, PageSkeleton } from '#web/kit/states.tsx';
import { loginAddress, safeReturn } from './address.ts';
import { type FirstPlace, firstPlace } from './first-place.ts';
import { publicPageOf } from './public-pages.ts';

const loadApp = () => import('./app.tsx');
const SignedInApp = lazy(loadApp);
const LoginPage = lazy(() => import('./login-page.tsx'));
const PublicPage = publicPageOf(location.pathname);
const FirstVisitWizard = lazy(() => import('./first-visit-wizard.tsx'));

/**
 * Login and first visit stand outside of the pages, so that they load without the modules, the table and the router; those are
 * fetched while the person types.
 */
export function Root() {
  const [place, setPlace] = useState<FirstPlace | null>(null);
  useEffect(() => {
    if (PublicPage) return;
    void firstPlace().then((found) => {
      if (found === 'login' && location.pathname !== '/login') history.replaceState(null, '', loginAddress());
      if (found === 'setup') history.replaceState(null, '', '/setup');
      if (found === 'app' && (location.pathname === '/login' || location.pathname === '/setup')) {
        history.replaceState(null, '', safeReturn(new URLSearchParams(location.search).get('return')));
      }
      setPlace(found);
      if (found !== 'app') setTimeout(() => void loadApp(), 800);
    });
  }, []);
  const enter = useCallback((path: string) => {
    history.replaceState(null, '', path);
    setPlace('app');
  }, []);
  return (
    <ErrorBoundary>
      <Suspense fallback={<PageSkeleton />}>
        {PublicPage && <PublicPage />}
        {place === 'login' && (
          <LoginPage onSignedIn={() => enter(safeReturn(new URLSearchParams(location.search).get('return')))} />
        )}
        {place === 'setup' && <FirstVisitWizard onDone={() => enter('/')} />}
        {place === 'app' && <SignedInApp />}
      </Suspense>
    </ErrorBoundary>
  );
}
