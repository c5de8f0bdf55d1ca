import type { PayeeClass, PolicyPack, Trigger } from '#modules/policy/index.ts';
import { lawfulAlternative } from '#modules/policy/index.ts';
import type { CitationText } from './contract/common.ts';

/** The texts behind a citation (`IN-01+R01`), with the instruments they rest on. Ids another pack had are named without text. */
export function citationTexts(pack: PolicyPack, citation: string): CitationText[] {
  const rules = new Map([...pack.incentives.overrides, ...pack.incentives.reasons].map((rule) => [rule.id, rule]));
  const instruments = new Map(pack.instruments.map((instrument) => [instrument.id, instrument]));
  return [...new Set(citation.split('+'))]
    .filter((id) => id !== '')
    .map((id) => {
      const rule = rules.get(id);
      return {
        id,
        text: rule?.text ?? { zh: id, en: id },
        instruments: (rule?.citations ?? []).map(({ instrument, articles }) => {
          const known = instruments.get(instrument);
          return { name: known?.name ?? { zh: instrument, en: instrument }, number: known?.number ?? null, articles };
        }),
      };
    });
}

export function alternativeFor(pack: PolicyPack, payee: string, trigger: string) {
  const { kind, text } = lawfulAlternative(pack, payee as PayeeClass, trigger as Trigger);
  return { payeeKind: payee as PayeeClass, kind, text };
}
