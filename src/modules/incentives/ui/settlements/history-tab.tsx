import { useText } from '#web/i18n.ts';
import { EmptyState, Section, StateTag, Timeline, type TimelineEntry } from '#web/kit/index.ts';
import type { SettlementDetail } from '../../contract/index.ts';

/** Every signature and return with its words, newest first; withdrawn ones stay readable. */
export function History({ settlement }: { settlement: SettlementDetail }) {
  const t = useText('incentives');
  const signed: TimelineEntry[] = settlement.signatures.map((one) => ({
    key: one.signatureId,
    at: one.signedAt,
    title: one.department ? `${t(`step.${one.step}`)} · ${one.department}` : t(`step.${one.step}`),
    by: one.accountName,
    tone: one.decision === 'rejected' ? 'prohibited' : one.isWithdrawn ? 'inactive' : 'allowed',
    text: (
      <>
        <StateTag tone={one.decision === 'rejected' ? 'prohibited' : one.isWithdrawn ? 'inactive' : 'allowed'}>
          {t(
            one.decision === 'rejected' ? 'history.rejected' : one.isWithdrawn ? 'history.withdrawn' : 'history.signed',
          )}
        </StateTag>{' '}
        {one.comment && <q>{one.comment}</q>}
        {!one.isOfPresentLines && !one.isWithdrawn && <p className="rm-tone-waiting">{t('history.otherLines')}</p>}
        <p className="rm-code">{t('history.fingerprint', { fingerprint: one.linesFingerprint.slice(0, 16) })}</p>
      </>
    ),
  }));
  const moments: TimelineEntry[] = [
    ...momentOf('computed', settlement.computedAt, settlement.runByName),
    ...momentOf('submitted', settlement.submittedAt),
    ...momentOf('approved', settlement.approvedAt),
    ...momentOf('closed', settlement.closedAt),
  ].map((moment) => ({ ...moment, title: t(`history.${moment.key}`) }));
  const entries = [...signed, ...moments].sort((one, other) => Number(other.at) - Number(one.at));
  if (entries.length === 0) return <EmptyState compact picture="list" title={t('history.empty')} />;
  return (
    <Section title={t('tab.history')}>
      <Timeline entries={entries} exact />
    </Section>
  );
}

function momentOf(key: string, at: number | null, by?: string): Omit<TimelineEntry, 'title'>[] {
  return at === null ? [] : [{ key, at, tone: 'primary', ...(by ? { by } : {}) }];
}
