import { App, Button, Checkbox, Select, Tabs } from 'antd';
import { useState } from 'react';
import { useCommand } from '#web/api/index.ts';
import { useText } from '#web/i18n.ts';
import { ProblemNote, Section, useGo } from '#web/kit/index.ts';
import {
  confirmIntroducer,
  type IntroducerDetail,
  type IntroducerKind,
  introducerKinds,
  listIntroducers,
  mergeIntroducer,
} from '../../contract/index.ts';
import { type IntroducerChoice, IntroducerField } from './introducer-field.tsx';

/** A new sender: either somebody new, to be confirmed, or somebody known under another number. */
export function PendingSection({ introducer }: { introducer: IntroducerDetail }) {
  const t = useText('referrals');
  const waiting = introducer.referralCounts['waiting'] ?? 0;
  return (
    <Section title={t('pending.title')}>
      <p className="rm-note rm-note-waiting">{t('pending.text', { count: waiting })}</p>
      <Tabs
        items={[
          { key: 'confirm', label: t('pending.isNew'), children: <Confirm introducer={introducer} /> },
          { key: 'merge', label: t('pending.isKnown'), children: <Merge introducer={introducer} /> },
        ]}
      />
    </Section>
  );
}

function Confirm({ introducer }: { introducer: IntroducerDetail }) {
  const t = useText('referrals');
  const { message } = App.useApp();
  const go = useGo();
  const [kind, setKind] = useState<IntroducerKind>(introducer.kind);
  const { introducerId, version } = introducer;
  const confirm = useCommand(confirmIntroducer, {
    onDone: (answer) => message.success(t('pending.confirmed', { count: answer.referralsReleased })),
  });
  return (
    <div className="rm-ref-pending">
      <ProblemNote problem={confirm.problem} />
      <span>{t('introducers.kind')}</span>
      <Select
        aria-label={t('introducers.kind')}
        value={kind}
        onChange={setKind}
        options={introducerKinds.map((value) => ({ value, label: t(`kind.${value}`) }))}
      />
      <div className="rm-ref-buttons">
        <Button
          type="primary"
          loading={confirm.isRunning}
          onClick={() => void confirm.run({ params: { introducerId }, body: { version, kind } })}
        >
          {t('pending.confirm')}
        </Button>
        <Button onClick={() => go(`/introducers/${introducerId}/edit`)}>{t('pending.complete')}</Button>
      </div>
    </div>
  );
}

function Merge({ introducer }: { introducer: IntroducerDetail }) {
  const t = useText('referrals');
  const { message } = App.useApp();
  const go = useGo();
  const [into, setInto] = useState<IntroducerChoice | null>(null);
  const [keepContacts, setKeepContacts] = useState(true);
  const merge = useCommand(mergeIntroducer, {
    // Not the merged one itself: it is gone.
    invalidates: [listIntroducers, 'referrals.listReferrals', 'referrals.readReferral', 'referrals.listMessages'],
    onDone: (answer) => {
      message.success(t('pending.merged', { count: answer.referralsReleased }));
      go(`/introducers/${answer.introducer.introducerId}`, { replace: true });
    },
  });
  return (
    <div className="rm-ref-pending">
      <ProblemNote problem={merge.problem} />
      <IntroducerField value={into} onChange={setInto} onlyKnown label={t('pending.into')} />
      <Checkbox checked={keepContacts} onChange={(event) => setKeepContacts(event.target.checked)}>
        {t('pending.keepContacts')}
      </Checkbox>
      <Button
        type="primary"
        disabled={!into?.introducerId}
        loading={merge.isRunning}
        onClick={() =>
          into?.introducerId &&
          void merge.run({
            params: { introducerId: introducer.introducerId },
            body: { version: introducer.version, intoIntroducerId: into.introducerId, keepContacts },
          })
        }
      >
        {t('pending.merge')}
      </Button>
    </div>
  );
}
