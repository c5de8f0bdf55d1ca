import { EditOutlined, SafetyCertificateOutlined } from '@ant-design/icons';
import { App, Button } from 'antd';
import { call, useCommand, useEvents, useRead } from '#web/api/index.ts';
import { useText } from '#web/i18n.ts';
import {
  DetailDrawer,
  Facts,
  Masked,
  PageLink,
  Section,
  StatCard,
  StatRow,
  useConfirmDanger,
  useGo,
  usePageParams,
  When,
} from '#web/kit/index.ts';
import { useMay } from '#web/shell/index.ts';
import {
  changeIntroducer,
  type IntroducerDetail,
  readIntroducer,
  referralStates,
  revealPayout,
} from '../../contract/index.ts';
import { phoneText } from '../words.tsx';
import { LinkSection } from './link-section.tsx';
import { PendingSection } from './pending-section.tsx';
import { StatusTag } from './status-tag.tsx';

const topics = ['introducers', 'referrals'];

/** One introducer: who, how to reach, who brought him in, his referrals, his link. */
export default function IntroducerDrawer() {
  const t = useText('referrals');
  const go = useGo();
  const { introducerId } = usePageParams<'introducerId'>();
  const one = useRead(readIntroducer, { params: { introducerId } });
  useEvents(topics, undefined, { invalidates: [readIntroducer] });
  const mayWrite = useMay('introducers.write');
  const introducer = one.data;
  return (
    <DetailDrawer
      title={introducer?.name ?? t('introducers.title')}
      {...(introducer ? { extra: <StatusTag status={introducer.status} /> } : {})}
      {...(introducer && mayWrite && introducer.status !== 'pending'
        ? {
            footer: (
              <div className="rm-ref-buttons">
                <Button type="primary" icon={<EditOutlined />} onClick={() => go(`/introducers/${introducerId}/edit`)}>
                  {t('introducers.edit')}
                </Button>
                <SwitchStatus introducer={introducer} />
              </div>
            ),
          }
        : {})}
      back="/introducers"
      width={640}
      isLoading={one.isPending}
      error={one.error}
      onRetry={() => void one.refetch()}
    >
      {introducer && (
        <>
          {introducer.status === 'pending' && mayWrite && <PendingSection introducer={introducer} />}
          <Counts introducer={introducer} />
          <About introducer={introducer} />
          <Payout introducer={introducer} />
          {introducer.status === 'active' && <LinkSection introducer={introducer} />}
          <Reps introducer={introducer} />
        </>
      )}
    </DetailDrawer>
  );
}

function Counts({ introducer }: { introducer: IntroducerDetail }) {
  const t = useText('referrals');
  const go = useGo();
  const counts = introducer.referralCounts;
  const keys = [...referralStates, 'waiting'].filter((key) => (counts[key] ?? 0) > 0);
  const all = Object.entries(counts).reduce((sum, [key, count]) => (key === 'waiting' ? sum : sum + count), 0);
  return (
    <Section
      title={t('introducers.referrals')}
      extra={
        all > 0 ? (
          <Button
            type="link"
            onClick={() => go(`/referrals?filter=introducerNo:eq:${encodeURIComponent(introducer.introducerNo)}`)}
          >
            {t('introducers.seeReferrals')}
          </Button>
        ) : null
      }
    >
      {keys.length === 0 && all === 0 ? (
        <p className="rm-soft">{t('introducers.noReferrals')}</p>
      ) : (
        <StatRow>
          <StatCard label={t('introducers.countAll')} value={all} />
          {keys.map((key) => (
            <StatCard
              key={key}
              label={t(key === 'waiting' ? 'introducers.countWaiting' : `state.${key}`)}
              value={counts[key] ?? 0}
            />
          ))}
        </StatRow>
      )}
    </Section>
  );
}

function About({ introducer }: { introducer: IntroducerDetail }) {
  const t = useText('referrals');
  const { contacts } = introducer;
  const addresses = (channel: 'phone' | 'wechat') =>
    contacts
      .filter((one) => one.channel === channel)
      .map(({ address }) =>
        channel === 'wechat' ? t('messages.wechatUser', { tail: address.text.slice(-4) }) : phoneText(address),
      );
  const list = (values: string[]) =>
    values.length === 0 ? null : (
      <div>
        {values.map((value) => (
          <div key={value} className="rm-number">
            {value}
          </div>
        ))}
      </div>
    );
  return (
    <Section title={t('introducers.about')}>
      <Facts
        items={[
          [t('introducers.number'), introducer.introducerNo],
          [t('introducers.kind'), t(`kind.${introducer.kind}`)],
          ...(introducer.kind === 'staff'
            ? ([
                [
                  t('introducers.clinical'),
                  t(`introducers.clinicalName.${String(introducer.isClinical ?? 'unknown')}`),
                ],
              ] as const)
            : []),
          [t('introducers.institution'), introducer.institution],
          [t('introducers.county'), introducer.county],
          [t('introducers.phone'), list(addresses('phone'))],
          [t('introducers.wechat'), list(addresses('wechat'))],
          [t('introducers.rep'), introducer.repNo],
          [t('introducers.upline'), introducer.uplineNo],
          ...(introducer.downline.length > 0
            ? ([
                [
                  t('introducers.downline'),
                  introducer.downline.map((one) => (
                    <div key={one.introducerId}>
                      <PageLink to={`/introducers/${one.introducerId}`}>{one.name}</PageLink>{' '}
                      <span className="rm-faint">{one.introducerNo}</span>
                    </div>
                  )),
                ],
              ] as const)
            : []),
          [t('introducers.created'), <When key="created" at={introducer.createdAt} full />],
          ...(introducer.note ? ([[t('field.note'), introducer.note]] as const) : []),
        ]}
      />
    </Section>
  );
}

function Payout({ introducer }: { introducer: IntroducerDetail }) {
  const t = useText('referrals');
  const mayReveal = useMay('reveal.identity');
  const { introducerId } = introducer;
  const reveal = (field: 'payoutAccount' | 'taxId') => async (reason: string) =>
    (await call(revealPayout, { params: { introducerId }, body: { field, reason } })).value;
  return (
    <Section title={t('introducers.payout')}>
      <Lawful kind={introducer.kind} />
      <Facts
        items={[
          [t('introducers.holder'), introducer.payoutAccountHolder],
          [t('introducers.bank'), introducer.bankName],
          [
            t('introducers.account'),
            introducer.payoutAccountTail ? (
              <Masked
                key="account"
                shown={`**** ${introducer.payoutAccountTail}`}
                what={t('introducers.account')}
                {...(mayReveal ? { onReveal: reveal('payoutAccount') } : {})}
              />
            ) : null,
          ],
          [
            t('introducers.taxId'),
            introducer.hasTaxId ? (
              <Masked
                key="tax"
                shown="********"
                what={t('introducers.taxId')}
                {...(mayReveal ? { onReveal: reveal('taxId') } : {})}
              />
            ) : null,
          ],
        ]}
      />
    </Section>
  );
}

/** What the law leaves open for this kind of introducer, in two sentences; the amounts are decided line by line in the settlement. */
function Lawful({ kind }: { kind: IntroducerDetail['kind'] }) {
  const t = useText('referrals');
  return (
    <div className="rm-ref-lawful">
      <strong>
        <SafetyCertificateOutlined aria-hidden /> {t('introducers.lawfulTitle')}
      </strong>
      <p>{t(`introducers.lawful.${kind}`)}</p>
      <p className="rm-faint">{t('introducers.lawfulNote')}</p>
    </div>
  );
}

function Reps({ introducer }: { introducer: IntroducerDetail }) {
  const t = useText('referrals');
  if (introducer.reps.length === 0) return null;
  return (
    <Section title={t('introducers.reps')}>
      <ul className="rm-ref-lines">
        {introducer.reps.map((rep) => (
          <li key={`${rep.repNo} ${rep.fromDay}`}>
            <strong>{rep.repNo}</strong>
            <span className="rm-number">
              {rep.fromDay} – {rep.untilDay ?? t('introducers.untilNow')}
            </span>
            <span className="rm-faint">{[rep.changedBy, rep.reason].filter(Boolean).join(' · ')}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function SwitchStatus({ introducer }: { introducer: IntroducerDetail }) {
  const t = useText('referrals');
  const { message } = App.useApp();
  const confirm = useConfirmDanger();
  const change = useCommand(changeIntroducer, {
    onDone: () => message.success(t('introducers.saved')),
    onRefused: (problem) => message.error(problem.detail || problem.title),
  });
  const set = (status: 'active' | 'inactive') =>
    change.run({ params: { introducerId: introducer.introducerId }, body: { version: introducer.version, status } });
  if (introducer.status === 'inactive') {
    return (
      <Button onClick={() => void set('active')} loading={change.isRunning}>
        {t('introducers.activate')}
      </Button>
    );
  }
  return (
    <Button
      danger
      onClick={() =>
        confirm({
          title: t('introducers.deactivateTitle', { name: introducer.name }),
          text: t('introducers.deactivateText'),
          ok: t('introducers.deactivate'),
          onConfirm: () => set('inactive'),
        })
      }
    >
      {t('introducers.deactivate')}
    </Button>
  );
}
