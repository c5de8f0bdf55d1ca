import { expect, test } from 'vitest';
import type { Day } from '#kernel/day.ts';
import { organizationKinds } from '#modules/organizations/contract/index.ts';
import { sampleDivisions, sampleGridTeams, samplePartners } from './partners.ts';

const options = { seed: 7, size: 'small', until: '2026-10-14' as Day } as const;

test('the sample works with units of every kind, at every stage, with contracts near their end', () => {
  const partners = samplePartners(options);
  expect(new Set(partners.map(({ fields }) => fields.kind))).toEqual(new Set(organizationKinds));
  const ends = partners.flatMap(({ contracts }) => contracts.map(({ endsOn }) => endsOn));
  expect(ends.filter((day) => day <= '2026-12-13').length).toBeGreaterThan(3);
  expect(samplePartners(options)).toEqual(partners);
});

test('phones of the sample’s partners belong to nobody, divisions have a valid form', () => {
  const phones = [
    ...samplePartners(options).flatMap(({ contacts }) => contacts.map(({ phone }) => phone ?? '')),
    ...sampleGridTeams(options).map(({ team }) => team.doctorPhone),
  ];
  for (const phone of phones) expect(phone).toMatch(/^1[3-9]\d0000\d{4}$/);
  const codes = sampleDivisions(options).map(({ code }) => code);
  expect(new Set(codes).size).toBe(codes.length);
  for (const code of codes) expect(code).toMatch(/^(\d{6}|\d{9}|\d{12})$/);
});
