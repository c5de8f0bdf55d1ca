import { BulbOutlined } from '@ant-design/icons';
import { Collapse } from 'antd';
import { useText } from '#web/i18n.ts';
import { StateTag } from '#web/kit/index.ts';
import type { RuleClearanceInfo } from '../../contract/index.ts';
import { CitationPopover, ClearanceTag, useWords, type Verdict, verdictTones } from '../words.tsx';

/** Rules by what they are in the best case: one that may be paid in some cases is not counted as prohibited. */
export function countVerdicts(clearance: readonly RuleClearanceInfo[]): Record<Verdict, number> {
  const counts: Record<Verdict, number> = { allowed: 0, review: 0, prohibited: 0 };
  for (const rule of clearance) counts[rule.mildest] += 1;
  return counts;
}

export interface RuleCardProps {
  readonly number: number;
  readonly ruleId: string;
  readonly title: string;
  readonly group: string;
  readonly sentence: string;
  readonly trigger: string;
  readonly clearance: RuleClearanceInfo | undefined;
}

/** One rule as people read it: sentence, what the law says, and what to do instead. */
export function RuleCard({ number, ruleId, title, group, sentence, trigger, clearance }: RuleCardProps) {
  const t = useText('incentives');
  const { say } = useWords();
  const tone = clearance ? verdictTones[clearance.mildest] : 'inactive';
  return (
    <li className={`inc-rule inc-edge-${tone}`}>
      <header>
        <span className="inc-rule-no">{number}</span>
        <h3>
          {title} <span className="rm-code">{ruleId}</span>
        </h3>
        {clearance && <RuleVerdict clearance={clearance} />}
      </header>
      <p className="inc-sentence">{sentence}</p>
      <p className="rm-faint inc-small">
        {t('rule.group', { group })} · {t(`trigger.${trigger}`)}
        {clearance && clearance.citations.length > 0 && (
          <>
            {' · '}
            <CitationPopover citations={clearance.citations} />
          </>
        )}
      </p>
      {clearance && clearance.mildest !== 'allowed' && clearance.alternatives.length > 0 && (
        <div className="inc-instead">
          <BulbOutlined aria-hidden />
          <div>
            <strong>{t('rule.instead')}</strong>
            <ul>
              {clearance.alternatives.map((alternative) => (
                <li key={`${alternative.payeeKind}${alternative.kind}`}>
                  <span className="rm-soft">{t(`payee.${alternative.payeeKind}`)}：</span>
                  {say(alternative.text)}
                </li>
              ))}
            </ul>
          </div>
        </div>
      )}
      {clearance && clearance.mildest !== clearance.strictest && <Cases clearance={clearance} />}
    </li>
  );
}

/** `放行` when every case is; otherwise the span, so that a rule allowed only for some does not look harmless. */
function RuleVerdict({ clearance }: { clearance: RuleClearanceInfo }) {
  const t = useText('incentives');
  if (clearance.mildest === clearance.strictest) return <ClearanceTag verdict={clearance.mildest} />;
  return (
    <span className="inc-chips">
      <ClearanceTag verdict={clearance.mildest} />
      <span className="rm-faint">{t('rule.upTo')}</span>
      <ClearanceTag verdict={clearance.strictest} />
    </span>
  );
}

/** Which cases of a mixed rule get which verdict. */
function Cases({ clearance }: { clearance: RuleClearanceInfo }) {
  const t = useText('incentives');
  const rows = mergedCases(clearance);
  return (
    <Collapse
      ghost
      size="small"
      className="inc-cases"
      items={[
        {
          key: 'cases',
          label: t('rule.cases'),
          children: (
            <div className="inc-scroll">
              <table className="inc-table">
                <thead>
                  <tr>
                    <th scope="col">{t('rule.payee')}</th>
                    <th scope="col">{t('rule.paymentKind')}</th>
                    <th scope="col">{t('rule.minor')}</th>
                    <th scope="col">{t('rule.verdict')}</th>
                    <th scope="col">{t('rule.citation')}</th>
                  </tr>
                </thead>
                <tbody>
                  {rows.map((row) => (
                    <tr key={row.key}>
                      <td>{t(`payee.${row.payeeKind}`)}</td>
                      <td>{row.payments.map((kind) => t(`payment.${kind ?? 'unknown'}`)).join(t('listComma'))}</td>
                      <td>
                        {row.minors.length > 2
                          ? t('rule.any')
                          : row.minors.map((minor) => t(`minor.${minor}`)).join(t('listComma'))}
                      </td>
                      <td>
                        <StateTag tone={verdictTones[row.verdict]}>{t(`verdict.${row.verdict}`)}</StateTag>
                      </td>
                      <td className="rm-code">{row.citation}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          ),
        },
      ]}
    />
  );
}

type Case = RuleClearanceInfo['cases'][number];

/** Cases that differ only in who pays or in age are one row: a clerk reads ten lines, not seventy. */
export function mergedCases(clearance: Pick<RuleClearanceInfo, 'cases'>) {
  const rows = new Map<
    string,
    {
      key: string;
      payeeKind: Case['payeeKind'];
      verdict: Verdict;
      citation: string;
      payments: Case['paymentKind'][];
      minors: (boolean | null)[];
    }
  >();
  for (const entry of clearance.cases) {
    const key = `${entry.payeeKind}/${entry.verdict}/${entry.citation}`;
    const row = rows.get(key) ?? {
      key,
      payeeKind: entry.payeeKind,
      verdict: entry.verdict,
      citation: entry.citation,
      payments: [],
      minors: [],
    };
    if (!row.payments.includes(entry.paymentKind)) row.payments.push(entry.paymentKind);
    if (!row.minors.includes(entry.patientMinor)) row.minors.push(entry.patientMinor);
    rows.set(key, row);
  }
  return [...rows.values()];
}
