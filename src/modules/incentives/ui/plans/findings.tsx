import { useText } from '#web/i18n.ts';
import { Section, StateTag } from '#web/kit/index.ts';
import type { PlanDetail, PlanFindingInfo } from '../../contract/index.ts';
import { useWords } from '../words.tsx';

/** What stands against activation: findings with an example case each, and rules the law forbids in every case. */
export function Findings({ review }: { review: PlanDetail['review'] }) {
  const t = useText('incentives');
  const isFine = review.findings.length === 0 && review.prohibitedRules.length === 0;
  return (
    <Section
      title={t('check.title')}
      extra={
        <StateTag tone={isFine ? 'allowed' : 'prohibited'}>
          {t(isFine ? 'check.mayActivate' : 'check.mayNotActivate')}
        </StateTag>
      }
    >
      {isFine && <p className="rm-soft">{t('check.fine')}</p>}
      <FindingList findings={review.findings} />
      {review.prohibitedRules.length > 0 && (
        <div className="inc-finding">
          <StateTag tone="prohibited">{t('check.prohibited', { count: review.prohibitedRules.length })}</StateTag>
          <p>{t('check.prohibitedText')}</p>
          <p className="inc-chips">
            {review.prohibitedRules.map((id) => (
              <span key={id} className="rm-code">
                {id}
              </span>
            ))}
          </p>
        </div>
      )}
    </Section>
  );
}

type Finding = Pick<PlanFindingInfo, 'code' | 'rules' | 'words' | 'example'> & Partial<PlanFindingInfo>;

export function FindingList({ findings }: { findings: readonly Finding[] }) {
  const t = useText('incentives');
  const { say } = useWords();
  return (
    <ul className="inc-findings">
      {findings.map((finding) => (
        <li key={`${finding.code}${finding.words.zh}`} className="inc-finding">
          <StateTag tone="waiting">{t(`finding.${finding.code}`)}</StateTag>
          <p>
            {say(finding.words)}
            {finding.line ? <span className="rm-code"> {t('check.place', finding)}</span> : null}
          </p>
          {finding.example && finding.example.length > 0 && (
            <details className="inc-example">
              <summary>{t('check.example')}</summary>
              <p>{finding.example.map((part) => say(part.words)).join(t('listComma'))}</p>
            </details>
          )}
        </li>
      ))}
    </ul>
  );
}
