import { type NameForm, nameForm } from './compare-names.ts';
import { phoneBlockingKeys } from './compare-phones.ts';
import { phoneKey, type Sex } from './winner-rows.ts';

/**
 * Short strings the store indexes (a text array) so that the matching queue finds the episodes worth comparing with a
 * referral: a pair that may be one person shares at least one key. Names by sound, without tone, with dialect's sounds
 * folded:
 * - `n:` all syllables, sorted: same sound, exchanged characters;
 * - `d:` all syllables, and each choice of all but one: one character wrong, missing or too many;
 * - `w:` one syllable of a two-syllable name with sex and a five-year age band: half a short name says little alone;
 * - `v:` the same with the township;
 * - `p…:` the phone, see `phoneBlockingKeys`; at the episode also the household's phones.
 */
export function blockingKeysOfEpisode(
  row: BlockableEpisode,
  form: NameForm | null = nameForm(row.patientName),
): string[] {
  const bands = row.age === null ? [] : [ageBand(row.age)];
  const relatives = row.relativePhones.map(phoneKey).filter((phone) => phone !== null);
  return [
    ...nameKeys(form, row.sex, bands, row.division),
    ...phoneBlockingKeys(row.phone),
    ...relatives.map((phone) => `p8:${phone.slice(-8)}`),
  ];
}

/** Of a referral: age bands around the told age, so that two years of error cannot hide a pair. */
export function blockingKeysOfReferral(
  row: BlockableReferral,
  form: NameForm | null = nameForm(row.patientName),
): string[] {
  const bands = row.age === null ? [] : [...new Set([-2, 0, 2].map((years) => ageBand(row.age! + years)))];
  return [...nameKeys(form, row.sex, bands, row.division), ...phoneBlockingKeys(row.phone)];
}

export interface BlockableReferral {
  readonly patientName: string | null;
  readonly sex: Sex | null;
  readonly age: number | null;
  readonly phone: string | null;
  /** Division code (县 6, 乡镇 9, 村 12 digits) of the patient's place or, failing that, of the introducer's. */
  readonly division: string | null;
}

export interface BlockableEpisode extends BlockableReferral {
  readonly relativePhones: readonly string[];
}

function nameKeys(form: NameForm | null, sex: Sex | null, bands: readonly number[], division: string | null): string[] {
  if (form === null) return [];
  const { folded } = form;
  const keys = [`n:${form.sorted}`, `d:${folded.join(' ')}`];
  if (folded.length >= 3) {
    folded.forEach((_, left) => {
      keys.push(`d:${folded.filter((_one, at) => at !== left).join(' ')}`);
    });
    return keys;
  }
  const township = division !== null && division.length >= 9 ? division.slice(0, 9) : null;
  folded.forEach((syllable, at) => {
    for (const band of bands) keys.push(`w:${at}${syllable}:${sex ?? ''}:${band}`);
    if (township !== null) keys.push(`v:${at}${syllable}:${township}`);
  });
  return keys;
}

function ageBand(age: number): number {
  return Math.floor(age / 5);
}
