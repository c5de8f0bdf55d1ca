import fc from 'fast-check';
import { type Day, dayMs, hourMs, type Instant } from '#kernel/day.ts';
import type { ManualDecision } from '../rules/decide-winners.ts';
import type { EpisodeKind, Sex, WinnerEpisode, WinnerReferral } from '../rules/winner-rows.ts';

/** Small crowded worlds: few names, phones, records and instants, with every edge of the rule an instant apart. */

export const timeZone = 'Asia/Shanghai';

/** 00:00 in China on 1 October 2026. */
export const october = Date.parse('2026-10-01T00:00:00+08:00');

const instant = fc
  .tuple(fc.constantFrom(0, 0, 1, 2), fc.constantFrom(0, 0, 1, 2, 3), fc.constantFrom(0, 0, 0, 1, -1))
  .map(([windows, halfDays, ms]) => (october + windows * 30 * dayMs + halfDays * 12 * hourMs + ms) as Instant);

const name = fc.constantFrom('张三', '张三', '张三', '张三', '张三', '李四', '李四', ' 张三 ', null);
const sex = fc.constantFrom<(Sex | null)[]>('male', 'male', 'male', 'male', 'male', 'female', 'female', null);
const phone = fc.constantFrom(null, null, '13800001111', '8613800001111', '13800002222', '');
const record = fc.constantFrom('R1', 'R1', 'R2', 'R3', null, '');
const kind = fc.constantFrom<EpisodeKind[]>(
  'inpatient',
  'inpatient',
  'outpatient',
  'emergency',
  'exam',
  'checkup',
  'dialysis',
);
const birthDate = fc.constantFrom<(Day | null)[]>(
  null,
  '1980-10-01' as Day,
  '1980-10-02' as Day,
  '1982-10-31' as Day,
  '1978-11-30' as Day,
);
const rarely = fc.constantFrom(false, false, false, false, false, false, false, true);
const mostly = rarely.map((value) => !value);

const anyEpisode = fc.record({
  recordNo: record,
  patientName: name,
  sex,
  birthDate,
  phone,
  kind,
  registeredAt: instant,
  isTransferred: rarely,
  isNewborn: rarely,
});

/** One man, on his way from counter to bed: where chains come from. */
const wayIn = fc
  .tuple(fc.constantFrom('R1', 'R1', 'R2'), kind, fc.constantFrom(0, 6, 12, 24, 24, 30, 48), fc.constantFrom(0, 0, 1))
  .map(([recordNo, chosenKind, hours, ms]) => ({
    recordNo,
    patientName: '张三',
    sex: 'male' as const,
    birthDate: null,
    phone: recordNo === 'R1' ? '13800001111' : '13800002222',
    kind: chosenKind,
    registeredAt: (october + hours * hourMs + ms) as Instant,
    isTransferred: false,
    isNewborn: false,
  }));

export const episodesArbitrary = fc
  .array(fc.oneof(anyEpisode, wayIn), { maxLength: 9, size: 'max' })
  .map((rows) => rows.map((row, at): WinnerEpisode => ({ episodeNo: `E${(at * 7) % 10}`, ...row })));

export const referralsArbitrary = fc
  .array(
    fc.record({
      receivedAt: instant,
      patientName: name,
      sex,
      age: fc.constantFrom(null, null, 43, 44, 46, 48, 50),
      phone,
      hasDisease: mostly,
      hasKnownIntroducer: mostly,
    }),
    { maxLength: 8, size: 'max' },
  )
  .map((rows) => rows.map((row, at): WinnerReferral => ({ referralId: `F${(at * 3) % 10}`, ...row })));

export const decisionsArbitrary = fc.array(
  fc.record({
    episodeNo: fc.constantFrom('E0', 'E7', 'E4', 'E1'),
    winnerReferralId: fc.constantFrom(null, 'F0', 'F3', 'F6', 'F9', 'F-gone'),
  }),
  { maxLength: 2 },
) satisfies fc.Arbitrary<ManualDecision[]>;
