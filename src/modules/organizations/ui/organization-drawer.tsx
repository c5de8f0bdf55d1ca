import { EditOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { useEvents, useRead } from '#web/api/index.ts';
import { DetailDrawer, useGo, usePageParams } from '#web/kit/index.ts';
import { type OrganizationDetail, readOrganization } from '../contract/index.ts';
import { MoveDialog } from './move-dialog.tsx';
import { OrganizationTabs } from './organization-tabs.tsx';
import { StageTag, topics, useWords } from './words.tsx';

/** One unit beside its list. */
export default function OrganizationDrawer() {
  const { organizationId } = usePageParams<'organizationId'>();
  const one = useRead(readOrganization, { params: { organizationId } });
  useEvents(topics, undefined, { invalidates: ['organizations.'] });
  const t = useWords();
  const unit = one.data;
  return (
    <DetailDrawer
      title={unit?.name ?? t('one')}
      back="/organizations"
      width={860}
      fullPage={`/organizations/${organizationId}/full`}
      isLoading={one.isPending}
      error={one.error}
      onRetry={() => void one.refetch()}
      {...(unit ? { extra: <StageTag stage={unit.stage} /> } : {})}
      {...(unit?.mayWrite ? { footer: <UnitButtons unit={unit} /> } : {})}
    >
      {unit && <OrganizationTabs unit={unit} />}
    </DetailDrawer>
  );
}

/** What can be done with a unit as a whole. */
export function UnitButtons({ unit }: { unit: OrganizationDetail }) {
  const t = useWords();
  const go = useGo();
  const [isMoving, setMoving] = useState(false);
  return (
    <div className="rm-org-buttons">
      <Button type="primary" onClick={() => setMoving(true)}>
        {t('move.action')}
      </Button>
      <Button icon={<EditOutlined />} onClick={() => go(`/organizations/${unit.organizationId}/edit`)}>
        {t('edit')}
      </Button>
      {isMoving && <MoveDialog unit={unit} movesTo={unit.movesTo} onClose={() => setMoving(false)} />}
    </div>
  );
}
