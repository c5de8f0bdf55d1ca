import { expect, test } from 'vitest';
import { bundledForms } from './bundled-forms.ts';
import { type FormField, readAnswers, wrongFields } from './forms.ts';

const field = (more: Partial<FormField> & Pick<FormField, 'key' | 'type'>): FormField => ({
  label: more.key,
  isRequired: false,
  unit: '',
  help: '',
  options: [],
  min: null,
  max: null,
  section: '',
  ...more,
});
const fields = [
  field({ key: 'weeks', type: 'number', min: 0, max: 45, isRequired: true }),
  field({ key: 'due', type: 'date' }),
  field({ key: 'blood', type: 'choice', options: ['A', 'B'] }),
  field({ key: 'risks', type: 'choices', options: ['贫血', '高血压'] }),
  field({ key: 'first', type: 'yes_no' }),
];

test.each([
  [{ weeks: 12, due: '2027-01-01', blood: 'A', risks: ['贫血'], first: false }, null],
  [{ weeks: 12, due: '', blood: null }, null],
  [{}, ['weeks']],
  [{ weeks: 46 }, ['weeks']],
  [{ weeks: 12, blood: 'C', risks: ['别的'], due: '下月', first: '是' }, ['due', 'blood', 'risks', 'first']],
  [{ weeks: 12, unknown: 1 }, ['unknown']],
])('answers %j are refused for %j', (given, wrong) => {
  const read = readAnswers(fields, given as never);
  expect('wrong' in read ? read.wrong : null).toEqual(wrong);
});

test('a definition that nobody could fill in is refused', () => {
  expect(wrongFields(fields)).toEqual([]);
  expect(
    wrongFields([
      field({ key: 'a', type: 'text' }),
      field({ key: 'a', label: '重复', type: 'text' }),
      field({ key: 'b', type: 'choice', options: ['一'] }),
      field({ key: 'c', type: 'number', min: 3, max: 2 }),
    ]),
  ).toEqual(['重复', 'b', 'c']);
});

test('the forms that come with the product are sound', () => {
  expect(bundledForms.map(({ formKey }) => formKey)).toEqual(['dental', 'maternity', 'chronic_disease']);
  for (const form of bundledForms) expect([form.formKey, wrongFields(form.fields)]).toEqual([form.formKey, []]);
});
