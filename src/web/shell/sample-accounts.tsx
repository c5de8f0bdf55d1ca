import { useText } from '#web/i18n.ts';
import { CopyButton } from '#web/kit/small.tsx';

/** What the work of loading the sample hospital answers. */
export interface SampleAccess {
  readonly password: string;
  readonly accounts: readonly {
    readonly username: string;
    readonly displayName: string;
    readonly roles: readonly string[];
  }[];
}

/** The answer of a job as sample accounts; null when it is none (another person's job, or accounts that were there already). */
export function sampleAccessOf(result: unknown): SampleAccess | null {
  const given = result as Partial<SampleAccess> | null | undefined;
  return typeof given?.password === 'string' && Array.isArray(given.accounts) ? (given as SampleAccess) : null;
}

/** The sample hospital's accounts, what each may do, and their one password. */
export function SampleAccounts({ access }: { access: SampleAccess }) {
  const t = useText('shell');
  const roleWords = (roles: readonly string[]) => roles.map((role) => t(`role.${role}`)).join('、');
  const everything = access.accounts
    .map(({ username, displayName, roles }) => `${username}\t${displayName}\t${roleWords(roles)}`)
    .join('\n');
  return (
    <div className="rm-sample">
      <p className="rm-sample-password">
        <span className="rm-soft">{t('sample.password')}</span>
        <code>{access.password}</code>
        <CopyButton text={access.password} label={t('sample.copyPassword')} />
        <CopyButton text={`${t('sample.password')}\t${access.password}\n${everything}`} label={t('sample.copyAll')} />
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long list is scrolled with the keyboard */}
      <section className="rm-sample-list" aria-label={t('sample.title')} tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th>{t('sample.role')}</th>
              <th>{t('sample.username')}</th>
              <th>{t('sample.name')}</th>
            </tr>
          </thead>
          <tbody>
            {access.accounts.map(({ username, displayName, roles }) => (
              <tr key={username}>
                <td>{roleWords(roles)}</td>
                <td>
                  <code>{username}</code> <CopyButton text={username} />
                </td>
                <td>{displayName}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  );
}
