import { Input } from 'antd';
import { useState } from 'react';
import { useRead } from '#web/api/index.ts';
import { useText } from '#web/i18n.ts';
import {
  ErrorState,
  PageFrame,
  PageSkeleton,
  StatCard,
  StateTag,
  StatRow,
  useUrlQuery,
  useUrlValue,
} from '#web/kit/index.ts';
import { type PolicyPack, readPolicyPack, verdicts } from '../contract.ts';
import { Instruments } from './instruments.tsx';
import { Matrix } from './matrix.tsx';
import './policy.css';
import { RuleList } from './rule-list.tsx';
import { useWords, verdictIcons, verdictTones } from './words.tsx';

type Tab = 'matrix' | 'overrides' | 'reasons' | 'instruments';
const tabs: readonly Tab[] = ['matrix', 'overrides', 'reasons', 'instruments'];

/** The policy pack in force, to be read: what may be given to whom for what in which form, and why. */
export default function PackPage() {
  const read = useRead(readPolicyPack, undefined, { staleMs: 3_600_000 });
  if (read.isError && !read.data) return <ErrorState error={read.error} onRetry={() => void read.refetch()} />;
  if (!read.data) return <PageSkeleton />;
  return <Pack pack={read.data} />;
}

function Pack({ pack }: { pack: PolicyPack }) {
  const t = useText('policy');
  const { say } = useWords();
  const [tab] = useUrlValue<Tab>('tab', 'matrix');
  const [, setQuery] = useUrlQuery();
  const [text, setText] = useState('');
  const { incentives } = pack;
  return (
    <PageFrame
      title={t('pack.title')}
      meaning={t('pack.meaning', { title: say(pack.title), version: pack.version, day: pack.asOf })}
      tabs={tabs.map((key) => ({ key, label: t(`tab.${key}`) }))}
      tab={tab}
      onTab={(key) => setQuery((query) => (key === 'matrix' ? query.delete('tab') : query.set('tab', key)))}
    >
      <p className="rm-note rm-note-waiting">{t('pack.notAdvice')}</p>
      {tab === 'matrix' && (
        <StatRow>
          {verdicts.map((verdict) => (
            <StatCard
              key={verdict}
              label={t(`verdict.${verdict}`)}
              value={incentives.matrix.filter((cell) => cell.verdict === verdict).length}
              note={
                <StateTag tone={verdictTones[verdict]} icon={verdictIcons[verdict]}>
                  {t(`verdictText.${verdict}`)}
                </StateTag>
              }
            />
          ))}
        </StatRow>
      )}
      <Input.Search
        allowClear
        className="pol-search"
        aria-label={t('pack.search')}
        placeholder={t('pack.search')}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      {tab === 'matrix' && <Matrix pack={pack} text={text} />}
      {tab === 'overrides' && (
        <RuleList pack={pack} rules={incentives.overrides} text={text} hint={t('override.hint')} />
      )}
      {tab === 'reasons' && <RuleList pack={pack} rules={incentives.reasons} text={text} hint={t('reason.hint')} />}
      {tab === 'instruments' && <Instruments pack={pack} text={text} />}
    </PageFrame>
  );
}
