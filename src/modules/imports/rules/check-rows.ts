import { completedYears, type Day, dayOf } from '#kernel/day.ts';
import { type Problems, reject, warn } from './problems.ts';
import type { EpisodeRow, ImportKind, PatientImportRow, RowOfKind } from './rows.ts';

const ageYearsMax = 130;

/** What the fields of a row must be to each other. */
export function checkRow<Kind extends ImportKind>(
  kind: Kind,
  row: RowOfKind[Kind],
  timeZone: string,
  problems: Problems,
  today: Day | null = null,
): void {
  if (kind === 'patients') checkPatient(row as PatientImportRow, today, problems);
  if (kind === 'episodes') checkEpisode(row as EpisodeRow, timeZone, problems);
}

/** A row must tell who is meant: by a number, or by name, birth date and phone together. */
function checkPatient(row: PatientImportRow, today: Day | null, problems: Problems): void {
  if (row.birthDate !== null && today !== null) {
    if (row.birthDate > today) reject(problems, { column: 'birth_date', code: 'row.born-in-future' });
    else if (completedYears(row.birthDate, today) > ageYearsMax)
      reject(problems, { column: 'birth_date', code: 'row.age-impossible', facts: { yearsMax: ageYearsMax } });
  }
  if (row.idNumber !== null && row.birthDate !== null) {
    const onCard = `${row.idNumber.slice(6, 10)}-${row.idNumber.slice(10, 12)}-${row.idNumber.slice(12, 14)}`;
    if (onCard !== row.birthDate) warn(problems, { column: 'birth_date', code: 'row.birth-from-id-number' });
  }
  if (row.recordNo === null && row.idNumber === null && (row.birthDate === null || row.phone === null))
    reject(problems, { column: null, code: 'row.identity-missing' });
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
