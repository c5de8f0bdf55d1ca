import { LeftOutlined } from '@ant-design/icons';
import { useEvents, useRead } from '#web/api/index.ts';
import { ErrorState, PageFrame, PageLink, PageSkeleton, Section, usePageParams } from '#web/kit/index.ts';
import { readOrganization } from '../contract/index.ts';
import { UnitButtons } from './organization-drawer.tsx';
import { OrganizationTabs } from './organization-tabs.tsx';
import { StageTag, topics, useWords } from './words.tsx';

/** One unit over the whole page. */
export default function OrganizationPage() {
  const t = useWords();
  const { organizationId } = usePageParams<'organizationId'>();
  const one = useRead(readOrganization, { params: { organizationId } });
  useEvents(topics, undefined, { invalidates: ['organizations.'] });
  if (one.isPending) return <PageSkeleton />;
  if (one.error) return <ErrorState error={one.error} onRetry={() => void one.refetch()} />;
  const unit = one.data;
  return (
    <PageFrame
      title={unit.name}
      meaning={<StageTag stage={unit.stage} />}
      action={unit.mayWrite && <UnitButtons unit={unit} />}
      back={
        <PageLink to="/organizations">
          <LeftOutlined /> {t('title')}
        </PageLink>
      }
    >
      <Section>
        <OrganizationTabs unit={unit} />
      </Section>
    </PageFrame>
  );
}
