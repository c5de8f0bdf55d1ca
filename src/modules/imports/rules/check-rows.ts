import { completedYears, dayOf } from '#kernel/day.ts';
import { type Problems, reject, warn } from './problems.ts';
import type { EpisodeRow, ImportKind, RowOfKind } from './rows.ts';

const ageYearsMax = 130;

/** What the fields of a row must be to each other. */
export function checkRow<Kind extends ImportKind>(
  kind: Kind,
  row: RowOfKind[Kind],
  timeZone: string,
  problems: Problems,
): void {
  if (kind === 'episodes') checkEpisode(row as EpisodeRow, timeZone, problems);
}

function checkEpisode(row: EpisodeRow, timeZone: string, problems: Problems): void {
  if (row.dischargedAt !== null && row.dischargedAt < (row.admittedAt ?? row.dischargedAt)) {
    reject(problems, { column: 'discharged_at', code: 'row.discharged-before-admitted' });
  }
  if (row.birthDate !== null) {
    const registeredOn = dayOf(row.registeredAt, timeZone);
    if (row.birthDate > registeredOn) reject(problems, { column: 'birth_date', code: 'row.born-after-registration' });
    else if (completedYears(row.birthDate, registeredOn) > ageYearsMax) {
      reject(problems, { column: 'birth_date', code: 'row.age-impossible', facts: { yearsMax: ageYearsMax } });
    }
  }
  // Outpatients may pay minutes before the desk registers them; a whole settlement in the past is worth a look, not a refusal.
  if (row.settledAt !== null && row.settledAt < row.registeredAt) {
    warn(problems, { column: 'settled_at', code: 'row.settled-before-registered' });
  }
}
