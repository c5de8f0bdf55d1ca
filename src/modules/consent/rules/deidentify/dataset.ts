import { type Day, dayOf, type Instant } from '#kernel/day.ts';
import {
  ageLadder,
  ageOn,
  dayLadder,
  divisionLadder,
  shiftDay,
  spendBand,
  suppressed,
  tokenOf,
  wordLadder,
} from './generalise.ts';
import { isHighSensitive } from './high-sensitive.ts';
import { type AnonymityReport, anonymise, hideRare, type QuasiIdentifier } from './k-anonymity.ts';
import { scrubText } from './scrub.ts';

/** One visit as it is known inside. */
export interface VisitIn {
  readonly patientId: string;
  readonly name: string | null;
  readonly recordNo: string | null;
  readonly sex: string | null;
  readonly birthDate: Day | null;
  readonly division: string | null;
  readonly kind: string;
  readonly department: string | null;
  readonly diagnosis: string | null;
  readonly registeredAt: Instant;
  readonly spentFen: number;
}

export interface ExportPlan {
  readonly dataset: 'visits' | 'people';
  readonly audience: 'marketing' | 'internal';
  readonly k: number;
  readonly dateTreatment: 'month' | 'shift';
  readonly timeZone: string;
  /** Of this export alone. */
  readonly key: Buffer;
}

export interface Deidentified {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly report: AnonymityReport & {
    readonly sensitiveRows: number;
    readonly scrubbedCells: number;
    readonly rareCells: number;
  };
}

/** Marketing needs larger groups than the hospital's own reports (spec of exports: k ≥ 20 and ≥ 11). */
export const kMinOf = { marketing: 20, internal: 11 } as const;

const kindWords: Readonly<Record<string, string>> = {
  inpatient: '住院',
  outpatient: '门诊',
  exam: '检查',
  checkup: '体检',
  emergency: '急诊',
  dialysis: '透析',
};

interface Prepared {
  readonly patientId: string;
  readonly age: number | null;
  readonly sex: string;
  readonly division: string | null;
  readonly day: Day;
  readonly kind: string;
  readonly department: string | null;
  readonly diagnosis: string;
  readonly spentFen: number;
  readonly visits: number;
}

/**
 * From visits to rows that name nobody: names and numbers are left out, free text is scrubbed, rare diagnoses hidden, dates become months or move
 * with the person, and what is left of age, sex, place and time is made coarser until k people share it. Without diagnosis for marketing.
 */
export function deidentifyVisits(visits: readonly VisitIn[], plan: ExportPlan): Deidentified {
  const usable = plan.audience === 'marketing' ? visits.filter((visit) => !isHighSensitive(visit.diagnosis)) : visits;
  let scrubbedCells = 0;
  const prepared = usable.map((visit): Prepared => {
    const scrubbed = scrubText((visit.diagnosis ?? '').slice(0, 300), {
      names: visit.name ? [visit.name] : [],
      numbers: visit.recordNo ? [visit.recordNo] : [],
    });
    if (Object.keys(scrubbed.removed).length > 0) scrubbedCells += 1;
    const day = dayOf(visit.registeredAt, plan.timeZone);
    return {
      patientId: visit.patientId,
      age: ageOn(visit.birthDate, day),
      sex: visit.sex === 'male' ? '男' : visit.sex === 'female' ? '女' : '',
      division: visit.division,
      day,
      kind: kindWords[visit.kind] ?? visit.kind,
      department: visit.department,
      diagnosis: scrubbed.text.trim(),
      spentFen: visit.spentFen,
      visits: 1,
    };
  });
  const rows = plan.dataset === 'people' ? byPerson(prepared) : prepared;
  const made = anonymise(rows, (row) => row.patientId, quasiOf(plan), plan.k);
  const kept = made.rows.map(({ row }) => row);
  const withDiagnosis = plan.dataset === 'visits' && plan.audience === 'internal';
  const diagnoses = withDiagnosis
    ? hideRare(
        kept,
        (row) => row.patientId,
        (row) => row.diagnosis,
        plan.k,
        '其他',
      )
    : { values: [], hidden: 0 };
  const out = made.rows.map(({ row, quasi }, index) =>
    plan.dataset === 'people'
      ? [
          tokenOf(row.patientId, plan.key),
          quasi['年龄段']!,
          quasi['性别']!,
          quasi['地区']!,
          quasi['科室']!,
          String(Math.min(row.visits, 10)),
          spendBand(row.spentFen),
        ]
      : [
          tokenOf(row.patientId, plan.key),
          quasi['年龄段']!,
          quasi['性别']!,
          quasi['地区']!,
          plan.dateTreatment === 'shift' ? shiftDay(row.day, row.patientId, plan.key) : quasi['就诊时间']!,
          quasi['类型']!,
          quasi['科室']!,
          ...(withDiagnosis ? [diagnoses.values[index] || suppressed] : []),
          spendBand(row.spentFen),
        ],
  );
  return {
    header: headerOf(plan, withDiagnosis),
    // In the order of the tokens: the order of the visits would tell what their dates no longer do.
    rows: out.sort((one, other) => (one.join() < other.join() ? -1 : 1)),
    report: {
      ...made.report,
      suppressedCells: made.report.suppressedCells + diagnoses.hidden,
      sensitiveRows: visits.length - usable.length,
      scrubbedCells,
      rareCells: diagnoses.hidden,
    },
  };
}

function headerOf(plan: ExportPlan, withDiagnosis: boolean): string[] {
  if (plan.dataset === 'people') return ['代号', '年龄段', '性别', '地区', '科室', '就诊次数（≤10）', '费用段（元）'];
  const time = plan.dateTreatment === 'shift' ? '就诊日期（已平移）' : '就诊时间';
  return ['代号', '年龄段', '性别', '地区', time, '类型', '科室', ...(withDiagnosis ? ['诊断'] : []), '费用段（元）'];
}

function quasiOf(plan: ExportPlan): QuasiIdentifier<Prepared>[] {
  const common: QuasiIdentifier<Prepared>[] = [
    { column: '年龄段', ladder: ageLadder, read: (row) => row.age },
    { column: '性别', ladder: wordLadder, read: (row) => row.sex },
    { column: '地区', ladder: divisionLadder, read: (row) => row.division },
    { column: '科室', ladder: wordLadder, read: (row) => row.department },
  ];
  if (plan.dataset === 'people') return common;
  const kind: QuasiIdentifier<Prepared> = { column: '类型', ladder: wordLadder, read: (row) => row.kind };
  const time: QuasiIdentifier<Prepared> = { column: '就诊时间', ladder: dayLadder, read: (row) => row.day };
  return plan.dateTreatment === 'shift' ? [...common, kind] : [...common, kind, time];
}

/** One row a person: the latest visit's facts, with their number and sum. */
function byPerson(visits: readonly Prepared[]): Prepared[] {
  const people = new Map<string, Prepared>();
  for (const visit of visits) {
    const known = people.get(visit.patientId);
    people.set(visit.patientId, {
      ...visit,
      visits: (known?.visits ?? 0) + 1,
      spentFen: (known?.spentFen ?? 0) + visit.spentFen,
    });
  }
  return [...people.values()];
}
