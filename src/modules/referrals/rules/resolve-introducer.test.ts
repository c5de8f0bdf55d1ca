import { expect, test } from 'vitest';
import { type KnownIntroducer, resolveIntroducer } from './resolve-introducer.ts';

const known = (
  introducerId: string,
  name: string,
  kind: string,
  institution: string | null = null,
): KnownIntroducer => ({
  introducerId,
  name,
  kind,
  institution,
});
const lin = known('1', '林国平', 'external_physician', '石桥镇新田卫生院');
const linToo = known('2', '林小红', 'grassroots_institution', '县中医院');
const ouyang = known('3', '欧阳倩', 'former_patient');
const registered = [lin, linToo, ouyang];

test.each([
  [
    'the sender, when nobody is named',
    { named: null, institution: null, sender: lin },
    { kind: 'found', introducerId: '1', by: 'sender' },
  ],
  [
    'nobody named by an unknown sender',
    { named: null, institution: null, sender: null },
    { kind: 'unknown', named: null },
  ],
  [
    'the full name',
    { named: '林国平', institution: null, sender: ouyang },
    { kind: 'found', introducerId: '1', by: 'named' },
  ],
  [
    'name and title',
    { named: '林国平医生', institution: null, sender: null },
    { kind: 'found', introducerId: '1', by: 'named' },
  ],
  [
    'surname and title with the institution',
    { named: '林医生', institution: '新田卫生院', sender: null },
    { kind: 'found', introducerId: '1', by: 'named' },
  ],
  [
    'surname and title that fit two',
    { named: '林医生', institution: null, sender: null },
    { kind: 'several', introducerIds: ['1', '2'] },
  ],
  [
    'his own phone decides between two',
    { named: '林医生', institution: null, sender: linToo },
    { kind: 'found', introducerId: '2', by: 'sender' },
  ],
  [
    'a patient is no doctor',
    { named: '欧阳医生', institution: null, sender: null },
    { kind: 'unknown', named: '欧阳医生' },
  ],
  [
    'a compound surname',
    { named: '欧阳姐', institution: null, sender: null },
    { kind: 'found', introducerId: '3', by: 'named' },
  ],
  ['a nickname fits nobody', { named: '老戴', institution: null, sender: lin }, { kind: 'unknown', named: '老戴' }],
  [
    'another institution',
    { named: '林医生', institution: '县人民医院', sender: null },
    { kind: 'unknown', named: '林医生' },
  ],
])('the introducer is found by %s', (_, claim, expected) => {
  expect(resolveIntroducer(claim, registered)).toEqual(expected);
});
