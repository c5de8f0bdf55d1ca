import { z } from 'zod';
import { route } from '#kernel/route.ts';
import { fieldTypes } from '../rules/forms.ts';
import { instant, patientId, someWords, tier, words } from './common.ts';

export const formField = z.object({
  key: z.string().regex(/^[a-z][a-z0-9_]{0,39}$/),
  label: someWords(60),
  type: z.enum(fieldTypes),
  isRequired: z.boolean().default(false),
  unit: words(20).default(''),
  help: words(200).default(''),
  options: z.array(someWords(60)).max(60).default([]),
  min: z.number().nullable().default(null),
  max: z.number().nullable().default(null),
  section: words(40).default(''),
});

export const formDefinition = z.object({
  formKey: z.string().regex(/^[a-z][a-z0-9_]{1,39}$/),
  version: z.number(),
  title: z.string(),
  tier,
  state: z.enum(['active', 'retired']),
  fields: z.array(formField),
  answered: z.number(),
  createdAt: instant,
});
export type FormDefinition = z.output<typeof formDefinition>;

export const answerValue = z.union([
  z.string().max(2000),
  z.number(),
  z.boolean(),
  z.array(z.string().max(60)).max(60),
  z.null(),
]);

/** A form on a patient's page; `answers` null: not filled in yet, or hidden. */
export const shownForm = z.object({
  formKey: z.string(),
  title: z.string(),
  version: z.number(),
  fields: z.array(formField),
  answers: z.record(z.string(), answerValue).nullable(),
  answersVersion: z.number(),
  updatedAt: instant.nullable(),
  isHidden: z.boolean(),
  mayFill: z.boolean(),
});
export type ShownForm = z.output<typeof shownForm>;

export const listForms = route({
  id: 'patients.listForms',
  method: 'GET',
  path: '/api/patient-forms',
  permission: 'patients.read',
  summary: 'Extension forms of patient files, newest version of each',
  response: z.object({ items: z.array(formDefinition) }),
});

export const defineForm = route({
  id: 'patients.defineForm',
  method: 'PUT',
  path: '/api/patient-forms/:formKey',
  permission: 'patients.forms',
  summary: 'Define a form, or its next version',
  params: z.object({ formKey: z.string().regex(/^[a-z][a-z0-9_]{1,39}$/) }),
  body: z.object({
    /** The version this was made from; 0: a new form. */
    version: z.number().int().min(0),
    title: someWords(60),
    tier,
    state: z.enum(['active', 'retired']).default('active'),
    fields: z.array(formField).min(1).max(80),
  }),
  response: z.object({ version: z.number() }),
  refusals: ['patients.form-fields-wrong', 'patients.changed-meanwhile'],
});

export const fillForm = route({
  id: 'patients.fillForm',
  method: 'PUT',
  path: '/api/patients/:patientId/forms/:formKey',
  permission: 'patients.files',
  summary: 'Fill in a form of a patient',
  params: z.object({ ...patientId.shape, formKey: z.string().max(40) }),
  body: z.object({ answersVersion: z.number().int().min(0), answers: z.record(z.string().max(40), answerValue) }),
  response: z.object({ answersVersion: z.number() }),
  refusals: ['patients.form-unknown', 'patients.form-answers-wrong', 'patients.changed-meanwhile'],
});
