import { ageOf } from './age.ts';
import { arrivalOf } from './arrival.ts';
import { markBystanders, markRelatives } from './bystanders.ts';
import { departmentOf } from './department.ts';
import { diseaseOf } from './disease.ts';
import { impliedIntroducer, selfNamed } from './implied-introducer.ts';
import { institutionOf } from './institution.ts';
import { statedIntroducer } from './introducer.ts';
import { patientWindow } from './multi.ts';
import { normalize, readablePart } from './normalize.ts';
import { patientCandidates, patientOf } from './patient-name.ts';
import { type Mention, mentionsIn } from './people.ts';
import { phoneOf } from './phone.ts';
import { announcesPatient } from './referral.ts';
import { segment, segmentWithoutNames } from './segment.ts';
import { sexOf } from './sex.ts';
import { type Field, type MissingField, nothing, type ParsedMessage, type Reading } from './types.ts';

export { readCharactersMax } from './normalize.ts';
export { type ParsedRecord, parsedRecord } from './record.ts';
export { type ReplyLocale, replyText } from './reply.ts';
export { resolveArrival } from './resolve-arrival.ts';
export type { Field, MissingField, ParsedMessage, Sex, Span } from './types.ts';

/**
 * Reads one free-text message announcing a patient. Nothing is invented: what the text does not state is null, and every
 * value carries the place it was read from. A message that announces nobody has `isReferral` false and only null fields.
 * Reads at most the first 1000 characters; never throws; the same text always gives the same result.
 */
export function parseMessage(text: string): ParsedMessage {
  const source = readablePart(text);
  const view = normalize(source);
  const reading: Reading = { source, text: view, tokens: segment(view) };
  const mentions = mentionsIn(reading);

  const stated = statedIntroducer(reading, mentions);
  markBystanders(reading, mentions);
  markRelatives(reading, mentions);
  const sender = selfNamed(
    reading,
    mentions.filter((one) => one.role === null && one.form !== 'newborn'),
  );
  if (sender) sender.role = 'sender';
  const candidates = patientCandidates(reading, mentions);
  const patient = patientOf(candidates, reading);
  if (sender && sender.role === 'sender') sender.role = null;
  const introducer = stated.settled ? stated : impliedIntroducer(reading, mentions, patient);

  const { window, multi } = patientWindow(reading, candidates, patient);
  const patientName = nameField(reading, patient);
  const institution = institutionOf(reading, introducer.mention);
  const department = departmentOf(reading, introducer.mention);
  const people = mentions.filter((one) => !isIdle(one, patient, introducer.mention));
  const plain = withoutIdleNames(reading, people);
  const taken = [institution.span, department.span, ...people.map((one) => ({ start: one.start, end: one.end }))];
  // 三个工人都烫伤了，景大力，男，双手烫伤: what is said of the first by name comes before what is said of all.
  const ownWindow = multi && patient ? { start: patient.start, end: window.end } : window;
  let disease = diseaseOf(plain, ownWindow, taken);
  if (multi && disease.value === null) disease = diseaseOf(plain, window, taken);
  if (multi && disease.value === null) disease = diseaseOf(plain, { start: window.end, end: view.length }, taken);
  const age = ageOf(reading, patient, window);
  const phone = phoneOf(reading, mentions, patient, introducer.mention);
  const expectedArrival = arrivalOf(reading, [age.span, disease.span, phone.span, patientName.span]);
  const sex = sexOf(reading, { patient, mentions, window, disease, department });

  const fields = {
    patientName,
    sex,
    age,
    disease,
    introducer: introducer.field,
    institution,
    phone,
    department,
    expectedArrival,
  };
  const isReferral = announcesPatient(reading, {
    hasName: patientName.value !== null,
    hasSex: sex.value !== null,
    hasAge: age.value !== null,
    hasDisease: disease.value !== null,
    hasIntroducer: introducer.field.value !== null,
    hasArrival: expectedArrival.value !== null,
    hasPhone: phone.value !== null,
  });
  if (!isReferral) return noReferral;
  return { isReferral, multi, ...fields, missing: missingOf(fields) };
}

/** A full name nobody claimed is more likely a word the lexicon lacks: 兰尾炎 after an age is no Mr Lan. */
function isIdle(mention: Mention, patient: Mention | null, introducer: Mention | null): boolean {
  return (
    mention.form === 'full' &&
    mention !== patient &&
    mention !== introducer &&
    mention.role === null &&
    mention.title === null
  );
}

function withoutIdleNames(reading: Reading, people: readonly Mention[]): Reading {
  const claimed = new Set(people.map((one) => one.start));
  const tokens = reading.tokens.flatMap((token) => {
    if (token.kind !== 'name' || claimed.has(token.start)) return [token];
    return segmentWithoutNames(token.text).map((part) => ({
      ...part,
      start: part.start + token.start,
      end: part.end + token.start,
    }));
  });
  return { ...reading, tokens };
}

const noReferral: ParsedMessage = {
  isReferral: false,
  multi: false,
  patientName: nothing,
  sex: nothing,
  age: nothing,
  disease: nothing,
  introducer: nothing,
  institution: nothing,
  phone: nothing,
  department: nothing,
  expectedArrival: nothing,
  missing: [],
};

function nameField(reading: Reading, patient: Mention | null): Field<string> {
  if (!patient) return nothing;
  const span = { start: patient.start, end: patient.nameEnd };
  return { value: reading.source.slice(span.start, span.end).replace(/\s/g, ''), span, confidence: 0.95 };
}

function missingOf(fields: Pick<ParsedMessage, 'patientName' | 'sex' | 'disease'>): MissingField[] {
  const missing: MissingField[] = [];
  if (fields.patientName.value === null) missing.push('patient_name');
  if (fields.sex.value === null) missing.push('sex');
  if (fields.disease.value === null) missing.push('disease');
  return missing;
}
