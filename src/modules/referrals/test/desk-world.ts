import type { Instant } from '#kernel/day.ts';
import type { Actor } from '#modules/staff/index.ts';
import { createWorld, type World } from '#testing/world.ts';
import { type Origin, type ReferralFields, registerReferral } from '../intake.ts';

export const byPhone: Origin = { channel: 'phone', sender: null, messageId: null };

export interface DeskWorld extends World {
  readonly officer: Actor;
  /** Introducers I1 (external physician), I2 (grassroots institution), I3 (staff), by their number. */
  readonly introducers: Readonly<Record<string, string>>;
  /** Registers a referral as typed by the officer. */
  refer(patientName: string, over?: Partial<ReferralFields>): ReturnType<typeof registerReferral>;
  /** Lets receipts begin at a later time than the machine's, for tests that must not straddle the end of a month. */
  receiveFrom(at: Instant): Promise<void>;
  /** An episode registered so many minutes from the time of receipts (negative: before). */
  register(episodeNo: string, over?: Partial<EpisodeGiven>): Promise<void>;
}

interface EpisodeGiven {
  readonly name: string;
  readonly sex: 'male' | 'female';
  readonly recordNo: string;
  readonly kind: string;
  readonly department: string;
  readonly birthDate: string | null;
  readonly phone: string | null;
  readonly inMinutes: number;
  readonly transferredFrom: string | null;
}

export async function createDeskWorld(): Promise<DeskWorld> {
  const world = await createWorld(new Date().toISOString());
  const officer = world.actor('info_officer');
  const introducers: Record<string, string> = {};
  for (const [no, name, kind] of [
    ['I1', '刘根生', 'external_physician'],
    ['I2', '周大海', 'grassroots_institution'],
    ['I3', '何小芹', 'staff'],
  ] as const) {
    const [row] = await world.sql<{ introducer_id: string }>(
      'INSERT INTO referral_introducers (hospital_id, introducer_no, name, kind) VALUES ($1, $2, $3, $4) RETURNING introducer_id',
      [world.hospitalId, no, name, kind],
    );
    introducers[no] = row!.introducer_id;
  }
  return {
    ...world,
    officer,
    introducers,
    refer: (patientName, over = {}) =>
      registerReferral(world.tools, officer, byPhone, {
        patientName,
        sex: 'male',
        age: null,
        phone: null,
        disease: '胆结石',
        department: '普外科',
        introducerId: introducers['I1']!,
        introducerText: null,
        isAccompanied: false,
        note: null,
        expectedPhrase: null,
        expectedFrom: null,
        expectedUntil: null,
        stage: 'confirmed',
        ...over,
      }),
    async receiveFrom(at) {
      await world.sql(
        `INSERT INTO referral_clocks (hospital_id, last_received_at) VALUES ($1, $2)
         ON CONFLICT (hospital_id) DO UPDATE SET last_received_at = excluded.last_received_at`,
        [world.hospitalId, new Date(at)],
      );
    },
    async register(episodeNo, over = {}) {
      const given: EpisodeGiven = {
        name: '某某',
        sex: 'male',
        recordNo: `P-${episodeNo}`,
        kind: 'inpatient',
        department: '普外科',
        birthDate: null,
        phone: null,
        inMinutes: 30,
        transferredFrom: null,
        ...over,
      };
      await world.sql(
        `INSERT INTO visit_episodes (hospital_id, episode_no, record_no, patient_name, sex, kind, department, birth_date, phone, registered_at, admitted_at, transferred_from)
         SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, t, t, $11 FROM (SELECT greatest(clock_timestamp(), (SELECT last_received_at FROM referral_clocks WHERE hospital_id = $1)) + make_interval(mins => $10) AS t) AS at`,
        [
          world.hospitalId,
          episodeNo,
          given.recordNo,
          given.name,
          given.sex,
          given.kind,
          given.department,
          given.birthDate,
          given.phone,
          given.inMinutes,
          given.transferredFrom,
        ],
      );
    },
  };
}
