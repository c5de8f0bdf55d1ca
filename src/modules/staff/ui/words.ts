import { useText } from '#web/i18n.ts';

/** Names of roles, permissions and deeds in the reader's language; what has no name yet shows its code. */
export function useStaffWords() {
  const t = useText('staff');
  const shell = useText('shell');
  const named = (prefix: string, code: string) => {
    const text: unknown = t(`${prefix}.${code}`, { returnObjects: true });
    return typeof text === 'string' && text !== `${prefix}.${code}` ? text : code;
  };
  return {
    role: (role: string) => shell(`role.${role}`),
    permission: (permission: string) => named('permission', permission),
    action: (action: string) => named('action', action),
    subject: (kind: string) => named('audit.subjects', kind),
  };
}
