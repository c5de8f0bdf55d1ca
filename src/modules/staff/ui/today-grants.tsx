import { listGrants } from '#modules/staff/contract-accounts.ts';
import { useEvents } from '#web/api/events.ts';
import { useRead } from '#web/api/hooks.ts';
import { useText } from '#web/i18n.ts';
import { PageLink, Section } from '#web/kit/index.ts';
import { Grant } from './grants-page.tsx';

const topics = ['grants'];

/** Roles this person can confirm now. */
export default function TodayGrants() {
  const t = useText('staff');
  const grants = useRead(listGrants);
  useEvents(topics, undefined, { invalidates: [listGrants] });
  const mine = grants.data?.items.filter((grant) => grant.canApprove) ?? [];
  if (mine.length === 0) return null;
  return (
    <Section
      title={`${t('grants.today')} ${mine.length}`}
      extra={<PageLink to="/accounts/requests">{t('grants.open')}</PageLink>}
    >
      {mine.slice(0, 3).map((grant) => (
        <Grant key={grant.id} grant={grant} />
      ))}
    </Section>
  );
}
