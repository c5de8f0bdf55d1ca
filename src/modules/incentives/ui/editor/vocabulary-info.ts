import type { DescribedVocabulary } from '../plans/rule-words.ts';

/** What rules may speak about, with the triggers clearance knows. */
export type VocabularyInfo = DescribedVocabulary & { readonly triggers: readonly string[] };
