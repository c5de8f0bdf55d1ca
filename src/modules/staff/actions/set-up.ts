import type { AccountId, HospitalId } from '#kernel/ids.ts';
import { uuidv7 } from '#kernel/ids.ts';
import { type Refusal, refuse } from '#kernel/refusal.ts';
import { openHospital } from '#modules/hospital/index.ts';
import { enqueueJob } from '#platform/jobs/jobs.ts';
import type { Tools } from '#platform/tools.ts';
import type { Actor } from '../actor.ts';
import { audit } from '../audit.ts';
import { passwordProblem } from '../rules/password.ts';
import { hashPassword } from '../sign-in.ts';
import * as store from '../store.ts';

/** Any number nobody else uses: makes first visits queue up, in whichever process. */
const setUpLock = 7_263_004;

export interface FirstVisit {
  readonly administrator: { readonly username: string; readonly displayName: string; readonly password: string };
  readonly hospital: { readonly name: string; readonly divisionCode: string };
  readonly start: 'sample' | 'empty';
}

/** Whether nobody can sign in yet, and the hospital an earlier `renmai init` made. */
export async function readSetUp(
  tools: Tools,
): Promise<{ needed: boolean; hospital: { name: string; divisionCode: string } | null }> {
  const { rows: people } = await tools.db.shared.query('SELECT 1 FROM staff_users LIMIT 1');
  if (people.length > 0) return { needed: false, hospital: null };
  const { rows } = await tools.db.shared.query<{ name: string; division_code: string }>(
    'SELECT name, division_code FROM hospital_hospitals ORDER BY created_at, hospital_id LIMIT 1',
  );
  const first = rows[0];
  return { needed: true, hospital: first ? { name: first.name, divisionCode: first.division_code } : null };
}

/**
 * The first visit: administrator, hospital, and the wish for a sample, in one transaction; once only, however many browsers ask at the
 * same time. A hospital made by `renmai init` is taken over with the name and division given here.
 */
export async function setUp(
  tools: Tools,
  fromAddress: string | null,
  wanted: FirstVisit,
): Promise<{ jobId: string | null } | Refusal> {
  const { administrator } = wanted;
  const problem = passwordProblem(administrator.password, administrator.username);
  if (problem) return refuse('staff.password-too-weak', { problem });
  if (!(await readSetUp(tools)).needed) return refuse('hospital.already-set-up');
  const passwordHash = await hashPassword(administrator.password);
  const { rows } = await tools.db.shared.query<{ hospital_id: HospitalId }>(
    'SELECT hospital_id FROM hospital_hospitals ORDER BY created_at, hospital_id LIMIT 1',
  );
  const hospitalId = rows[0]?.hospital_id ?? (uuidv7(Date.now()) as HospitalId);
  const accountId = uuidv7(Date.now()) as AccountId;
  const actor: Actor = {
    hospitalId,
    accountId,
    displayName: administrator.displayName,
    roles: ['admin'],
    departments: [],
    fromAddress,
    via: 'web',
  };
  return tools.db.transaction({ hospitalId }, async (tx) => {
    await tx.query('SELECT pg_advisory_xact_lock($1)', [setUpLock]);
    if (await store.anyUserExists(tx)) return refuse('hospital.already-set-up');
    await openHospital(tx, { ...wanted.hospital, isSample: wanted.start === 'sample' });
    await store.insertPerson(tx, {
      userId: uuidv7(Date.now()),
      accountId,
      username: administrator.username,
      displayName: administrator.displayName,
      passwordHash,
      mustChangePassword: false,
      roles: ['admin'],
      departments: [],
      phone: null,
      createdBy: null,
    });
    audit(tx, actor, {
      action: 'hospital.set-up',
      subjectKind: 'hospital',
      subjectId: hospitalId,
      detail: { start: wanted.start },
    });
    const jobId =
      wanted.start === 'sample'
        ? await enqueueJob(tx, { kind: 'samples.load', input: {}, requestedBy: accountId })
        : null;
    return { jobId };
  });
}
