import { App, Button } from 'antd';
import { useState } from 'react';
import { call, useCommand, useRead } from '#web/api/index.ts';
import { useText } from '#web/i18n.ts';
import {
  DetailDrawer,
  Facts,
  Masked,
  Money,
  PageLink,
  ProblemNote,
  Section,
  useConfirmDanger,
  usePageParams,
  When,
} from '#web/kit/index.ts';
import { useMay } from '#web/shell/index.ts';
import { type PayoutRow, readPayout, recordReturn, revealCollector } from '../../contract/index.ts';
import '../incentives.css';
import { PaymentForm } from './payment-form.tsx';
import { PayoutTag } from './payout-list.tsx';

/** One payout: what it is made of, how it was paid and by whom, what was booked. */
export default function PayoutDrawer() {
  const t = useText('incentives');
  const { payoutId } = usePageParams<'payoutId'>();
  const read = useRead(readPayout, { params: { payoutId } });
  const [isPaying, setPaying] = useState(false);
  const payout = read.data;
  return (
    <DetailDrawer
      title={payout ? (payout.payeeName ?? payout.payeeNo) : t('payout.title')}
      extra={payout && <PayoutTag payout={payout} />}
      back="/incentives/payouts"
      isLoading={read.isPending}
      error={read.error}
      onRetry={() => void read.refetch()}
      footer={payout && !isPaying && <Actions payout={payout} onPay={() => setPaying(true)} />}
    >
      {payout && (
        <>
          {isPaying && <PaymentForm payout={payout} onClose={() => setPaying(false)} />}
          <Section title={t('payout.facts')}>
            <Facts
              items={[
                [t('payouts.amount'), <Money key="amount" fen={payout.amountFen} strong />],
                [t('line.form'), t(`form.${payout.form}`)],
                [t('line.payeeKind'), t(`payee.${payout.payeeKind}`)],
                [t('line.payeeNo'), payout.payeeNo],
                [
                  t('settlements.no'),
                  <PageLink key="no" to={`/incentives/settlements/${payout.settlementId}`}>
                    {payout.settlementNo}
                  </PageLink>,
                ],
                [t('payouts.due'), payout.dueOn],
                [
                  t('payouts.account'),
                  payout.transferBlocked
                    ? t(`blocked.${payout.transferBlocked}`)
                    : payout.accountTail && `**** ${payout.accountTail}`,
                ],
                [t('payout.carried'), payout.carriedFen === 0 ? null : <Money key="carried" fen={payout.carriedFen} />],
              ]}
            />
          </Section>
          {(payout.state === 'paid' || payout.returnedReason) && <Paid payout={payout} />}
          <Section title={t('payout.lines', { count: payout.lines.length })}>
            <table className="inc-table">
              <thead>
                <tr>
                  <th scope="col">{t('line.rule')}</th>
                  <th scope="col">{t('line.episode')}</th>
                  <th scope="col" className="rm-right">
                    {t('line.payable')}
                  </th>
                </tr>
              </thead>
              <tbody>
                {payout.lines.map((line) => (
                  <tr key={line.lineId}>
                    <td>
                      <PageLink to={`/incentives/settlements/${payout.settlementId}/lines/${line.lineId}`}>
                        {line.ruleId}
                      </PageLink>
                    </td>
                    <td>{line.episodeNo ?? '—'}</td>
                    <td className="rm-right">
                      <Money fen={line.payableFen} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Section>
          {payout.bookings.length > 0 && (
            <Section title={t('payout.bookings')}>
              <ul className="inc-list">
                {payout.bookings.map((booking) => (
                  <li key={booking.transactionId}>
                    {t(`booking.${booking.kind}`)} <Money fen={booking.amountFen} /> · {booking.byName} ·{' '}
                    <When at={booking.bookedAt} full />
                  </li>
                ))}
              </ul>
            </Section>
          )}
        </>
      )}
    </DetailDrawer>
  );
}

function Paid({ payout }: { payout: PayoutRow }) {
  const t = useText('incentives');
  const mayReveal = useMay('reveal.identity');
  const params = { payoutId: payout.payoutId };
  return (
    <Section title={t('payout.paid')}>
      <Facts
        items={[
          [t('payouts.way'), payout.way && t(`way.${payout.way}`)],
          [t('payout.collector'), payout.collectorName],
          [
            t('payout.collectorId'),
            payout.hasCollectorId && (
              <Masked
                key="id"
                shown="******"
                what={t('payout.collectorId')}
                {...(mayReveal
                  ? {
                      onReveal: async (reason: string) =>
                        (await call(revealCollector, { params, body: { reason } })).value,
                    }
                  : {})}
              />
            ),
          ],
          [t('payout.authority'), payout.authorityDocument],
          [t('payouts.receipt'), payout.receiptNo],
          [t('payout.by'), payout.paidByName],
          [t('payout.at'), payout.paidAt && <When key="at" at={payout.paidAt} full />],
          [t('payout.returned'), payout.returnedReason],
        ]}
      />
    </Section>
  );
}

function Actions({ payout, onPay }: { payout: PayoutRow; onPay: () => void }) {
  const t = useText('incentives');
  const { message } = App.useApp();
  const confirm = useConfirmDanger();
  const back = useCommand(recordReturn, { onDone: () => message.success(t('payout.returnedDone')) });
  const mayPay = payout.state === 'waiting' || payout.state === 'exported' || payout.state === 'returned';
  const mayReturn = payout.state === 'paid' || payout.state === 'exported' || payout.state === 'waiting';
  return (
    <div className="inc-row-actions">
      <ProblemNote problem={back.problem} />
      {mayReturn && (
        <Button
          danger
          onClick={() =>
            confirm({
              title: t('payout.returnTitle'),
              text: t('payout.returnText'),
              ok: t('payout.return'),
              reason: 'required',
              onConfirm: (reason) =>
                back.run({ params: { payoutId: payout.payoutId }, body: { reason, version: payout.version } }),
            })
          }
        >
          {t('payout.return')}
        </Button>
      )}
      {mayPay && (
        <Button type="primary" onClick={onPay}>
          {t('payout.pay')}
        </Button>
      )}
    </div>
  );
}
