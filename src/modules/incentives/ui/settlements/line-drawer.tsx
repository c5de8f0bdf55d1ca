import { BulbOutlined, StopFilled } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { useRead } from '#web/api/index.ts';
import { useText } from '#web/i18n.ts';
import { DetailDrawer, Facts, Money, PageLink, Section, StateTag, usePageParams, When } from '#web/kit/index.ts';
import { useMay } from '#web/shell/index.ts';
import { type LineDetail, readLine } from '../../contract/index.ts';
import { CitationList, LineTag, useWords } from '../words.tsx';
import '../incentives.css';
import { ReviewDialog } from './review-dialog.tsx';
import { TraceView } from './trace-view.tsx';
import { Payee } from './use-line-list.tsx';

/** One line with its whole why: rules tried, arithmetic, law, and what may be done instead. */
export default function LineDrawer() {
  const t = useText('incentives');
  const { settlementId, lineId } = usePageParams<'settlementId' | 'lineId'>();
  const read = useRead(readLine, { params: { lineId } });
  const line = read.data;
  return (
    <DetailDrawer
      title={line ? t('line.heading', { no: line.lineNo }) : t('line.title')}
      extra={line && <LineTag line={line} />}
      back={`/incentives/settlements/${settlementId}`}
      width={720}
      isLoading={read.isPending}
      error={read.error}
      onRetry={() => void read.refetch()}
      footer={line?.mayReview ? <Review line={line} /> : undefined}
    >
      {line && <LineBody line={line} />}
    </DetailDrawer>
  );
}

function Review({ line }: { line: LineDetail }) {
  const t = useText('incentives');
  const [decision, setDecision] = useState<'released' | 'rejected' | null>(null);
  return (
    <div className="inc-row-actions">
      <Button onClick={() => setDecision('rejected')}>{t('review.reject')}</Button>
      <Button type="primary" onClick={() => setDecision('released')}>
        {t('review.release')}
      </Button>
      {decision && (
        <ReviewDialog
          settlementId={line.settlementId}
          lineIds={[line.lineId]}
          amountFen={line.amountFen}
          decision={decision}
          onClose={() => setDecision(null)}
        />
      )}
    </div>
  );
}

function LineBody({ line }: { line: LineDetail }) {
  const t = useText('incentives');
  const maySeeReferrals = useMay('referrals.read');
  return (
    <>
      <Verdict line={line} />
      <Section title={t('line.why')} extra={<span className="rm-code">{line.ruleId}</span>}>
        <TraceView trace={line.trace} />
        <p className="rm-faint inc-small">
          {line.recomputedFen === line.amountFen ? t('line.recomputed') : t('line.recomputedOther')}{' '}
          <Money fen={line.recomputedFen} />
        </p>
      </Section>
      <Section
        title={t('line.law')}
        extra={<span className="rm-faint">{t('settlement.pack', { pack: line.packVersion })}</span>}
      >
        {line.citations.length === 0 ? (
          <p className="rm-soft">{t('line.noCitation')}</p>
        ) : (
          <CitationList citations={line.citations} />
        )}
      </Section>
      <Section title={t('line.facts')}>
        <Facts
          items={[
            [t('line.payee'), <Payee key="payee" row={line} />],
            [t('line.payeeNo'), line.payeeNo],
            [t('line.introducer'), line.introducerKind && t(`introducer.${line.introducerKind}`)],
            [t('line.episode'), line.episodeNo],
            [
              t('line.referral'),
              line.referralId &&
                (maySeeReferrals ? (
                  <PageLink to={`/referrals/${line.referralId}`}>{line.referralId}</PageLink>
                ) : (
                  line.referralId
                )),
            ],
            [t('line.department'), line.department],
            [t('line.form'), t(`form.${line.form}`)],
            [t('line.trigger'), t(`trigger.${line.triggeredBy}`)],
            [t('line.month'), line.month],
            [t('line.amount'), <Money key="amount" fen={line.amountFen} struck={line.clearance === 'prohibited'} />],
            [t('line.payable'), <Money key="payable" fen={line.payableFen} strong />],
            [t('line.payout'), line.payout && <PayoutLink payout={line.payout} />],
          ]}
        />
      </Section>
      <Corrections line={line} />
      {line.review && (
        <Section title={t('review.title')}>
          <Facts
            items={[
              [t('review.decision'), <LineTag key="state" line={line} />],
              [t('review.by'), line.review.byName],
              [t('review.at'), <When key="at" at={line.review.at} full />],
              [t('review.reason'), line.review.reason],
              [
                t('review.document'),
                [line.review.documentName, line.review.documentReference].filter(Boolean).join(' · '),
              ],
            ]}
          />
        </Section>
      )}
      {line.competing.length > 0 && (
        <Section title={t('line.competing')}>
          <ul className="inc-list">
            {line.competing.map((referral) => (
              <li key={referral.referralId}>
                <span className="rm-code">{referral.referralId}</span>{' '}
                <When at={referral.receivedAt} full withSeconds />{' '}
                <StateTag tone="inactive">{t(`referralState.${referral.state}`)}</StateTag>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}

function PayoutLink({ payout }: { payout: NonNullable<LineDetail['payout']> }) {
  const t = useText('incentives');
  const mayPay = useMay('settlement.pay');
  const words = t(`payoutState.${payout.state}`);
  return mayPay ? <PageLink to={`/incentives/payouts/${payout.payoutId}`}>{words}</PageLink> : words;
}

/** The decision in plain words, first of all: paid or not, and if not, why and what instead. No action for what the law forbids. */
function Verdict({ line }: { line: LineDetail }) {
  const t = useText('incentives');
  const { say } = useWords();
  const isProhibited = line.clearance === 'prohibited';
  const tone = isProhibited ? 'prohibited' : line.payableFen !== 0 ? 'allowed' : 'waiting';
  return (
    <div className={`inc-verdict inc-edge-${tone}`}>
      <p className="inc-verdict-sum">
        {isProhibited && <StopFilled aria-hidden className="rm-tone-prohibited" />}
        <strong>{t(isProhibited ? 'line.notPaid' : line.payableFen !== 0 ? 'line.isPayable' : 'line.waits')}</strong>
        <Money fen={line.amountFen} strong struck={isProhibited} />
      </p>
      <p className="rm-soft">
        {isProhibited
          ? t('line.notPaidText', {
              payee: t(`payee.${line.payeeKind}`),
              trigger: t(`trigger.${line.triggeredBy}`),
              form: t(`form.${line.form}`),
            })
          : line.isHeld
            ? t('line.heldText')
            : line.clearance === 'review' && line.reviewState === null
              ? t('line.reviewText')
              : line.reviewState === 'rejected'
                ? t('line.rejectedText')
                : t('line.allowedText')}
      </p>
      {line.alternative && line.clearance !== 'allowed' && (
        <div className="inc-instead">
          <BulbOutlined aria-hidden />
          <div>
            <strong>{t('rule.instead')}</strong>
            <p>{say(line.alternative.text)}</p>
          </div>
        </div>
      )}
    </div>
  );
}

function Corrections({ line }: { line: LineDetail }) {
  const t = useText('incentives');
  if (!line.reversesLineId && !line.reversedBy) return null;
  return (
    <Section title={t('line.correction')}>
      {line.reversesLineId && (
        <p>
          {t('line.reverses', { month: line.reversesMonth })} <span className="rm-soft">{line.reason}</span>
        </p>
      )}
      {line.reversedBy && <p>{t('line.reversedBy', { no: line.reversedBy.settlementNo })}</p>}
    </Section>
  );
}
