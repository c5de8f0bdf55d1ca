import { useRead } from '#web/api/index.ts';
import { useText } from '#web/i18n.ts';
import { Money, PageLink, Section } from '#web/kit/index.ts';
import { useMay } from '#web/shell/index.ts';
import { listSettlements, readSettlement, type SettlementRow } from '../../contract/index.ts';
import { SettlementStateTag, useWords } from '../words.tsx';
import '../incentives.css';

/** Settlements that wait for the signature or decision of the signed-in person. Nothing to sign: no card. */
export default function WaitingCard() {
  const t = useText('incentives');
  const open = useRead(listSettlements, {
    query: {
      filter: ['state:in:draft|compiled|verified|recalculated|approved_first|approved|partly_paid|paid'],
      sort: 'month',
      limit: 12,
    },
  });
  const rows = open.data?.items ?? [];
  if (rows.length === 0) return null;
  return (
    <Section title={t('today.waiting')} extra={<PageLink to="/incentives/settlements">{t('today.all')}</PageLink>}>
      <ul className="inc-waiting">
        {rows.map((row) => (
          <Waiting key={row.settlementId} row={row} />
        ))}
      </ul>
    </Section>
  );
}

const quiet = new Set(['run', 'pay', 'recalculation']);

function Waiting({ row }: { row: SettlementRow }) {
  const t = useText('incentives');
  const { say } = useWords();
  const mayReview = useMay('settlement.review');
  const read = useRead(readSettlement, { params: { settlementId: row.settlementId } });
  const steps = read.data?.steps.filter((step) => step.mayDo).map((step) => step.step) ?? [];
  const wanted: string[] = steps.filter((step) => !quiet.has(step));
  const reviews = read.data?.reviewWaitingLines ?? 0;
  const forReview = mayReview && reviews > 0;
  if (wanted.length === 0 && !forReview) return null;
  const path = `/incentives/settlements/${row.settlementId}`;
  return (
    <li>
      <PageLink to={forReview && wanted.length === 0 ? `${path}?tab=review` : path}>
        <span>
          <strong>
            {row.month} {say(row.planTitle)}
          </strong>{' '}
          <SettlementStateTag state={row.state} />
          <span className="rm-soft inc-block">
            {[
              ...wanted.map((step) => t(`today.step.${step}`)),
              ...(forReview ? [t('today.step.review', { count: reviews })] : []),
            ].join(t('listComma'))}
          </span>
        </span>
        <Money fen={row.allowedFen + row.reviewFen} />
      </PageLink>
    </li>
  );
}
