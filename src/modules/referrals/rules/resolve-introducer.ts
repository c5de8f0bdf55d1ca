/** What is known of one registered introducer when a message has to be ascribed. */
export interface KnownIntroducer {
  readonly introducerId: string;
  readonly name: string;
  readonly kind: string;
  readonly institution: string | null;
}

/** What a message says of who introduces. */
export interface IntroducerClaim {
  /** As written, with title: 李医生, 刘根生, 芳姐. Null: the text names nobody. */
  readonly named: string | null;
  readonly institution: string | null;
  /** Whose phone or openid the message came from; null: unknown sender. */
  readonly sender: KnownIntroducer | null;
}

export type Resolution =
  | { readonly kind: 'found'; readonly introducerId: string; readonly by: 'named' | 'sender' }
  | { readonly kind: 'several'; readonly introducerIds: readonly string[] }
  | { readonly kind: 'unknown'; readonly named: string | null };

/**
 * Who is the introducer: the one named in the text if exactly one registered introducer fits (name and institution); the sender when nobody
 * is named. A sender who fits the name is that person: 李医生 writing from his own phone is no riddle. If several fit, the officer
 * chooses; if a named person is not registered, he stays unknown until the officer confirms him.
 */
export function resolveIntroducer(claim: IntroducerClaim, registered: readonly KnownIntroducer[]): Resolution {
  if (claim.named === null) {
    return claim.sender
      ? { kind: 'found', introducerId: claim.sender.introducerId, by: 'sender' }
      : { kind: 'unknown', named: null };
  }
  const fitting = registered.filter((introducer) => fits(introducer, claim.named!, claim.institution));
  if (claim.sender && fits(claim.sender, claim.named, claim.institution)) {
    return { kind: 'found', introducerId: claim.sender.introducerId, by: 'sender' };
  }
  if (fitting.length === 1) return { kind: 'found', introducerId: fitting[0]!.introducerId, by: 'named' };
  if (fitting.length > 1)
    return { kind: 'several', introducerIds: fitting.map((introducer) => introducer.introducerId) };
  return { kind: 'unknown', named: claim.named };
}

const titlePattern =
  /(副?主任医?师?|医生|醫生|大夫|医师|护士长|护士|院长|所长|站长|主任|科长|书记|老师|先生|女士|师傅|经理|老板|总|姐|哥|叔|婶|姨|嫂)$/;
const clinicalTitle = /(医生|醫生|大夫|医师|主任|院长|护士长|护士)$/;
const clinicalKinds = new Set(['external_physician', 'grassroots_institution', 'staff']);

/** Surname of a name, two characters for the compound ones. */
const compoundSurnames = [
  '欧阳',
  '上官',
  '司马',
  '诸葛',
  '夏侯',
  '东方',
  '皇甫',
  '尉迟',
  '公孙',
  '慕容',
  '令狐',
  '司徒',
  '宇文',
  '长孙',
  '申屠',
];

function fits(introducer: KnownIntroducer, named: string, institution: string | null): boolean {
  return nameFits(introducer, named) && institutionFits(introducer.institution, institution);
}

function nameFits(introducer: KnownIntroducer, named: string): boolean {
  if (introducer.name === named) return true;
  const bare = named.replace(titlePattern, '');
  if (bare === introducer.name) return true;
  if (bare === '') return false;
  const isSurnameOnly = bare.length === 1 || compoundSurnames.includes(bare);
  if (!isSurnameOnly || bare === named) return false;
  if (clinicalTitle.test(named) && !clinicalKinds.has(introducer.kind)) return false;
  return surnameOf(introducer.name) === bare;
}

function surnameOf(name: string): string {
  const two = name.slice(0, 2);
  return compoundSurnames.includes(two) && name.length > 2 ? two : name.slice(0, 1);
}

/** An institution not told fits any; a told one must be the registered one, or its end (新田卫生院 for 石桥镇新田卫生院). */
function institutionFits(registered: string | null, told: string | null): boolean {
  if (told === null) return true;
  if (registered === null) return false;
  return registered === told || registered.endsWith(told) || told.endsWith(registered);
}
