import { type Text, useText } from '#web/i18n.ts';
import { StateTag, type Tone } from '#web/kit/index.ts';
import { useSession } from '#web/shell/index.ts';
import type { ReferralMessage, ReferralRow } from '../contract/index.ts';

type Standing = Pick<ReferralRow, 'state' | 'stage' | 'stateCode'> & {
  readonly stateFacts?: Readonly<Record<string, unknown>>;
  readonly introducerId?: string | null;
};

const tones: Readonly<Record<string, Tone>> = {
  won: 'allowed',
  late: 'prohibited',
  duplicate: 'inactive',
  invalid: 'prohibited',
  introducerOpen: 'waiting',
  disputed: 'waiting',
  pending: 'waiting',
  unmatched: 'primary',
  expired: 'inactive',
  announced: 'primary',
  withdrawn: 'inactive',
};

type Stands = Pick<ReferralRow, 'state' | 'stage'> & Partial<Pick<ReferralRow, 'stateCode' | 'introducerId'>>;

/**
 * What people call the standing of a referral: what the rules say, unless it is only announced or withdrawn. One whose introducer is
 * still open is not invalid to people: it keeps its time and counts as soon as somebody says who it is.
 */
export function standingOf(referral: Stands): string {
  if (referral.stage !== 'confirmed') return referral.stage;
  return isIntroducerOpen(referral) ? 'introducerOpen' : referral.state;
}

function isIntroducerOpen({ state, stateCode, introducerId }: Omit<Stands, 'stage'>): boolean {
  return state === 'invalid' && stateCode === 'incomplete' && introducerId === null;
}

export function toneOf(referral: Stands): Tone {
  return tones[standingOf(referral)] ?? 'inactive';
}

export function StandingTag({ referral }: { referral: Stands }) {
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
      if (isIntroducerOpen(referral) && (missing === undefined || missing === 'introducer'))
        return t('why.introducer_open');
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

/** Who sent a message: the registered name, else the phone, else the end of a WeChat account: its whole id tells nobody anything. */
export function Sender({ message }: { message: Pick<ReferralMessage, 'channel' | 'sender' | 'senderName'> }) {
  const t = useText('referrals');
  const { channel, sender, senderName } = message;
  if (!sender) return <span className="rm-faint">—</span>;
  const address = channel === 'wechat' ? t('messages.wechatUser', { tail: sender.text.slice(-4) }) : phoneText(sender);
  if (senderName === null) return <span className="rm-number">{address}</span>;
  return (
    <span className="rm-ref-person">
      <span>{senderName}</span>
      <small className="rm-number">{address}</small>
    </span>
  );
}

/** Today in the hospital, `YYYY-MM-DD`. */
export function useToday(): string {
  const { hospital } = useSession();
  return new Intl.DateTimeFormat('sv-SE', { timeZone: hospital.timeZone }).format(new Date());
}
