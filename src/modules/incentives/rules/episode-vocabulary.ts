import { completedYears } from '#kernel/day.ts';
import type { Attribute, ItemAttribute, Vocabulary, Words } from '#kernel/rule-engine/index.ts';
import type { EpisodeFacts } from './episode-facts.ts';

const introducerKindWords: Readonly<Record<string, Words>> = {
  external_physician: { zh: '外部医生', en: 'external physician' },
  grassroots_institution: { zh: '基层机构', en: 'grassroots institution' },
  staff: { zh: '本院职工', en: 'own staff' },
  former_patient: { zh: '老患者', en: 'former patient' },
  member: { zh: '会员', en: 'member' },
  community: { zh: '社区', en: 'community' },
  enterprise: { zh: '企业', en: 'enterprise' },
  public: { zh: '社会公众', en: 'public' },
  rep: { zh: '市场业务员', en: 'representative' },
};

const episodeKindWords: Readonly<Record<string, Words>> = {
  inpatient: { zh: '住院', en: 'inpatient' },
  outpatient: { zh: '门诊', en: 'outpatient' },
  exam: { zh: '检查', en: 'examination' },
  checkup: { zh: '体检', en: 'check-up' },
  emergency: { zh: '急诊', en: 'emergency' },
  dialysis: { zh: '透析', en: 'dialysis' },
};

const categories: Readonly<Record<string, Words>> = {
  drug: { zh: '药品', en: 'drugs' },
  blood: { zh: '血液', en: 'blood' },
  blood_product: { zh: '血制品', en: 'blood products' },
  implant: { zh: '植入材料', en: 'implants' },
  exam: { zh: '检查', en: 'examinations' },
  surgery: { zh: '手术', en: 'surgery' },
  bed: { zh: '床位', en: 'bed' },
  nursing: { zh: '护理', en: 'nursing' },
  treatment: { zh: '治疗', en: 'treatment' },
  discount: { zh: '优惠减免', en: 'discounts' },
  other: { zh: '其他', en: 'other' },
};

/**
 * Out-of-county: an address division other than the hospital's own county; unknown counts as in-county. Divisions are
 * compared by their first six digits, so a township or village code of the own county is in-county.
 */
export function isOutOfCounty(addressDivision: string | null, hospitalDivision: string): boolean {
  return addressDivision !== null && !addressDivision.startsWith(hospitalDivision.slice(0, 6));
}

const attributes: readonly Attribute<EpisodeFacts>[] = [
  {
    kind: 'choice',
    name: 'kind',
    title: { zh: '就诊类型', en: 'episode kind' },
    values: episodeKindWords,
    read: (episode) => episode.kind,
  },
  {
    kind: 'choice',
    name: 'winnerKind',
    title: { zh: '介绍人类别', en: "introducer's kind" },
    values: introducerKindWords,
    read: (episode) => (episode.winner === null ? null : episode.winner.kind),
  },
  {
    kind: 'choice',
    name: 'winnerReason',
    title: { zh: '归属结果', en: 'winner' },
    values: {
      won: { zh: '本次归属', en: 'own winner' },
      chain: { zh: '随住院归属', en: 'through the admission' },
      walk_in: { zh: '自行来院', en: 'walk-in' },
      undetermined: { zh: '未定', en: 'undetermined' },
    },
    read: (episode) => episode.winnerReason,
  },
  {
    kind: 'flag',
    name: 'winnerAccompanied',
    title: { zh: '介绍人陪同', en: 'accompanied by the introducer' },
    read: (episode) => (episode.winner === null ? null : episode.winner.accompanied),
  },
  {
    kind: 'flag',
    name: 'winnerClinical',
    title: { zh: '介绍人为临床人员', en: 'introducer is clinical staff' },
    read: (episode) => (episode.winner === null ? null : episode.winner.clinical),
  },
  {
    kind: 'departmentGroup',
    name: 'departmentGroup',
    title: { zh: '科室类别', en: 'department group' },
    read: (episode) => episode.department,
  },
  {
    kind: 'text',
    name: 'department',
    title: { zh: '科室', en: 'department' },
    read: (episode) => episode.department,
  },
  {
    kind: 'choice',
    name: 'procedureClass',
    title: { zh: '手术类别', en: 'procedure class' },
    values: {
      open: { zh: '开放手术', en: 'open' },
      debridement: { zh: '清创', en: 'debridement' },
      minimally_invasive: { zh: '微创', en: 'minimally invasive' },
      none: { zh: '无手术', en: 'none' },
    },
    read: (episode) => episode.procedureClass,
  },
  {
    kind: 'choice',
    name: 'delivery',
    title: { zh: '分娩方式', en: 'delivery' },
    values: {
      caesarean: { zh: '剖宫产', en: 'caesarean' },
      natural: { zh: '顺产', en: 'natural' },
      none: { zh: '无', en: 'none' },
    },
    read: (episode) => episode.delivery,
  },
  {
    kind: 'number',
    name: 'checkupDiscountBasisPoints',
    title: { zh: '体检已享折扣（万分比）', en: 'check-up discount (basis points)' },
    read: (episode) => episode.checkupDiscountBasisPoints,
  },
  {
    kind: 'choice',
    name: 'paymentKind',
    title: { zh: '费别', en: 'payment kind' },
    values: {
      self_pay: { zh: '自费', en: 'self-pay' },
      insured: { zh: '医保', en: 'insured' },
      commercial: { zh: '商保', en: 'commercial insurance' },
    },
    read: (episode) => episode.paymentKind,
  },
  {
    kind: 'flag',
    name: 'firstVisit',
    title: { zh: '首次就诊', en: 'first visit' },
    read: (episode) => episode.firstVisit,
  },
  {
    kind: 'text',
    name: 'declaredSource',
    title: { zh: '来源', en: 'declared source' },
    read: (episode) => episode.declaredSource,
  },
  { kind: 'text', name: 'diagnosis', title: { zh: '诊断', en: 'diagnosis' }, read: (episode) => episode.diagnosis },
  {
    kind: 'day',
    name: 'registeredOn',
    title: { zh: '登记日期', en: 'day of registration' },
    read: (episode) => episode.registeredOn,
  },
  {
    kind: 'number',
    name: 'ageYears',
    title: { zh: '年龄', en: 'age in years' },
    read: (episode) => (episode.birthDate === null ? null : completedYears(episode.birthDate, episode.registeredOn)),
  },
];

const itemAttributes: readonly ItemAttribute[] = [
  {
    kind: 'text',
    name: 'item.code',
    title: { zh: '项目编码', en: 'item code' },
    read: (charge) => charge.itemCode,
  },
  {
    kind: 'choice',
    name: 'item.category',
    title: { zh: '费用类别', en: 'fee category' },
    values: categories,
    read: (charge) => charge.category,
  },
  {
    kind: 'text',
    name: 'item.orderedBy',
    title: { zh: '开单医生', en: 'ordering physician' },
    read: (charge) => charge.orderedBy,
  },
  {
    kind: 'number',
    name: 'item.amountFen',
    title: { zh: '项目金额（分）', en: 'amount of the item (fen)' },
    read: (charge) => charge.amountFen,
  },
];

/** What rules of a plan may say about an episode of the hospital in the given division. */
export function episodeVocabulary(hospitalDivision: string): Vocabulary<EpisodeFacts> {
  return {
    categories,
    chargesOf: (episode) => episode.charges,
    departmentOf: (episode) => episode.department,
    attributes: [
      ...attributes,
      {
        kind: 'flag',
        name: 'outOfCounty',
        title: { zh: '县外患者', en: 'out-of-county patient' },
        read: (episode) => isOutOfCounty(episode.addressDivision, hospitalDivision),
      },
    ],
    itemAttributes,
  };
}
