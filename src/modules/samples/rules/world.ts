import type { Day } from '#kernel/day.ts';
import type { Ailment } from './ailment.ts';
import { type Calendar, calendarUntil } from './calendar.ts';
import { type Department, departments } from './departments.ts';
import { divisionTable } from './places.ts';
import { Random, weighted } from './random.ts';
import { buildRoster, type Roster } from './roster.ts';
import { type Scenario, scenarios } from './scenarios.ts';

export type SampleSize = 'small' | 'medium' | 'large' | { readonly episodes: number };

export interface SampleOptions {
  readonly seed: number;
  readonly size: SampleSize;
  /** Last day of the data; three months end here. */
  readonly until: Day;
  /** The hospital's own administrative division; others are out-of-county. */
  readonly division?: string;
}

export const defaultDivision = '430121';

export function episodesAimed(size: SampleSize): number {
  if (typeof size === 'object') return Math.max(1, Math.round(size.episodes));
  return { small: 600, medium: 6_000, large: 60_000 }[size];
}

export interface World {
  readonly seed: number;
  readonly calendar: Calendar;
  readonly roster: Roster;
  readonly division: string;
  readonly divisions: readonly string[];
  /** Departments to draw from, for each month of the year (respiratory and paediatric illness in winter). */
  readonly outpatientDepartments: readonly (readonly Department[])[];
  readonly inpatientDepartments: readonly (readonly Department[])[];
  readonly ailments: ReadonlyMap<string, readonly (readonly Ailment[])[]>;
  /** For each day from the first: number of the first case, ordinary cases, and the cases set by hand. */
  readonly agenda: readonly AgendaDay[];
}

export interface AgendaDay {
  readonly firstCase: number;
  readonly ordinary: number;
  readonly planted: readonly PlantedCase[];
}

export interface PlantedCase {
  readonly scenario: Scenario;
  readonly variant: number;
}

/** Days after the last for which patients are already on their way (their messages are in the sample, they are not). */
export const expectedDays = 6;

/** Episodes an ordinary case brings, measured over a million; turns a wished number of episodes into a number of cases. */
const episodesOfOrdinaryCase = 1.31;
const episodesOfPlantedCase = 1.75;

export function buildWorld(options: SampleOptions, extraDays = 0): World {
  const calendar = calendarUntil(options.until);
  const episodes = episodesAimed(options.size);
  const division = options.division ?? defaultDivision;
  const copies = episodes >= 3_000 ? 4 : 2;
  const planted = plantCases(calendar, copies);
  const plantedEpisodes = planted.reduce((sum, day) => sum + day.length, 0) * episodesOfPlantedCase;
  const cases = Math.max(episodes * 0.1, episodes - plantedEpisodes) / episodesOfOrdinaryCase;
  return {
    seed: options.seed,
    calendar,
    roster: buildRoster(options.seed, episodes),
    division,
    divisions: divisionTable(division),
    ...seasonalTables(),
    agenda: buildAgenda(calendar, cases, planted, calendar.days + expectedDays + extraDays),
  };
}

function buildAgenda(calendar: Calendar, cases: number, planted: readonly PlantedCase[][], days: number): AgendaDay[] {
  const weightTotal = calendar.weights.slice(0, calendar.days).reduce((sum, weight) => sum + weight, 0);
  const agenda: AgendaDay[] = [];
  let weightReached = 0;
  let given = 0;
  let firstCase = 0;
  for (let day = 0; day < days; day++) {
    weightReached += calendar.weights[day]!;
    const ordinary = Math.round((weightReached / weightTotal) * cases) - given;
    given += ordinary;
    agenda.push({ firstCase, ordinary, planted: planted[day] ?? [] });
    firstCase += ordinary + (planted[day]?.length ?? 0);
  }
  return agenda;
}

/** Every scenario `copies` times in every month, early enough to be discharged and settled in it. */
function plantCases(calendar: Calendar, copies: number): PlantedCase[][] {
  const planted: PlantedCase[][] = Array.from({ length: calendar.days }, () => []);
  // The day after the last brings a few of everything too: somebody trying the import of one day sees more than coughs.
  planted.push(scenarios.filter((_, order) => order % 3 === 0).map((scenario) => ({ scenario, variant: 0 })));
  calendar.sections.forEach((section, sectionIndex) => {
    const room = section.days - 7;
    scenarios.forEach((scenario, order) => {
      for (let copy = 0; copy < copies; copy++) {
        const day = section.firstDay + ((order * 5 + copy * 11 + 1) % room);
        planted[day]!.push({ scenario, variant: sectionIndex * copies + copy });
      }
    });
  });
  return planted;
}

function seasonalTables(): Pick<World, 'outpatientDepartments' | 'inpatientDepartments' | 'ailments'> {
  const cold = (month: number): boolean => month <= 2 || month >= 11;
  const months = Array.from({ length: 13 }, (_, month) => month);
  const factor = (department: Department, month: number): number =>
    cold(month) ? Math.max(...department.ailments.map((ailment) => ailment.winter)) ** 0.5 : 1;
  const table = (weightOf: (department: Department) => number) =>
    months.map((month) =>
      weighted(
        departments.map((department): [Department, number] => [
          department,
          weightOf(department) * factor(department, month),
        ]),
      ),
    );
  return {
    outpatientDepartments: table((department) => department.outpatientWeight),
    inpatientDepartments: table((department) => department.inpatientWeight),
    ailments: new Map(
      departments.map((department) => [
        department.name,
        months.map((month) =>
          weighted(
            department.ailments.map((ailment): [Ailment, number] => [ailment, cold(month) ? ailment.winter : 1]),
            64,
          ),
        ),
      ]),
    ),
  };
}

/** Streams of one case; the last number of `new Random(seed, case, purpose)`. */
export const purposes = { course: 1, charges: 2, notices: 3 } as const;

export function courseRandom(world: World, caseIndex: number, random = new Random()): Random {
  return random.restart(world.seed, caseIndex, purposes.course);
}
