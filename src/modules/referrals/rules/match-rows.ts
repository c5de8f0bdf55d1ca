import type { NameForm } from './compare-names.ts';
import type { Sex } from './winner-rows.ts';

/** The rows the matching queue compares: more is known here than the winner rule may use. */

export interface MatchReferral {
  readonly referralId: string;
  readonly receivedAt: number;
  readonly patientName: string | null;
  readonly sex: Sex | null;
  readonly age: number | null;
  readonly phone: string | null;
  readonly disease: string | null;
  readonly department: string | null;
  /** Division code (县 6, 乡镇 9, 村 12 digits) of the patient's place or, failing that, of the introducer's. */
  readonly division: string | null;
}

/** An unlinked candidate: not transferred, not newborn, without winner. */
export interface MatchEpisode {
  readonly episodeNo: string;
  readonly recordNo: string | null;
  readonly patientName: string | null;
  readonly sex: Sex | null;
  /** Completed years on the day of registration. */
  readonly age: number | null;
  readonly phone: string | null;
  /** Phones of the patient's household, his own left out. */
  readonly relativePhones: readonly string[];
  readonly arrivalAt: number;
  readonly registeredAt: number;
  readonly isInpatient: boolean;
  readonly department: string | null;
  readonly diagnosis: string | null;
  readonly division: string | null;
}

export interface PreparedReferral {
  readonly referral: MatchReferral;
  readonly form: NameForm | null;
}

export interface PreparedEpisode {
  readonly episode: MatchEpisode;
  readonly form: NameForm | null;
}
