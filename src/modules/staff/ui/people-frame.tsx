import type { ReactNode } from 'react';
import { useText } from '#web/i18n.ts';
import { PageFrame, useGo, usePagePath } from '#web/kit/index.ts';
import { useMay } from '#web/shell/index.ts';

/** The pages about people beside each other as tabs, each with an address of its own. */
export function PeopleFrame(props: { meaning: string; action?: ReactNode; children: ReactNode }) {
  const t = useText('staff');
  const go = useGo();
  const path = usePagePath();
  const mayRead = useMay('accounts.read');
  const mayIntegrate = useMay('integration.write');
  const tabs = [
    ...(mayRead ? [{ key: '/accounts', label: t('accounts.users') }] : []),
    ...(mayRead ? [{ key: '/accounts/requests', label: t('accounts.grants') }] : []),
    { key: '/accounts/rights', label: t('accounts.rights') },
    ...(mayIntegrate ? [{ key: '/accounts/tokens', label: t('accounts.tokens') }] : []),
    ...(mayIntegrate ? [{ key: '/accounts/sso', label: t('sso.title') }] : []),
  ];
  const tab = tabs.find(({ key }) => key === path)?.key ?? '/accounts';
  return (
    <PageFrame title={t('accounts.title')} tabs={tabs} tab={tab} onTab={(key) => go(key)} {...props}>
      {props.children}
    </PageFrame>
  );
}
