import { z } from 'zod';
import { route } from '#kernel/route.ts';

export const readSampleAccounts = route({
  id: 'samples.readAccounts',
  method: 'GET',
  path: '/api/sample-accounts',
  permission: 'accounts.write',
  summary: 'Accounts of the loaded sample hospital with their common password; null in a hospital with data of its own',
  response: z.object({
    sample: z
      .object({
        password: z.string(),
        accounts: z.array(z.object({ username: z.string(), displayName: z.string(), roles: z.array(z.string()) })),
      })
      .nullable(),
  }),
});
