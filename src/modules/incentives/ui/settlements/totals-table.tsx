import { useText } from '#web/i18n.ts';
import { EmptyState, Money, Section } from '#web/kit/index.ts';
import type { SettlementDetail } from '../../contract/index.ts';
import { useWords } from '../words.tsx';

type Total = SettlementDetail['byRule'][number];

export interface TotalsTableProps {
  readonly title: string;
  readonly totals: readonly Total[];
  /** What the keys are: decides what they are called. */
  readonly kind: 'rule' | 'payee' | 'department' | 'month';
}

/** Sums by something, split by what clearance says. */
export function TotalsTable({ title, totals, kind }: TotalsTableProps) {
  const t = useText('incentives');
  const nameOf = useTotalName(kind);
  if (totals.length === 0) return <EmptyState compact picture="money" title={t('totals.empty')} />;
  return (
    <Section title={title}>
      <div className="inc-scroll">
        <table className="inc-table">
          <thead>
            <tr>
              <th scope="col">{t(`totals.${kind}`)}</th>
              <th scope="col" className="rm-right">
                {t('totals.lines')}
              </th>
              <th scope="col" className="rm-right">
                {t('totals.amount')}
              </th>
              <th scope="col" className="rm-right">
                {t('verdict.allowed')}
              </th>
              <th scope="col" className="rm-right">
                {t('verdict.review')}
              </th>
              <th scope="col" className="rm-right">
                {t('totals.prohibited')}
              </th>
              <th scope="col" className="rm-right">
                {t('totals.payable')}
              </th>
            </tr>
          </thead>
          <tbody>
            {totals.map((total) => (
              <tr key={total.key}>
                <td>{nameOf(total)}</td>
                <td className="rm-right rm-tabular">{total.lines.toLocaleString('en-US')}</td>
                <td className="rm-right">
                  <Money fen={total.amountFen} />
                </td>
                <td className="rm-right">
                  <Money fen={total.allowedFen} />
                </td>
                <td className="rm-right">
                  <Money fen={total.reviewFen} />
                </td>
                <td className={total.prohibitedFen > 0 ? 'rm-right rm-tone-prohibited' : 'rm-right'}>
                  <Money fen={total.prohibitedFen} />
                </td>
                <td className="rm-right">
                  <Money fen={total.payableFen} strong />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
}

/** What a key is called: the rule's title, the class of payee, the department. */
export function useTotalName(kind: TotalsTableProps['kind']): (total: Pick<Total, 'key' | 'title'>) => string {
  const t = useText('incentives');
  const { say } = useWords();
  return (total) => {
    if (total.title) return kind === 'rule' ? `${say(total.title)}（${total.key}）` : say(total.title);
    if (kind === 'payee') return t(`payee.${total.key}`);
    return total.key === '' ? t('totals.none') : total.key;
  };
}
