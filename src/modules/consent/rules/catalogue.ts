/** Why a person's data is used. The last two are no reasons to contact anybody. */
export const purposes = ['service', 'follow_up', 'marketing', 'group_sharing', 'image_story'] as const;
export type Purpose = (typeof purposes)[number];

export const channels = ['sms', 'wechat', 'wecom', 'phone', 'email', 'letter'] as const;
export type Channel = (typeof channels)[number];

export const dataCategories = ['contact', 'visit', 'health', 'image'] as const;
export type DataCategory = (typeof dataCategories)[number];

/** One thing a person is asked for, with a text of its own: never bundled, never ticked beforehand. */
export const consentKinds = [
  'service',
  'follow_up',
  'marketing',
  'health_follow_up',
  'health_marketing',
  'group_sharing',
  'image_story',
] as const;
export type ConsentKind = (typeof consentKinds)[number];

export interface KindFacts {
  readonly purpose: Purpose;
  readonly categories: readonly DataCategory[];
  /** Empty: not about a channel. */
  readonly channels: readonly Channel[];
  /** Sensitive data, images and other recipients: asked for apart from everything else (PIPL 23, 25, 29). */
  readonly isSeparate: boolean;
  /** The answer names what may be used where. */
  readonly needsScope: boolean;
  /** The answer has an end. */
  readonly needsTerm: boolean;
}

const everyChannel = channels;

export const kindFacts: Readonly<Record<ConsentKind, KindFacts>> = {
  service: facts('service', ['contact', 'visit'], everyChannel),
  follow_up: facts('follow_up', ['contact', 'visit'], everyChannel),
  marketing: facts('marketing', ['contact'], everyChannel),
  health_follow_up: { ...facts('follow_up', ['health'], []), isSeparate: true },
  health_marketing: { ...facts('marketing', ['health'], []), isSeparate: true },
  group_sharing: { ...facts('group_sharing', ['contact', 'visit'], []), isSeparate: true },
  image_story: {
    ...facts('image_story', ['image', 'health'], []),
    isSeparate: true,
    needsScope: true,
    needsTerm: true,
  },
};

function facts(purpose: Purpose, categories: readonly DataCategory[], of: readonly Channel[]): KindFacts {
  return { purpose, categories, channels: of, isSeparate: false, needsScope: false, needsTerm: false };
}

/** Which text covers contacting somebody for a purpose; null: the purpose is no reason to contact. */
export function kindOfContact(purpose: Purpose): ConsentKind | null {
  return purpose === 'service' || purpose === 'follow_up' || purpose === 'marketing' ? purpose : null;
}

/** Which separate consent covers the use of health data for a purpose; null: none is offered, so it may not be used. Service notices are part of care. */
export function kindOfHealthUse(purpose: Purpose): ConsentKind | null {
  if (purpose === 'follow_up') return 'health_follow_up';
  return purpose === 'marketing' ? 'health_marketing' : null;
}

/** The channel a standing is kept under where the kind knows none. */
export const anyChannel = '*';
