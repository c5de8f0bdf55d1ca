import { useText } from '#web/i18n.ts';
import { EmptyState, Section } from '#web/kit/index.ts';
import type { PolicyPack } from '../contract.ts';
import { useWords } from './words.tsx';

/** The laws and provisions the pack rests on, and which of its rules cite them. */
export function Instruments({ pack, text }: { pack: PolicyPack; text: string }) {
  const t = useText('policy');
  const { say } = useWords();
  const wanted = text.trim().toLowerCase();
  const rules = [...pack.incentives.overrides, ...pack.incentives.reasons];
  const found = pack.instruments.filter((entry) =>
    `${entry.name.zh} ${entry.name.en} ${entry.number ?? ''}`.toLowerCase().includes(wanted),
  );
  if (found.length === 0) return <EmptyState compact picture="search" title={t('pack.nothing')} />;
  return (
    <Section>
      <div className="pol-scroll">
        <table className="pol-table">
          <thead>
            <tr>
              <th scope="col">{t('instrument.name')}</th>
              <th scope="col">{t('instrument.number')}</th>
              <th scope="col">{t('instrument.from')}</th>
              <th scope="col">{t('instrument.cited')}</th>
            </tr>
          </thead>
          <tbody>
            {found.map((entry) => (
              <tr key={entry.id}>
                <td>{say(entry.name)}</td>
                <td>{entry.number ?? '—'}</td>
                <td className="rm-tabular">{entry.effectiveFrom ?? '—'}</td>
                <td className="rm-code">
                  {rules
                    .filter((rule) => rule.citations.some((citation) => citation.instrument === entry.id))
                    .map((rule) => rule.id)
                    .join(' ') || '—'}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
}
