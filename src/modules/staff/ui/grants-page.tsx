import { App, Button, Space } from 'antd';
import { decideGrant, type GrantInfo, listGrants } from '#modules/staff/contract-accounts.ts';
import { useEvents } from '#web/api/events.ts';
import { useCommand, useRead } from '#web/api/hooks.ts';
import { useText } from '#web/i18n.ts';
import {
  EmptyState,
  ErrorState,
  PageSkeleton,
  ProblemNote,
  Section,
  StateTag,
  type Tone,
  useConfirmDanger,
  When,
} from '#web/kit/index.ts';
import { useMay } from '#web/shell/index.ts';
import { PeopleFrame } from './people-frame.tsx';
import { useStaffWords } from './words.ts';

const topics = ['grants'];
const tones: Record<GrantInfo['state'], Tone> = {
  pending: 'waiting',
  approved: 'allowed',
  rejected: 'prohibited',
  withdrawn: 'inactive',
};

/** Roles that wait for a second pair of eyes, and what became of earlier ones. */
export default function GrantsPage() {
  const t = useText('staff');
  const grants = useRead(listGrants);
  useEvents(topics, undefined, { invalidates: [listGrants] });
  return (
    <PeopleFrame meaning={t('grants.meaning')}>
      {grants.error ? (
        <ErrorState error={grants.error} onRetry={() => void grants.refetch()} />
      ) : !grants.data ? (
        <PageSkeleton />
      ) : grants.data.items.length === 0 ? (
        <EmptyState picture="done" title={t('grants.emptyTitle')} text={t('grants.emptyText')} />
      ) : (
        grants.data.items.map((grant) => <Grant key={grant.id} grant={grant} />)
      )}
    </PeopleFrame>
  );
}

export function Grant({ grant }: { grant: GrantInfo }) {
  const t = useText('staff');
  const words = useStaffWords();
  return (
    <Section
      title={`${grant.displayName} · ${words.role(grant.role)}`}
      extra={<StateTag tone={tones[grant.state]}>{t(`grants.${grant.state}`)}</StateTag>}
    >
      <p className="rm-soft" style={{ marginBlock: '0 8px' }}>
        {t('grants.asks', { by: grant.requestedBy ?? '—' })} · <When at={grant.requestedAt} />
        {grant.reason && ` · ${grant.reason}`}
      </p>
      {grant.decidedAt && (
        <p className="rm-soft" style={{ marginBlock: '0 8px' }}>
          {grant.decidedBy} · <When at={grant.decidedAt} />
          {grant.decisionReason && ` · ${grant.decisionReason}`}
        </p>
      )}
      {grant.state === 'pending' && <Decision grant={grant} />}
    </Section>
  );
}

function Decision({ grant }: { grant: GrantInfo }) {
  const t = useText('staff');
  const words = useStaffWords();
  const { message } = App.useApp();
  const confirm = useConfirmDanger();
  const mayConfirm = useMay('accounts.confirm');
  const decide = useCommand(decideGrant, { onDone: () => message.success(t('grants.done')) });
  const facts = { name: grant.displayName, role: words.role(grant.role) };
  const ask = (decision: 'approve' | 'reject') =>
    confirm({
      title: t(`grants.${decision}Title`, facts),
      text: t(`grants.${decision}Text`, facts),
      ok: t(decision === 'reject' && grant.isOwnRequest ? 'grants.withdraw' : `grants.${decision}`),
      ...(decision === 'reject' ? { reason: 'optional' as const } : {}),
      onConfirm: (reason) => decide.run({ params: { grantId: grant.id }, body: { decision, reason: reason || null } }),
    });
  if (!mayConfirm) return <p className="rm-faint">{t('grants.byAnother')}</p>;
  return (
    <>
      <ProblemNote problem={decide.problem} />
      <Space wrap>
        {grant.canApprove ? (
          <Button type="primary" loading={decide.isRunning} onClick={() => ask('approve')}>
            {t('grants.approve')}
          </Button>
        ) : (
          <span className="rm-faint">{t('grants.byAnother')}</span>
        )}
        <Button onClick={() => ask('reject')}>{t(grant.isOwnRequest ? 'grants.withdraw' : 'grants.reject')}</Button>
      </Space>
    </>
  );
}
