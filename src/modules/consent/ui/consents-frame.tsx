import type { ReactNode } from 'react';
import { useText } from '#web/i18n.ts';
import { PageFrame, useGo } from '#web/kit/index.ts';
import { useSession } from '#web/shell/index.ts';

const tabs = [
  { key: 'consents', path: '/consents', permission: 'consents.read' },
  { key: 'texts', path: '/consents/texts', permission: 'consents.read' },
  { key: 'requests', path: '/consents/requests', permission: 'rights.handle' },
  { key: 'retention', path: '/consents/retention', permission: 'retention.run' },
  { key: 'exports', path: '/consents/exports', permission: 'export.deidentified.read' },
] as const;

interface ConsentsFrameProps {
  readonly tab: (typeof tabs)[number]['key'];
  readonly action?: ReactNode;
  readonly children: ReactNode;
}

/** The pages about what people allow and ask, side by side; each person sees the tabs of the own work. */
export function ConsentsFrame({ tab, action, children }: ConsentsFrameProps) {
  const t = useText('consent');
  const go = useGo();
  const { permissions } = useSession();
  return (
    <PageFrame
      title={t('title')}
      meaning={t(`meaning.${tab}`)}
      tabs={tabs
        .filter((one) => permissions.includes(one.permission))
        .map((one) => ({ key: one.key, label: t(`tabs.${one.key}`) }))}
      tab={tab}
      onTab={(key) => go(tabs.find((one) => one.key === key)!.path)}
      {...(action ? { action } : {})}
    >
      {children}
    </PageFrame>
  );
}
