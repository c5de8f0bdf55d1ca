import { type Day, parseDay } from '#kernel/day.ts';
import {
  type FhirResource,
  type Identifier,
  identifiersOf,
  isDocument,
  list,
  part,
  residentCardSystem,
  text,
} from './resource.ts';

export type Sex = 'male' | 'female';

export interface Address {
  readonly text: string | null;
  /** GB/T 2260 code when the source gives one. */
  readonly division: string | null;
}

export interface PatientDraft {
  readonly recordNo: string;
  readonly name: string | null;
  readonly sex: Sex | null;
  readonly birthDate: Day | null;
  readonly phones: readonly string[];
  readonly email: string | null;
  readonly address: Address | null;
  /** The resident identity card, in the clear only until it is sealed. */
  readonly idNumber: string | null;
  readonly passport: string | null;
  readonly isDeceased: boolean;
  readonly maritalStatus: string | null;
}

export interface DoctorDraft {
  readonly number: string;
  readonly name: string;
  readonly title: string | null;
  readonly isActive: boolean;
}

/** Something of a resource that could not be used; the rest was. */
export type Warning = 'name-missing' | 'birth-date-unusable' | 'id-number-unusable' | 'phone-unusable';

export function mapPatient(resource: FhirResource, id: string): { draft: PatientDraft; warnings: Warning[] } {
  const identifiers = identifiersOf(resource);
  const warnings: Warning[] = [];
  const name = personName(resource);
  if (name === null) warnings.push('name-missing');
  const birthDate = birthDay(resource['birthDate']);
  if (birthDate === null && resource['birthDate'] !== undefined) warnings.push('birth-date-unusable');
  const phones = phonesOf(resource);
  if (phones.isAnyUnusable) warnings.push('phone-unusable');
  const card = identifiers.find(
    (identifier) => identifier.system === residentCardSystem || identifier.type === 'NNCHN' || identifier.type === 'NI',
  );
  return {
    draft: {
      recordNo: recordNumber(identifiers, id),
      name,
      sex: sexOf(resource),
      birthDate,
      phones: phones.numbers,
      email: telecom(resource, 'email'),
      address: addressOf(resource),
      idNumber: card?.value ?? null,
      passport: identifiers.find(({ type }) => type === 'PPN')?.value ?? null,
      isDeceased: resource['deceasedBoolean'] === true || typeof resource['deceasedDateTime'] === 'string',
      maritalStatus: maritalStatus(resource),
    },
    warnings,
  };
}

/** The medical record number, or else the first number that is no ID document, or else the logical id. */
function recordNumber(identifiers: readonly Identifier[], id: string): string {
  const usable = identifiers.filter((identifier) => !isDocument(identifier));
  return (usable.find(({ type }) => type === 'MR') ?? usable[0])?.value ?? id;
}

export function mapPractitioner(resource: FhirResource, id: string): { draft: DoctorDraft | null } {
  const name = personName(resource);
  if (name === null) return { draft: null };
  const number = identifiersOf(resource).find((identifier) => !isDocument(identifier))?.value ?? id;
  const title = text(
    list(resource['qualification'])[0] && part(list(resource['qualification'])[0]!['code'])['text'],
    40,
  );
  return { draft: { number, name, title, isActive: resource['active'] !== false } };
}

/** Official before usual before any other name; Chinese names without a space between family and given name. */
export function personName(resource: FhirResource): string | null {
  const names = list(resource['name']);
  const chosen =
    names.find(({ use }) => use === 'official') ??
    names.find(({ use }) => use === 'usual') ??
    names.find(({ use }) => use !== 'old');
  if (!chosen) return null;
  const family = text(chosen['family'], 60) ?? '';
  const given = (Array.isArray(chosen['given']) ? chosen['given'] : []).flatMap((one) => text(one, 60) ?? []);
  const whole = text(chosen['text'], 80);
  if (family === '' && given.length === 0) return whole;
  const isHan = /^[\p{Script=Han}·]*$/u.test(family + given.join(''));
  return isHan ? `${family}${given.join('')}` : [...given, family].filter((one) => one !== '').join(' ');
}

export function sexOf(resource: FhirResource): Sex | null {
  const { gender } = resource;
  return gender === 'male' || gender === 'female' ? gender : null;
}

function birthDay(value: unknown): Day | null {
  const given = text(value, 10);
  const day = given === null ? null : parseDay(given);
  return day !== null && day >= '1880-01-01' ? day : null;
}

function telecom(resource: FhirResource, system: string): string | null {
  return text(list(resource['telecom']).find((point) => point['system'] === system)?.['value'], 120);
}

function phonesOf(resource: FhirResource): { numbers: string[]; isAnyUnusable: boolean } {
  const given = list(resource['telecom']).filter(
    (point) => (point['system'] === 'phone' || point['system'] === 'sms') && point['use'] !== 'old',
  );
  const numbers = given.map((point) => plainNumber(text(point['value'], 40) ?? ''));
  const usable = numbers.filter((number) => /^\+?\d{7,15}$/.test(number));
  return { numbers: [...new Set(usable)], isAnyUnusable: usable.length < numbers.length };
}

function plainNumber(given: string): string {
  return given.replace(/[^\d+]/g, '').replace(/^\+?86(?=1\d{10}$)/, '');
}

function addressOf(resource: FhirResource): Address | null {
  const address = list(resource['address'])[0];
  if (!address) return null;
  const lines = (Array.isArray(address['line']) ? address['line'] : []).flatMap((line) => text(line, 100) ?? []);
  const parts = [address['state'], address['city'], address['district']].flatMap((value) => text(value, 40) ?? []);
  const whole = text(address['text'], 200) ?? text([...parts, ...lines].join(''), 200);
  const codes = list(address['extension']).flatMap((extension) => text(extension['valueCode'], 20) ?? []);
  const division = codes.find((code) => /^\d{6}(\d{3}(\d{3})?)?$/.test(code)) ?? null;
  return whole === null && division === null ? null : { text: whole, division };
}

function maritalStatus(resource: FhirResource): string | null {
  const code = text(list(part(resource['maritalStatus'])['coding'])[0]?.['code'], 10);
  const known: Readonly<Record<string, string>> = {
    M: '已婚',
    S: '未婚',
    D: '离异',
    W: '丧偶',
    U: '未婚',
  };
  return code === null ? null : (known[code] ?? null);
}
