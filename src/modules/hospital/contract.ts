import { z } from 'zod';
import { route } from '#kernel/route.ts';

export const readSetup = route({
  id: 'hospital.readSetup',
  method: 'GET',
  path: '/api/setup',
  permission: 'public',
  summary: 'Whether this installation still needs its first administrator and hospital',
  response: z.object({ needed: z.boolean() }),
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
