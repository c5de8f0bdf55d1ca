import { Facts, StateTag, When } from '#web/kit/index.ts';
import type { QueueItem } from '../../contract/queue.ts';
import { useCodeText, useDesk } from '../desk-text.ts';

/** The left side: what the referral says, in its fields and in its own words. */
export function QueueReferral({ item, hasDetails }: { item: QueueItem; hasDetails: boolean }) {
  const t = useDesk();
  const codeText = useCodeText();
  const missing = item.stateFacts['missing'];
  const isIntroducerOpen = item.introducer === null && item.stateCode === 'incomplete';
  const tone = item.state === 'invalid' && !isIntroducerOpen ? 'prohibited' : 'waiting';
  return (
    <section className="rq-referral" aria-label={t('matching.referral')}>
      <header className="rq-head">
        <h2>{t('matching.referral')}</h2>
        <StateTag tone={tone}>
          {isIntroducerOpen ? t('matching.introducerOpen') : codeText('common.codes', item.stateCode)}
        </StateTag>
      </header>
      <p className="rq-name">{item.patientName ?? t('common.unnamed')}</p>
      <Facts
        items={[
          [t('matching.fields.sex'), item.sex && t(`common.${item.sex}`)],
          [t('matching.fields.age'), item.age === null ? null : t('common.age', { age: item.age })],
          [t('matching.fields.phone'), item.phoneTail && t('common.tail', { tail: item.phoneTail })],
          [t('matching.fields.disease'), item.disease],
          [t('matching.fields.department'), item.department],
          [
            t('matching.fields.introducer'),
            [item.introducerName, item.introducer?.institution].filter(Boolean).join(' · ') || null,
          ],
          [t('matching.fields.received'), <When key="at" at={item.receivedAt} full withSeconds />],
          [t('matching.fields.window'), <When key="until" at={item.windowEndsAt} full />],
        ]}
      />
      <h3>{t('matching.original')}</h3>
      {item.messageText ? (
        <blockquote className="rq-message">{item.messageText}</blockquote>
      ) : (
        <p className="rm-faint">{t('matching.noOriginal')}</p>
      )}
      {hasDetails && (
        <div className="rq-details">
          <h3>{t('matching.why')}</h3>
          <p>
            {codeText('common.codes', item.stateCode)}
            {Array.isArray(missing) && ` · ${t('matching.missing', { parts: missing.map(String).join('、') })}`}
          </p>
          <p className="rm-code">{item.referralId}</p>
          <RuleWords />
        </div>
      )}
    </section>
  );
}

/** The rules of attribution in five lines, wherever something is refused or asked about. */
export function RuleWords() {
  const t = useDesk();
  return (
    <div className="rq-rules">
      <h3>{t('matching.rulesTitle')}</h3>
      <ol>
        {(['before', 'walkIn', 'first', 'move', 'recorded'] as const).map((rule) => (
          <li key={rule}>{t(`matching.rules.${rule}`)}</li>
        ))}
      </ol>
    </div>
  );
}
