import { useText } from '#web/i18n.ts';
import { EmptyState, Section, StateTag } from '#web/kit/index.ts';
import type { Override, PolicyPack } from '../contract.ts';
import { sourceText, useWords, verdictIcons, verdictTones } from './words.tsx';

type Rule = Pick<Override, 'id' | 'text' | 'citations' | 'mark'> &
  Partial<Pick<Override, 'verdict' | 'whenUnknown' | 'report'>>;

/** Overrides or reasons with their full words, sources and how far they were verified. */
export function RuleList({
  pack,
  rules,
  text,
  hint,
}: {
  pack: PolicyPack;
  rules: readonly Rule[];
  text: string;
  hint: string;
}) {
  const t = useText('policy');
  const { locale } = useWords();
  const wanted = text.trim().toLowerCase();
  const found = rules.filter((rule) =>
    `${rule.id} ${rule.text.zh} ${rule.text.en} ${sourceText(t, locale, pack, rule.citations)}`
      .toLowerCase()
      .includes(wanted),
  );
  return (
    <Section extra={<span className="rm-faint">{hint}</span>}>
      {found.length === 0 ? (
        <EmptyState compact picture="search" title={t('pack.nothing')} />
      ) : (
        <ul className="pol-rules">
          {found.map((rule) => (
            <RuleEntry key={rule.id} pack={pack} rule={rule} />
          ))}
        </ul>
      )}
    </Section>
  );
}

export function RuleEntry({ pack, rule }: { pack: PolicyPack; rule: Rule }) {
  const t = useText('policy');
  const { locale, say } = useWords();
  const { mark } = rule;
  return (
    <li>
      <p>
        <strong className="pol-id">{rule.id}</strong>
        {rule.verdict && (
          <StateTag tone={verdictTones[rule.verdict]} icon={verdictIcons[rule.verdict]}>
            {t(`verdict.${rule.verdict}`)}
          </StateTag>
        )}{' '}
        {say(rule.text)}
      </p>
      <p className="rm-soft pol-source">{sourceText(t, locale, pack, rule.citations)}</p>
      <p className="rm-faint pol-source">
        {[
          t(`mark.${mark.kind}`),
          mark.counsel ? t('mark.counsel') : '',
          mark.ownPolicy ? t('mark.ownPolicy') : '',
          rule.whenUnknown === 'review' ? t('override.whenUnknown') : '',
          rule.report ? t('override.report') : '',
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
    </li>
  );
}
