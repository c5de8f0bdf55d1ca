import { ageDifferenceMax } from './agreement.ts';
import { departmentFit, departmentGroup, isOfBirth, sexOfDisease } from './disease-fit.ts';
import { plainName, type Sex } from './winner-rows.ts';

/**
 * What does not fit together between a referral and the episode it belongs to, and between the referral and what the patient
 * told at the door. A list for the information officer; it decides nothing. Only obvious contradictions: what is unknown or
 * merely unusual stays silent, because a list with false alarms is not read.
 */
export function contradictions(referral: ContradictionReferral | null, episode: ContradictionEpisode): Contradiction[] {
  return [
    ...(referral ? betweenReferralAndEpisode(referral, episode) : []),
    ...withinEpisode(episode),
    ...aboutSource(referral, episode),
  ];
}

export type ContradictionCode =
  | 'disease_not_of_department'
  | 'disease_not_of_sex'
  | 'disease_not_of_age'
  | 'department_not_of_sex'
  | 'department_not_of_age'
  | 'name_differs'
  | 'sex_differs'
  | 'age_differs'
  | 'source_is_not_introducer'
  | 'source_names_other_introducer'
  | 'source_names_introducer_without_referral';

/** `facts` fill the sentence of the code; they hold no names or phones. */
export interface Contradiction {
  readonly code: ContradictionCode;
  readonly facts: Readonly<Record<string, string | number>>;
}

export interface ContradictionReferral {
  readonly patientName: string | null;
  readonly sex: Sex | null;
  readonly age: number | null;
  readonly disease: string | null;
  readonly introducerNo: string | null;
}

/** How the patient says he came: `introducer`, or one of the other answers of the door. */
export type DeclaredSource =
  | 'introducer'
  | 'advertisement'
  | 'doctor_reputation'
  | 'neighbour'
  | 'search'
  | 'walk_in'
  | 'other';

export interface ContradictionEpisode {
  readonly patientName: string | null;
  readonly sex: Sex | null;
  /** Completed years on the day of registration. */
  readonly age: number | null;
  readonly department: string | null;
  readonly diagnosis: string | null;
  readonly declaredSource: DeclaredSource | null;
  /** The introducer named at the door, when the officer could tell who is meant. */
  readonly declaredIntroducerNo: string | null;
}

function betweenReferralAndEpisode(referral: ContradictionReferral, episode: ContradictionEpisode): Contradiction[] {
  const found: Contradiction[] = [];
  const { disease } = referral;
  if (disease !== null) {
    if (departmentFit(disease, episode.department) === 'contradicts') {
      found.push({ code: 'disease_not_of_department', facts: { disease, department: episode.department! } });
    }
    found.push(...diseaseAgainstPerson(disease, referral.sex ?? episode.sex, referral.age ?? episode.age));
  }
  const name = plainName(referral.patientName);
  const nameAtEpisode = plainName(episode.patientName);
  if (name !== null && nameAtEpisode !== null && name !== nameAtEpisode)
    found.push({ code: 'name_differs', facts: {} });
  if (referral.sex !== null && episode.sex !== null && referral.sex !== episode.sex) {
    found.push({ code: 'sex_differs', facts: { told: referral.sex, registered: episode.sex } });
  }
  if (referral.age !== null && episode.age !== null && Math.abs(referral.age - episode.age) > ageDifferenceMax) {
    found.push({ code: 'age_differs', facts: { told: referral.age, registered: episode.age } });
  }
  return found;
}

const birthAgeMin = 11;
const birthAgeMax = 60;

function diseaseAgainstPerson(disease: string, sex: Sex | null, age: number | null): Contradiction[] {
  const found: Contradiction[] = [];
  const onlySex = sexOfDisease(disease);
  if (onlySex !== null && sex !== null && sex !== onlySex)
    found.push({ code: 'disease_not_of_sex', facts: { disease, sex } });
  if (isOfBirth(disease) && age !== null && (age < birthAgeMin || age > birthAgeMax)) {
    found.push({ code: 'disease_not_of_age', facts: { disease, age } });
  }
  return found;
}

/** Children's wards keep their patients until 18; nobody of 19 is in one. */
const childAgeMax = 18;
const newbornAgeMax = 0;

function withinEpisode(episode: ContradictionEpisode): Contradiction[] {
  const { department, sex, age, diagnosis } = episode;
  const found: Contradiction[] = diagnosis === null ? [] : diseaseAgainstPerson(diagnosis, sex, age);
  if (department === null) return found;
  const group = departmentGroup(department);
  // A boy just born lies with his mother.
  const isManAmongWomen = group === 'obs_gyn' && sex === 'male' && age !== newbornAgeMax && !/生殖/.test(department);
  if (isManAmongWomen || (group === 'andrology' && sex === 'female')) {
    found.push({ code: 'department_not_of_sex', facts: { department, sex: sex! } });
  }
  if (age === null) return found;
  if ((group === 'paediatrics' && age > childAgeMax) || (group === 'neonatal' && age > newbornAgeMax)) {
    found.push({ code: 'department_not_of_age', facts: { department, age } });
  }
  return found;
}

function aboutSource(referral: ContradictionReferral | null, episode: ContradictionEpisode): Contradiction[] {
  const { declaredSource, declaredIntroducerNo } = episode;
  if (declaredSource === null) return [];
  if (referral === null) {
    return declaredSource === 'introducer' ? [{ code: 'source_names_introducer_without_referral', facts: {} }] : [];
  }
  if (declaredSource !== 'introducer')
    return [{ code: 'source_is_not_introducer', facts: { declared: declaredSource } }];
  if (
    declaredIntroducerNo === null ||
    referral.introducerNo === null ||
    declaredIntroducerNo === referral.introducerNo
  ) {
    return [];
  }
  const facts = { declaredIntroducerNo, introducerNo: referral.introducerNo };
  return [{ code: 'source_names_other_introducer', facts }];
}
