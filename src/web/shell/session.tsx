import { useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useCallback, useContext, useMemo } from 'react';
import { readSession, type SessionInfo, signOut } from '#modules/staff/contract.ts';
import { call, setSurroundings } from '#web/api/client.ts';

export interface Session extends SessionInfo {
  /** Goes to another hospital: everything is read anew. */
  readonly switchHospital: (hospitalId: string) => void;
  readonly leave: () => Promise<void>;
  /** Reads the session again (after the second factor changed, roles were granted). */
  readonly reload: () => Promise<unknown>;
}

const SessionContext = createContext<Session | null>(null);

/** Who is signed in, what they may do, in which hospital. Only below the frame. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error('useSession outside of the frame');
  return session;
}

/** Whether the permissions of a session cover what a page asks for. */
export function mayWith(permissions: readonly string[], permission: string): boolean {
  return permission === 'session' || permission === 'public' || permissions.includes(permission);
}

export function useMay(permission: string): boolean {
  return mayWith(useSession().permissions, permission);
}

const hospitalKey = 'renmai.hospital';

/** The hospital chosen in this tab; two tabs may work in two hospitals. */
export function restoreHospital(): void {
  try {
    setSurroundings({ hospitalId: sessionStorage.getItem(hospitalKey) });
  } catch {
    // Without storage the account's own hospital is used.
  }
}

function rememberHospital(hospitalId: string | null): void {
  try {
    if (hospitalId === null) sessionStorage.removeItem(hospitalKey);
    else sessionStorage.setItem(hospitalKey, hospitalId);
  } catch {
    // Without storage the choice lives until reload.
  }
  setSurroundings({ hospitalId });
}

export function SessionRoot({
  info,
  onReload,
  children,
}: {
  info: SessionInfo;
  onReload: () => Promise<unknown>;
  children: ReactNode;
}) {
  const client = useQueryClient();
  const switchHospital = useCallback((hospitalId: string) => {
    rememberHospital(hospitalId);
    // Not a reset of the cache alone: open drafts and drawers belong to the former hospital too.
    location.assign('/');
  }, []);
  const leave = useCallback(async () => {
    try {
      await call(signOut, undefined, { keepPageOn401: true });
    } finally {
      rememberHospital(null);
      client.clear();
      location.assign('/login');
    }
  }, [client]);
  const session = useMemo<Session>(
    () => ({ ...info, switchHospital, leave, reload: onReload }),
    [info, switchHospital, leave, onReload],
  );
  return <SessionContext value={session}>{children}</SessionContext>;
}

export { readSession };
