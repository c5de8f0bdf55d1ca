import { listGlasses } from '#modules/staff/contract-access.ts';
import { useEvents } from '#web/api/events.ts';
import { useRead } from '#web/api/hooks.ts';
import { useText } from '#web/i18n.ts';
import { PageLink, Section } from '#web/kit/index.ts';
import { Glass } from './glass-page.tsx';

const topics = ['glasses'];

/** Looks beyond a role's tiers that nobody has judged yet. */
export default function TodayGlass() {
  const t = useText('staff');
  const glasses = useRead(listGlasses, { query: { open: '1' } });
  useEvents(topics, undefined, { invalidates: [listGlasses] });
  const open = glasses.data?.items ?? [];
  if (open.length === 0) return null;
  return (
    <Section
      title={`${t('glass.today')} ${open.length}`}
      extra={<PageLink to="/compliance/glass">{t('glass.openAll')}</PageLink>}
    >
      {open.slice(0, 2).map((glass) => (
        <Glass key={glass.id} glass={glass} />
      ))}
    </Section>
  );
}
