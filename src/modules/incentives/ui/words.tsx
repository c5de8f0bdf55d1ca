import { CheckCircleFilled, ExclamationCircleFilled, StopFilled } from '@ant-design/icons';
import { Popover } from 'antd';
import type { ReactNode } from 'react';
import type { Locale, Words } from '#kernel/rule-engine/plan.ts';
import { type Text, useLanguage, useText } from '#web/i18n.ts';
import { PageLink, StateTag, type Tone } from '#web/kit/index.ts';
import type { CitationText, LineRow, PlanRow, SettlementRow } from '../contract/index.ts';

export type Verdict = LineRow['clearance'];

export const verdictTones: Readonly<Record<Verdict, Tone>> = {
  allowed: 'allowed',
  review: 'waiting',
  prohibited: 'prohibited',
};
const verdictIcons: Readonly<Record<Verdict, ReactNode>> = {
  allowed: <CheckCircleFilled />,
  review: <ExclamationCircleFilled />,
  prohibited: <StopFilled />,
};

/** Language of the page as the rule engine names it, and a way to say a bilingual text in it. */
export function useWords(): { readonly locale: Locale; readonly say: (words: Words | null | undefined) => string } {
  const locale: Locale = useLanguage() === 'en' ? 'en' : 'zh';
  return { locale, say: (words) => words?.[locale] ?? '' };
}

/** What the policy pack says: icon and word, never colour alone. */
export function ClearanceTag({ verdict, count }: { verdict: Verdict; count?: number }) {
  const t = useText('incentives');
  return (
    <StateTag tone={verdictTones[verdict]} icon={verdictIcons[verdict]}>
      {t(`verdict.${verdict}`)}
      {count === undefined ? '' : ` ${count}`}
    </StateTag>
  );
}

type Standing = Pick<LineRow, 'clearance' | 'reviewState' | 'isHeld'>;

/** Where a line stands, in one word: what clearance and compliance made of it. */
export function lineStanding(line: Standing): { readonly key: string; readonly tone: Tone; readonly verdict: Verdict } {
  const verdict = line.clearance;
  if (verdict === 'prohibited') return { key: 'prohibited', tone: 'prohibited', verdict };
  if (line.isHeld) return { key: 'held', tone: 'waiting', verdict };
  if (verdict === 'allowed') return { key: 'allowed', tone: 'allowed', verdict };
  if (line.reviewState === 'released') return { key: 'released', tone: 'allowed', verdict };
  if (line.reviewState === 'rejected') return { key: 'rejected', tone: 'inactive', verdict };
  return { key: 'review', tone: 'waiting', verdict };
}

export function LineTag({ line }: { line: Standing }) {
  const t = useText('incentives');
  const { key, tone, verdict } = lineStanding(line);
  return (
    <StateTag tone={tone} {...(key === 'prohibited' ? { icon: verdictIcons[verdict] } : {})}>
      {t(`lineState.${key}`)}
    </StateTag>
  );
}

const planTones: Readonly<Record<PlanRow['state'], Tone>> = {
  draft: 'waiting',
  active: 'allowed',
  retired: 'inactive',
};

export function PlanStateTag({ state, isHistorical }: { state: PlanRow['state']; isHistorical?: boolean }) {
  const t = useText('incentives');
  if (isHistorical) return <StateTag tone="inactive">{t('planState.historical')}</StateTag>;
  return <StateTag tone={planTones[state]}>{t(`planState.${state}`)}</StateTag>;
}

/** Plan A comes with the program for computing only: its rules can never be in force. */
export function isHistorical(plan: Pick<PlanRow, 'planId' | 'isBundled'>): boolean {
  return plan.isBundled && plan.planId === 'plan-a';
}

const stateTones: Readonly<Record<SettlementRow['state'], Tone>> = {
  draft: 'waiting',
  compiled: 'waiting',
  verified: 'waiting',
  recalculated: 'waiting',
  approved_first: 'waiting',
  approved: 'primary',
  partly_paid: 'primary',
  paid: 'allowed',
  closed: 'inactive',
};

export function SettlementStateTag({ state }: { state: SettlementRow['state'] }) {
  const t = useText('incentives');
  return <StateTag tone={stateTones[state]}>{t(`settlementState.${state}`)}</StateTag>;
}

export function planPath(plan: { planId: string; version: number }): string {
  return `/incentives/plans/${encodeURIComponent(plan.planId)}/${plan.version}`;
}

/** 1250 → `12.5%`. */
export function percentText(basisPoints: number): string {
  return `${Number((basisPoints / 100).toFixed(2))}%`;
}

/** The instrument with number and articles, as one would cite it. */
export function citationSource(t: Text, locale: Locale, citation: CitationText): string {
  const sources = citation.instruments.map((instrument) => {
    const name = instrument.name[locale];
    // Numbers the survey could not find are written as such in the pack; they say nothing to the reader.
    const number =
      instrument.number && !/未取|号略/.test(instrument.number)
        ? locale === 'zh'
          ? `（${instrument.number}）`
          : ` (${instrument.number})`
        : '';
    const articles = instrument.articles
      ? t('citation.articles', {
          articles: locale === 'zh' ? instrument.articles.replaceAll(', ', '、') : instrument.articles,
        })
      : '';
    return `${locale === 'zh' ? `《${name}》` : name}${number}${articles}`;
  });
  return sources.length > 0 ? sources.join(locale === 'zh' ? '；' : '; ') : t('citation.ownPolicy');
}

/** Ids of the policy pack with their full text: `IN-01+R01`. */
export function CitationList({ citations }: { citations: readonly CitationText[] }) {
  const t = useText('incentives');
  const { locale, say } = useWords();
  return (
    <div className="rm-citations">
      {citations.map((citation) => (
        <blockquote key={citation.id}>
          <cite>
            <span className="rm-code">{citation.id}</span> {citationSource(t, locale, citation)}
          </cite>
          <p>{say(citation.text)}</p>
        </blockquote>
      ))}
    </div>
  );
}

/** A short citation that opens its texts. */
export function CitationPopover({ citations, label }: { citations: readonly CitationText[]; label?: string }) {
  const t = useText('incentives');
  if (citations.length === 0) return null;
  return (
    <Popover
      trigger="click"
      title={t('citation.title')}
      content={
        <div className="inc-popover">
          <CitationList citations={citations} />
        </div>
      }
    >
      <button type="button" className="rm-link" onClick={(event) => event.stopPropagation()}>
        {label ?? t('citation.open', { count: citations.length })}
      </button>
    </Popover>
  );
}

/** Words of an account of the ledger: `expense:骨科` → 科室业务支出 · 骨科. */
export function accountText(t: Text, account: string): string {
  const [kind, rest = ''] = [account.slice(0, account.indexOf(':')), account.slice(account.indexOf(':') + 1)];
  if (kind === 'payable') {
    const [payee = '', no = ''] = [rest.slice(0, rest.indexOf('/')), rest.slice(rest.indexOf('/') + 1)];
    return `${t('account.payable')} · ${t(`payee.${payee}`)} ${no}`;
  }
  if (kind === 'expense') return `${t('account.expense')} · ${rest}`;
  return `${t(`account.${kind}`)} · ${t(`way.${rest}`)}`;
}

/** The way back from a full page. */
export function BackLink({ to, children }: { to: string; children: ReactNode }) {
  return (
    <PageLink to={to} className="inc-back">
      ← {children}
    </PageLink>
  );
}
