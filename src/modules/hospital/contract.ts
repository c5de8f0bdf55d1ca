import { z } from 'zod';
import { route } from '#kernel/route.ts';

export const readSetup = route({
  id: 'hospital.readSetup',
  method: 'GET',
  path: '/api/setup',
  permission: 'public',
  summary: 'Whether this installation still needs its first administrator and hospital',
  response: z.object({
    needed: z.boolean(),
    /** Made earlier by `renmai init`: shown in the form, taken over on submission. */
    hospital: z.object({ name: z.string(), divisionCode: z.string() }).nullable(),
  }),
});

export const setUp = route({
  id: 'hospital.setUp',
  method: 'POST',
  path: '/api/setup',
  permission: 'public',
  summary: 'Create the first administrator and hospital and sign the administrator in; refused once it has been done',
  body: z.object({
    administrator: z.object({
      username: z
        .string()
        .trim()
        .min(3)
        .max(40)
        .regex(/^[A-Za-z][A-Za-z0-9._-]*$/),
      displayName: z.string().trim().min(1).max(40),
      /** At least 10 characters; not the username and not a common password (checked by the server). */
      password: z.string().min(10).max(200),
    }),
    hospital: z.object({
      name: z.string().trim().min(2).max(80),
      /** Six digits of GB/T 2260 of the county or district: its households count as local. */
      divisionCode: z.string().regex(/^\d{6}$/),
    }),
    /** `sample` loads the sample hospital in a job, `empty` starts with nothing. */
    start: z.enum(['sample', 'empty']),
  }),
  response: z.object({ jobId: z.string().nullable() }),
  refusals: ['hospital.already-set-up', 'staff.password-too-weak'],
});

const hospitalName = z.string().trim().min(2).max(80);
const divisionCode = z.string().regex(/^\d{6}$/);
const day = z.iso.date();

export const hospitalInfo = z.object({
  id: z.string(),
  name: z.string(),
  /** Six digits of GB/T 2260: addresses of this county or district count as local. */
  divisionCode: z.string(),
  timeZone: z.string(),
  isSample: z.boolean(),
});
export type HospitalInfo = z.output<typeof hospitalInfo>;

export const readHospital = route({
  id: 'hospital.readHospital',
  method: 'GET',
  path: '/api/hospital',
  permission: 'session',
  summary: 'The current hospital',
  response: hospitalInfo,
});

export const changeHospital = route({
  id: 'hospital.changeHospital',
  method: 'PATCH',
  path: '/api/hospital',
  permission: 'hospital.write',
  summary: 'Change name, division or time zone of the current hospital',
  body: z.object({
    name: hospitalName.optional(),
    divisionCode: divisionCode.optional(),
    timeZone: z.string().max(60).optional(),
  }),
  response: hospitalInfo,
  refusals: ['hospital.name-taken', 'hospital.unknown-time-zone'],
});

export const department = z.object({ id: z.string(), name: z.string(), isActive: z.boolean() });
export type Department = z.output<typeof department>;

export const listDepartments = route({
  id: 'hospital.listDepartments',
  method: 'GET',
  path: '/api/departments',
  permission: 'session',
  summary: 'Departments of the hospital: active ones first, by name; at most 1,000',
  response: z.object({ items: z.array(department) }),
});

export const createDepartment = route({
  id: 'hospital.createDepartment',
  method: 'POST',
  path: '/api/departments',
  permission: 'hospital.write',
  summary: 'Add a department; the name is as the HIS exports it',
  body: z.object({ name: z.string().trim().min(1).max(60) }),
  response: department,
  refusals: ['hospital.department-exists'],
});

export const changeDepartment = route({
  id: 'hospital.changeDepartment',
  method: 'PATCH',
  path: '/api/departments/:departmentId',
  permission: 'hospital.write',
  summary: 'Rename a department, close or reopen it',
  params: z.object({ departmentId: z.uuid() }),
  body: z.object({ name: z.string().trim().min(1).max(60).optional(), isActive: z.boolean().optional() }),
  response: department,
  refusals: ['platform.not-found', 'hospital.department-exists'],
});

export const setting = z.object({
  name: z.string(),
  /** In force now; null: the built-in value is. */
  value: z.number().int(),
  isDefault: z.boolean(),
  min: z.number().int(),
  max: z.number().int(),
  /** Every stored value, the latest first. */
  history: z.array(z.object({ effectiveFrom: day, value: z.number().int(), changedAt: z.string() })),
});
export type Setting = z.output<typeof setting>;

export const listSettings = route({
  id: 'hospital.listSettings',
  method: 'GET',
  path: '/api/settings',
  permission: 'session',
  summary: 'Settings of the hospital with the dates from which they hold',
  response: z.object({ items: z.array(setting) }),
});

export const changeSetting = route({
  id: 'hospital.changeSetting',
  method: 'PUT',
  path: '/api/settings/:name',
  permission: 'hospital.write',
  summary: 'Set a value from a day on; days before today cannot be changed any more',
  params: z.object({ name: z.string().max(60) }),
  body: z.object({ value: z.number().int(), effectiveFrom: day }),
  response: setting,
  refusals: ['platform.not-found', 'hospital.setting-out-of-range', 'hospital.setting-in-the-past'],
});

export { failures } from './failures.ts';
