import { type Text, useText } from '#web/i18n.ts';
import { StateTag, type Tone } from '#web/kit/index.ts';
import { useSession } from '#web/shell/index.ts';
import type { ReferralRow } from '../contract/index.ts';

type Standing = Pick<ReferralRow, 'state' | 'stage' | 'stateCode'> & {
  readonly stateFacts?: Readonly<Record<string, unknown>>;
  readonly introducerId?: string | null;
};

const tones: Readonly<Record<string, Tone>> = {
  won: 'allowed',
  late: 'prohibited',
  duplicate: 'inactive',
  invalid: 'prohibited',
  disputed: 'waiting',
  pending: 'waiting',
  unmatched: 'primary',
  expired: 'inactive',
  announced: 'primary',
  withdrawn: 'inactive',
};

/** What people call the standing of a referral: what the rules say, unless it is only announced or withdrawn. */
export function standingOf({ state, stage }: Pick<ReferralRow, 'state' | 'stage'>): string {
  return stage === 'confirmed' ? state : stage;
}

export function toneOf(referral: Pick<ReferralRow, 'state' | 'stage'>): Tone {
  return tones[standingOf(referral)] ?? 'inactive';
}

export function StandingTag({ referral }: { referral: Pick<ReferralRow, 'state' | 'stage'> }) {
  const t = useText('referrals');
  return <StateTag tone={toneOf(referral)}>{t(`state.${standingOf(referral)}`)}</StateTag>;
}

/** Why a referral stands as it does, in a sentence. Without the facts of the decision the sentence leaves their part out. */
export function whyText(t: Text, referral: Standing): string {
  if (referral.stage !== 'confirmed') return t(`why.${referral.stage}`);
  const facts = referral.stateFacts ?? {};
  switch (referral.stateCode) {
    case 'incomplete': {
      const missing = facts['missing'];
      return typeof missing === 'string' && missing !== ''
        ? t('why.incomplete', { missing: partsText(t, missing.split('+')) })
        : t('whyShort.incomplete');
    }
    case 'received_after_arrival': {
      const late = facts['lateByMs'];
      return typeof late === 'number'
        ? t('why.received_after_arrival', { late: spanText(t, late) })
        : t('whyShort.received_after_arrival');
    }
    case 'fits_several_people': {
      const people = facts['people'];
      return people === undefined ? t('whyShort.fits_several_people') : t('why.fits_several_people', { people });
    }
    default:
      return t(`why.${referral.stateCode}`);
  }
}

/** `姓名、性别`. Parts are named as by the rules: `patient_name`, `sex`, `disease`, `introducer`. */
export function partsText(t: Text, parts: readonly string[]): string {
  return parts.map((part) => t(`part.${part}`)).join(t('listComma'));
}

/** A length of time as people say it: `12 分钟`, `3 小时 5 分`. */
export function spanText(t: Text, ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return t('span.seconds', { seconds });
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return t('span.minutes', { minutes });
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return t('span.hours', { hours, minutes: minutes % 60 });
  return t('span.days', { days: Math.floor(hours / 24), hours: hours % 24 });
}

/** `男 · 56 岁`, as far as known. */
export function personText(t: Text, { sex, age }: { sex: string | null; age?: number | null }): string {
  const words = [sex ? t(`sex.${sex}`) : null, age === null || age === undefined ? null : t('age', { age })];
  return words.filter(Boolean).join(' · ');
}

/** `13800001234` → `138 0000 1234`; what is masked stays as it came. */
export function phoneText(shown: { text: string; isMasked: boolean }): string {
  return /^1\d{10}$/.test(shown.text)
    ? `${shown.text.slice(0, 3)} ${shown.text.slice(3, 7)} ${shown.text.slice(7)}`
    : shown.text;
}

/** Today in the hospital, `YYYY-MM-DD`. */
export function useToday(): string {
  const { hospital } = useSession();
  return new Intl.DateTimeFormat('sv-SE', { timeZone: hospital.timeZone }).format(new Date());
}
