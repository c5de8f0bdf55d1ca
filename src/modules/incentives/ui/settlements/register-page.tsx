import { useRead } from '#web/api/index.ts';
import { useText } from '#web/i18n.ts';
import { ErrorState, Money, PageSkeleton, PrintLayout, usePageParams, When } from '#web/kit/index.ts';
import { printSettlement } from '../../contract/index.ts';
import { useWords } from '../words.tsx';
import '../incentives.css';
import { useTotalName } from './totals-table.tsx';

/** The payout register as it is signed and filed on paper. */
export default function RegisterPage() {
  const t = useText('incentives');
  const { say } = useWords();
  const { settlementId } = usePageParams<'settlementId'>();
  const ruleName = useTotalName('rule');
  const read = useRead(printSettlement, { params: { settlementId } });
  if (read.isError && !read.data) return <ErrorState error={read.error} onRetry={() => void read.refetch()} />;
  if (!read.data) return <PageSkeleton />;
  const { hospital, settlement, sums, departments, byRule, payouts, signatures, payoutsLeftOff, printedAt } = read.data;
  const valid = signatures.filter((one) => one.decision === 'signed' && !one.isWithdrawn);
  return (
    <PrintLayout
      hospital={hospital}
      title={t('register.heading', { month: settlement.month })}
      landscape
      facts={[
        [t('settlements.no'), settlement.settlementNo],
        [
          t('settlements.plan'),
          `${say(settlement.planTitle)} ${t('plans.versionNo', { version: settlement.planVersion })}`,
        ],
        [t('register.pack'), settlement.packVersion],
        [t('settlements.state'), t(`settlementState.${settlement.state}`)],
        [t('sums.payable'), <Money key="payable" fen={sums.payableFen} />],
        [t('register.printed'), <When key="printed" at={printedAt} full />],
      ]}
      signatures={[
        t('register.sign.clerk'),
        t('register.sign.finance'),
        t('register.sign.vice'),
        t('register.sign.president'),
      ]}
    >
      <h2>{t('register.payouts')}</h2>
      {payouts.length === 0 ? (
        <p>{t('register.noPayouts')}</p>
      ) : (
        <table>
          <thead>
            <tr>
              <th>{t('register.no')}</th>
              <th>{t('register.payee')}</th>
              <th>{t('line.payeeNo')}</th>
              <th>{t('line.payeeKind')}</th>
              <th>{t('line.form')}</th>
              <th className="rm-right">{t('register.amount')}</th>
              <th>{t('register.way')}</th>
              <th>{t('register.receipt')}</th>
            </tr>
          </thead>
          <tbody>
            {payouts.map((payout, index) => (
              <tr key={`${payout.payeeKind}${payout.payeeNo}${payout.form}${index.toString()}`}>
                <td>{index + 1}</td>
                <td>{payout.payeeName ?? '—'}</td>
                <td>{payout.payeeNo}</td>
                <td>{t(`payee.${payout.payeeKind}`)}</td>
                <td>{t(`form.${payout.form}`)}</td>
                <td className="rm-right">
                  <Money fen={payout.amountFen} />
                </td>
                <td>{payout.way ? t(`way.${payout.way}`) : ''}</td>
                <td>{payout.receiptNo ?? ''}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {payoutsLeftOff > 0 && <p>{t('register.leftOff', { count: payoutsLeftOff })}</p>}
      <h2>{t('register.byDepartment')}</h2>
      <table>
        <thead>
          <tr>
            <th>{t('totals.department')}</th>
            <th className="rm-right">{t('totals.lines')}</th>
            <th className="rm-right">{t('totals.payable')}</th>
            <th className="rm-right">{t('totals.prohibited')}</th>
            <th>{t('departments.state')}</th>
          </tr>
        </thead>
        <tbody>
          {departments.map((part) => (
            <tr key={part.department}>
              <td>{part.department}</td>
              <td className="rm-right">{part.lines}</td>
              <td className="rm-right">
                <Money fen={part.payableFen} />
              </td>
              <td className="rm-right">
                <Money fen={part.prohibitedFen} />
              </td>
              <td>
                {t(`departmentState.${part.state}`)} {part.signedByName}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <h2>{t('totals.byRule')}</h2>
      <table>
        <thead>
          <tr>
            <th>{t('totals.rule')}</th>
            <th className="rm-right">{t('totals.lines')}</th>
            <th className="rm-right">{t('totals.payable')}</th>
            <th className="rm-right">{t('totals.prohibited')}</th>
          </tr>
        </thead>
        <tbody>
          {byRule.map((total) => (
            <tr key={total.key}>
              <td>{ruleName(total)}</td>
              <td className="rm-right">{total.lines}</td>
              <td className="rm-right">
                <Money fen={total.payableFen} />
              </td>
              <td className="rm-right">
                <Money fen={total.prohibitedFen} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {valid.length > 0 && (
        <>
          <h2>{t('register.signatures')}</h2>
          <table>
            <tbody>
              {valid.map((one) => (
                <tr key={one.signatureId}>
                  <td>
                    {t(`step.${one.step}`)} {one.department}
                  </td>
                  <td>{one.accountName}</td>
                  <td>
                    <When at={one.signedAt} full />
                  </td>
                  <td>{one.comment}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
    </PrintLayout>
  );
}
