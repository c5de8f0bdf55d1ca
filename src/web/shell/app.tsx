import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { setSurroundings } from '#web/api/client.ts';
import { useRead } from '#web/api/hooks.ts';
import { newQueryClient } from '#web/api/query-client.ts';
import { addMessages } from '#web/i18n.ts';
import { TimeZoneContext } from '#web/kit/format.ts';
import { KeyboardHelp } from '#web/kit/keys.tsx';
import { AccountContext } from '#web/kit/list/saved-views.ts';
import { ErrorBoundary, ErrorState, PageSkeleton } from '#web/kit/states.tsx';
import { loginAddress } from './address.ts';
import { modules } from './modules.ts';
import { buildRouter } from './router.tsx';
import { readSession, restoreHospital, SessionRoot } from './session.tsx';

for (const module of modules) addMessages(module.module, module.messages);

const client = newQueryClient();
const router = buildRouter(modules);

/** Everything behind the login: session, pages, frame. */
export default function SignedInApp() {
  return (
    <QueryClientProvider client={client}>
      <ErrorBoundary>
        <SessionGate />
      </ErrorBoundary>
    </QueryClientProvider>
  );
}

function SessionGate() {
  const [isReady, setReady] = useState(false);
  useEffect(() => {
    restoreHospital();
    setSurroundings({ onSignedOut: () => location.assign(loginAddress()) });
    setReady(true);
  }, []);
  const session = useRead(readSession, undefined, { enabled: isReady, staleMs: 60_000 });
  if (session.data) {
    return (
      <SessionRoot info={session.data} onReload={session.refetch}>
        <TimeZoneContext value={session.data.hospital.timeZone}>
          <AccountContext value={{ id: session.data.account.id, roles: session.data.roles }}>
            <KeyboardHelp>
              <RouterProvider router={router} />
            </KeyboardHelp>
          </AccountContext>
        </TimeZoneContext>
      </SessionRoot>
    );
  }
  if (session.error && session.error.status !== 401) {
    return <ErrorState error={session.error} onRetry={() => void session.refetch()} />;
  }
  return <PageSkeleton />;
}
