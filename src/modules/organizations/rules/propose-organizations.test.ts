import { expect, test } from 'vitest';
import { nameKey } from './name-key.ts';
import { kindOfName, proposeOrganizations } from './propose-organizations.ts';

test.each([
  ['云溪镇卫生院', 'township_hospital'],
  ['城东社区卫生服务中心', 'community_health_centre'],
  ['大湾村卫生室', 'clinic'],
  ['济民诊所', 'clinic'],
  ['县中医院', 'hospital'],
  ['县妇幼保健院', 'hospital'],
  ['育红中学', 'school'],
  ['城北社区', 'community'],
  ['桥头居委会', 'community'],
  ['大湾村', 'village'],
  ['县教育局', 'government'],
  ['惠民大药房', 'pharmacy'],
  ['某某人寿保险', 'insurer'],
  ['东风机械厂', null],
])('%s is a %s', (name, kind) => {
  expect(kindOfName(name)).toBe(kind);
});

test('one name in two spellings has one key', () => {
  expect(nameKey('东风 机械厂（一分厂）')).toBe(nameKey('东风机械厂(一分厂)'));
});

test('places get a unit proposed, known ones a link, own staff nothing', () => {
  const proposals = proposeOrganizations(
    [
      { institution: '云溪镇卫生院', introducerKinds: ['grassroots_institution'], introducers: 3 },
      { institution: '东风机械厂', introducerKinds: ['enterprise', 'public'], introducers: 1 },
      { institution: '骨科', introducerKinds: ['staff'], introducers: 9 },
      { institution: ' ', introducerKinds: ['enterprise'], introducers: 1 },
    ],
    [{ code: '430121101', name: '云溪镇' }],
    new Map([[nameKey('东风机械厂'), 'known']]),
  );
  expect(proposals).toMatchObject([
    { name: '云溪镇卫生院', kind: 'township_hospital', divisionCode: '430121101', organizationId: null },
    { name: '东风机械厂', kind: 'enterprise', organizationId: 'known' },
  ]);
});
