import { useQueries } from '@tanstack/react-query';
import { readKey } from '#web/api/hooks.ts';
import { call, useRead } from '#web/api/index.ts';
import { useText } from '#web/i18n.ts';
import { Money, PageLink, Section } from '#web/kit/index.ts';
import { useMay } from '#web/shell/index.ts';
import { listSettlements, readSettlement, type SettlementDetail } from '../../contract/index.ts';
import { SettlementStateTag, useWords } from '../words.tsx';
import '../incentives.css';

const openStates = 'state:in:draft|compiled|verified|recalculated|approved_first|approved|partly_paid|paid';
// What may be done at any time, or has a card of its own, is nobody's queue.
const quiet = new Set(['run', 'pay', 'recalculation']);

/** Settlements that wait for the signature or decision of the signed-in person. Nothing to sign: no card. */
export default function WaitingCard() {
  const t = useText('incentives');
  const mayReview = useMay('settlement.review');
  const open = useRead(listSettlements, { query: { filter: [openStates], sort: 'month', limit: 12 } });
  const details = useQueries({
    queries: (open.data?.items ?? []).map(({ settlementId }) => {
      const given = { params: { settlementId } };
      return {
        queryKey: readKey(readSettlement, given),
        queryFn: ({ signal }: { signal: AbortSignal }) => call(readSettlement, given, { signal }),
      };
    }),
  });
  const waiting = details.flatMap(({ data }) => {
    if (!data) return [];
    const steps: string[] = data.steps.filter((step) => step.mayDo && !quiet.has(step.step)).map((step) => step.step);
    const reviews = mayReview ? data.reviewWaitingLines : 0;
    return steps.length > 0 || reviews > 0 ? [{ settlement: data, steps, reviews }] : [];
  });
  if (waiting.length === 0) return null;
  return (
    <Section title={t('today.waiting')} extra={<PageLink to="/incentives/settlements">{t('today.all')}</PageLink>}>
      <ul className="inc-waiting">
        {waiting.map((one) => (
          <Waiting key={one.settlement.settlementId} {...one} />
        ))}
      </ul>
    </Section>
  );
}

function Waiting({ settlement, steps, reviews }: { settlement: SettlementDetail; steps: string[]; reviews: number }) {
  const t = useText('incentives');
  const { say } = useWords();
  const path = `/incentives/settlements/${settlement.settlementId}`;
  const words = steps.map((step) => t(`today.step.${step}`));
  if (reviews > 0) words.push(t('today.step.review', { count: reviews }));
  const tab = steps.length === 0 ? '?tab=review' : steps[0] === 'verify' ? '?tab=departments' : '';
  return (
    <li>
      <PageLink to={`${path}${tab}`}>
        <span>
          <strong>
            {settlement.month} {say(settlement.planTitle)}
          </strong>{' '}
          <SettlementStateTag state={settlement.state} />
          <span className="rm-soft inc-block">{words.join(t('listComma'))}</span>
        </span>
        <Money fen={settlement.sums.payableFen} />
      </PageLink>
    </li>
  );
}
