import { expect, test } from 'vitest';
import { keptAside } from './keep-aside.ts';
import { mapEncounter } from './map-encounter.ts';
import { mapPatient, mapPractitioner, personName } from './map-people.ts';
import { mapLocation, mapOrganization } from './map-places.ts';
import { readReference } from './references.ts';

const patient = {
  resourceType: 'Patient',
  id: 'p1',
  extension: [{ url: 'http://example.org/blood', valueCode: 'A' }],
  identifier: [
    { system: 'urn:oid:2.16.156.10011.1.3', value: '990000199001011234' },
    { type: { coding: [{ code: 'MR' }] }, system: 'http://his.example.org/mrn', value: 'B0001' },
  ],
  name: [
    { use: 'old', family: '旧' },
    { use: 'official', family: '欧阳', given: ['测试'] },
  ],
  gender: 'female',
  birthDate: '1990-01-01',
  telecom: [
    { system: 'phone', value: '+86 138-0000-1234' },
    { system: 'phone', value: 'none' },
    { system: 'email', value: 'a@example.org' },
  ],
  address: [{ state: '某省', city: '某市', line: ['一路 1 号'] }],
};

test('a patient is read with record number, name, phones and card', () => {
  expect(mapPatient(patient, 'p1')).toEqual({
    draft: {
      recordNo: 'B0001',
      name: '欧阳测试',
      sex: 'female',
      birthDate: '1990-01-01',
      phones: ['13800001234'],
      email: 'a@example.org',
      address: { text: '某省某市一路 1 号', division: null },
      idNumber: '990000199001011234',
      passport: null,
      isDeceased: false,
      maritalStatus: null,
    },
    warnings: ['phone-unusable'],
  });
});

test('what has no place of ours is kept aside, numbers of documents are not', () => {
  expect(keptAside(patient, 'Patient')).toEqual({
    extension: patient.extension,
    identifier: [{ system: 'http://his.example.org/mrn', value: 'B0001' }],
  });
});

test.each([
  [[{ family: "O'Keefe", given: ['Ann', 'B'] }], "Ann B O'Keefe"],
  [[{ text: '阿依古丽·买买提' }], '阿依古丽·买买提'],
  [[{ family: '𠮷', given: ['一'] }], '𠮷一'],
  [[{ use: 'old', family: 'X' }], null],
  ['nonsense', null],
  [undefined, null],
])('the name of %j is %j', (name, expected) => {
  expect(personName({ resourceType: 'Patient', name })).toBe(expected);
});

test('a birth date of only a year is left out with a warning', () => {
  const { draft, warnings } = mapPatient({ ...patient, birthDate: '1990' }, 'p1');
  expect([draft.birthDate, warnings]).toEqual([null, ['birth-date-unusable', 'phone-unusable']]);
});

const encounter = {
  resourceType: 'Encounter',
  status: 'finished',
  class: { code: 'IMP' },
  subject: { reference: 'Patient/p1' },
  period: { start: '2026-10-01T08:00:00+08:00', end: '2026-10-05T10:00:00+08:00' },
  participant: [{ individual: { reference: 'Practitioner?identifier=http://x|99', display: '王医生' } }],
  location: [{ location: { reference: 'Location/l1', display: '骨科' } }],
  reasonCode: [{ text: '骨折' }, { coding: [{ display: '骨折' }] }],
};

test('an inpatient encounter is an admission with start and discharge', () => {
  expect(mapEncounter(encounter, 'e1')).toEqual({
    episodeNo: 'e1',
    kind: 'inpatient',
    registeredAt: Date.parse('2026-10-01T00:00:00Z'),
    admittedAt: Date.parse('2026-10-01T00:00:00Z'),
    dischargedAt: Date.parse('2026-10-05T02:00:00Z'),
    diagnosis: '骨折',
    department: '骨科',
    doctor: '王医生',
    patient: { type: 'Patient', id: 'p1' },
    practitioner: { type: 'Practitioner', system: 'http://x', value: '99' },
    location: { type: 'Location', id: 'l1' },
  });
});

test.each([
  [{ status: 'cancelled' }, 'status-not-a-visit'],
  [{ status: 'planned' }, 'status-not-a-visit'],
  [{ class: { code: 'XX' } }, 'class-unknown'],
  [{ class: undefined }, 'class-unknown'],
  [{ period: { start: '2026-10-01' } }, 'start-missing'],
  [{ period: { start: '2026-10-05T00:00:00Z', end: '2026-10-01T00:00:00Z' } }, 'end-before-start'],
  [{ subject: { reference: '#contained' } }, 'patient-missing'],
])('an encounter with %j is no visit: %s', (change, refused) => {
  expect(mapEncounter({ ...encounter, ...change }, 'e1')).toEqual({ refused });
});

test.each([
  [{ reference: 'Patient/12' }, { type: 'Patient', id: '12' }],
  [{ reference: 'https://x.example/fhir/Patient/12/_history/3' }, { type: 'Patient', id: '12' }],
  [
    { reference: 'urn:uuid:0A1B2C3D-0000-4000-8000-000000000001' },
    { type: 'Patient', id: '0a1b2c3d-0000-4000-8000-000000000001' },
  ],
  [{ reference: 'Patient?identifier=http%3A%2F%2Fx|a%7Cb' }, { type: 'Patient', system: 'http://x', value: 'a|b' }],
  [{ identifier: { system: 's', value: 'v' } }, { type: 'Patient', system: 's', value: 'v' }],
  [{ display: '王' }, null],
  [{ reference: 'Patient?identifier=urn:oid:2.16.156.10011.1.3|990000199001011234' }, null],
  ['Patient/12', null],
])('the reference %j points to %j', (given, target) => {
  expect(readReference(given, 'Patient')).toEqual(target);
});

test('places and practitioners without a name are not taken', () => {
  expect(mapOrganization({ resourceType: 'Organization' }, 'o').draft).toBeNull();
  expect(mapLocation({ resourceType: 'Location', name: ' ' }, 'l').draft).toBeNull();
  expect(mapPractitioner({ resourceType: 'Practitioner' }, 'd').draft).toBeNull();
  expect(
    mapOrganization(
      {
        resourceType: 'Organization',
        name: '某保险',
        type: [{ coding: [{ code: 'ins' }] }],
        address: [{ city: '某市' }],
      },
      'o',
    ).draft,
  ).toMatchObject({ number: 'o', kind: 'insurer', address: '某市' });
});
