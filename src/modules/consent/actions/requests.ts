import { createHash } from 'node:crypto';
import { dayMs, dayOf, type Instant } from '#kernel/day.ts';
import { isRefusal, type Refusal, RefusalError, refuse } from '#kernel/refusal.ts';
import { deadlineAfter } from '#kernel/working-days.ts';
import { readHospital, readSetting, readTimeZone } from '#modules/hospital/index.ts';
import { type Actor, audit, systemActor } from '#modules/staff/index.ts';
import type { Tx } from '#platform/db/database.ts';
import { enqueueJob, type JobRun } from '#platform/jobs/jobs.ts';
import type { Tools } from '#platform/tools.ts';
import type { RequestDetail } from '../contract/rights.ts';
import { decideDeletion } from '../rules/decide-deletion.ts';
import { copyHtml, portabilityJson } from '../rules/own-copy.ts';
import { readMarks, readStandings } from '../store/consents.ts';
import { deleteFilesOf, insertFile, readFiles } from '../store/files.ts';
import { countVisits, readOwnData } from '../store/own-data.ts';
import { readPerson } from '../store/patients.ts';
import {
  deletePreferencesAndLinks,
  findOpenRequest,
  insertRequest,
  insertRequestEvent,
  nextRequestNo,
  type RequestRow,
  readRequest,
  readRequestEvents,
  updateDeadline,
  updateIdentity,
  updateJob,
  updateOutcome,
} from '../store/requests.ts';
import { setMarkIn } from './person.ts';
import { withdrawConsentIn } from './standing.ts';

/** Files made for a person stay for download so long. */
const fileDays = 14;

export interface NewRequest
  extends Pick<RequestRow, 'patientId' | 'kind' | 'detail' | 'requester' | 'requesterName' | 'via'> {
  readonly receivedAt?: Instant;
}

/** Files a request; the clock runs in working days from the day after it came. */
export async function fileRequest(
  tools: Tools,
  actor: Actor,
  request: NewRequest,
): Promise<{ requestId: string; requestNo: string; deadlineAt: Instant } | Refusal> {
  return tools.db.transaction(actor, async (tx) => {
    if (!(await readPerson(tx, request.patientId))) return refuse('platform.not-found');
    const receivedAt = request.receivedAt ?? tools.now();
    if (receivedAt > tools.now() + 5 * 60_000) return refuse('consent.in-the-future');
    if (request.requester !== 'patient' && !request.requesterName) return refuse('consent.giver-missing');
    const timeZone = await readTimeZone(tx);
    const today = dayOf(receivedAt, timeZone);
    const requestNo = await nextRequestNo(tx, today);
    const open = await findOpenRequest(tx, request.patientId, request.kind);
    if (open) return refuse('consent.request-open', { requestNo: open });
    const deadlineAt = deadlineAfter(receivedAt, await readSetting(tx, 'rights.deadline-days', today), timeZone);
    const requestId = await insertRequest(tx, { ...request, requestNo, receivedAt, deadlineAt });
    await note(tx, actor, requestId, 'received');
    audit(tx, actor, {
      action: 'rights.received',
      subjectKind: 'rights-request',
      subjectId: requestId,
      detail: { kind: request.kind, via: request.via, deadlineAt },
    });
    return { requestId, requestNo, deadlineAt };
  });
}

async function note(tx: Tx, actor: Actor, requestId: string, kind: string, text: string | null = null): Promise<void> {
  await insertRequestEvent(tx, { requestId, kind, actorName: actor.displayName, note: text });
  tx.touch('rights', requestId);
}

export async function readRequestDetail(tx: Tx, requestId: string): Promise<RequestDetail | Refusal> {
  const row = await readRequest(tx, requestId);
  if (!row) return refuse('platform.not-found');
  const person = await readPerson(tx, row.patientId);
  const holds = (await readMarks(tx, person?.ids ?? [])).filter((mark) => mark.kind === 'legal_hold');
  return {
    ...row,
    legalHold: holds[0]?.reason ?? null,
    files: await readFiles(tx, 'request', requestId),
    events: await readRequestEvents(tx, requestId),
  };
}

type Step = (tx: Tx, row: RequestRow) => Promise<Refusal | null>;

/** One step on one request: state checked under its lock, refused when somebody else was faster. */
async function stepOn(
  tools: Tools,
  actor: Actor,
  asked: { readonly requestId: string; readonly version: number },
  states: readonly RequestRow['state'][],
  step: Step,
): Promise<RequestDetail | Refusal> {
  return tools.db.transaction(actor, async (tx) => {
    const row = await readRequest(tx, asked.requestId, true);
    if (!row) return refuse('platform.not-found');
    if (row.version !== asked.version) return refuse('platform.stale');
    if (!states.includes(row.state)) return refuse('consent.request-wrong-state');
    return (await step(tx, row)) ?? readRequestDetail(tx, asked.requestId);
  });
}

interface Asked {
  readonly requestId: string;
  readonly version: number;
}

export async function verifyIdentity(
  tools: Tools,
  actor: Actor,
  asked: Asked & { readonly how: string },
): Promise<RequestDetail | Refusal> {
  return stepOn(tools, actor, asked, ['received'], async (tx, row) => {
    await updateIdentity(tx, row.requestId, asked.how, actor.displayName);
    await note(tx, actor, row.requestId, 'verified', asked.how);
    audit(tx, actor, { action: 'rights.identity-checked', subjectKind: 'rights-request', subjectId: row.requestId });
    return null;
  });
}

/** A complicated request gets as many working days again, once, and the person is told why. */
export async function extendRequest(
  tools: Tools,
  actor: Actor,
  asked: Asked & { readonly reason: string },
): Promise<RequestDetail | Refusal> {
  return stepOn(tools, actor, asked, ['received', 'verified'], async (tx, row) => {
    if (row.extensionReason !== null) return refuse('consent.request-wrong-state');
    const timeZone = await readTimeZone(tx);
    const days = await readSetting(tx, 'rights.deadline-days', dayOf(tools.now(), timeZone));
    // The deadline is the first instant after its last day.
    const deadlineAt = deadlineAfter((row.deadlineAt - 1) as Instant, days, timeZone);
    await updateDeadline(tx, row.requestId, deadlineAt, asked.reason);
    await note(tx, actor, row.requestId, 'extended', asked.reason);
    audit(tx, actor, {
      action: 'rights.extended',
      subjectKind: 'rights-request',
      subjectId: row.requestId,
      reason: asked.reason,
      detail: { deadlineAt },
    });
    return null;
  });
}

/** Has the files of a copy or portability request made in the background. */
export async function produceFiles(tools: Tools, actor: Actor, asked: Asked): Promise<RequestDetail | Refusal> {
  return stepOn(tools, actor, asked, ['received', 'verified'], async (tx, row) => {
    if (row.state !== 'verified') return refuse('consent.identity-unchecked');
    if (row.kind !== 'copy' && row.kind !== 'portability') return refuse('consent.request-wrong-state');
    const jobId = await enqueueJob(tx, {
      kind: 'consent.own-copy',
      input: { requestId: row.requestId },
      requestedBy: actor.accountId,
    });
    await updateJob(tx, row.requestId, jobId);
    await note(tx, actor, row.requestId, 'files-ordered');
    audit(tx, actor, { action: 'rights.files-ordered', subjectKind: 'rights-request', subjectId: row.requestId });
    return null;
  });
}

/** The job: a second run replaces what an earlier, killed one made. */
export async function makeOwnCopy(
  tools: Tools,
  input: { readonly requestId: string },
  run: JobRun,
): Promise<{ requestId: string; parts: number } | Refusal> {
  return tools.db.transaction({ hospitalId: run.hospitalId }, async (tx) => {
    const row = await readRequest(tx, input.requestId, true);
    const person = row && (await readPerson(tx, row.patientId));
    if (!row || !person) return refuse('platform.not-found');
    const hospital = (await readHospital(tx))!;
    const parts = await readOwnData(tx, person.ids);
    const head = {
      hospital: hospital.name,
      requestNo: row.requestNo,
      madeOn: dayOf(tools.now(), hospital.timeZone),
    };
    await deleteFilesOf(tx, 'request', row.requestId);
    const keep = async (fileName: string, mediaType: string, content: string) =>
      insertFile(tx, {
        ownerKind: 'request',
        ownerId: row.requestId,
        fileName,
        mediaType,
        bytes: Buffer.byteLength(content),
        contentHash: createHash('sha256').update(content).digest('hex'),
        contentSealed: tools.cipher.seal(Buffer.from(content).toString('base64')),
        expiresAt: (tools.now() + fileDays * dayMs) as Instant,
      });
    await keep(`个人信息副本-${row.requestNo}.html`, 'text/html; charset=utf-8', copyHtml(head, parts));
    await keep(`个人信息-${row.requestNo}.json`, 'application/json', portabilityJson(head, parts));
    const actor = systemActor({ hospitalId: run.hospitalId }, 'job');
    await note(tx, actor, row.requestId, 'files-made');
    audit(tx, actor, {
      action: 'rights.files-made',
      subjectKind: 'rights-request',
      subjectId: row.requestId,
      detail: { parts: parts.map((part) => [part.source, part.rows.length]) },
    });
    return { requestId: row.requestId, parts: parts.length };
  });
}

/** Answers a request. Deletion and restriction take effect with it; what law keeps is told part by part. */
export async function answerRequest(
  tools: Tools,
  actor: Actor,
  asked: Asked & { readonly outcome: string },
): Promise<RequestDetail | Refusal> {
  return stepOn(tools, actor, asked, ['received', 'verified'], async (tx, row) => {
    if (row.state !== 'verified') return refuse('consent.identity-unchecked');
    const parts =
      row.kind === 'deletion' || row.kind === 'restriction' ? await takeOutOfUse(tx, tools, actor, row) : null;
    if (isRefusal(parts)) throw new RefusalError(parts);
    await updateOutcome(tx, row.requestId, {
      state: 'answered',
      outcome: row.kind,
      reason: asked.outcome,
      parts,
      byName: actor.displayName,
    });
    await note(tx, actor, row.requestId, 'answered', asked.outcome);
    audit(tx, actor, {
      action: 'rights.answered',
      subjectKind: 'rights-request',
      subjectId: row.requestId,
      detail: { kind: row.kind, parts: parts?.map(({ category, outcome }) => [category, outcome]) ?? null },
    });
    return null;
  });
}

async function takeOutOfUse(
  tx: Tx,
  tools: Tools,
  actor: Actor,
  row: RequestRow,
): Promise<RequestRow['outcomeParts'] | Refusal> {
  const person = (await readPerson(tx, row.patientId))!;
  const marks = await readMarks(tx, person.ids);
  const hold = marks.find((mark) => mark.kind === 'legal_hold');
  if (row.kind === 'deletion' && hold) return refuse('consent.legal-hold', { reason: hold.reason });
  const openStandings = (await readStandings(tx, person.ids)).filter((one) => one.state === 'given').length;
  const withdrawn = await withdrawConsentIn(tx, tools, actor, {
    patientId: row.patientId,
    kind: 'all',
    channel: null,
    reason: row.requestNo,
    via: 'system',
  });
  if (isRefusal(withdrawn)) return withdrawn;
  for (const id of person.ids) {
    if (marks.some((mark) => mark.kind === 'restricted' && mark.patientId === id)) continue;
    const set = await setMarkIn(tx, actor, { patientId: id, kind: 'restricted', reason: `权利请求 ${row.requestNo}` });
    if (isRefusal(set)) return set;
  }
  if (row.kind === 'restriction')
    return [{ category: 'all', outcome: 'restricted', because: '除诊疗必需外停止一切使用' }];
  await deletePreferencesAndLinks(tx, person.ids);
  // Modules that hold more of the person listen and do their part.
  tx.announce('consent.deletion-decided', { patientId: row.patientId, ids: person.ids, requestId: row.requestId });
  return decideDeletion({ visits: await countVisits(tx, person.ids), openStandings });
}

export async function closeWithoutAnswer(
  tools: Tools,
  actor: Actor,
  asked: Asked & { readonly as: 'refused' | 'cancelled'; readonly reason: string },
): Promise<RequestDetail | Refusal> {
  return stepOn(tools, actor, asked, ['received', 'verified'], async (tx, row) => {
    await updateOutcome(tx, row.requestId, {
      state: asked.as,
      outcome: asked.as,
      reason: asked.reason,
      parts: null,
      byName: actor.displayName,
    });
    await note(tx, actor, row.requestId, asked.as, asked.reason);
    audit(tx, actor, {
      action: `rights.${asked.as}`,
      subjectKind: 'rights-request',
      subjectId: row.requestId,
      reason: asked.reason,
    });
    return null;
  });
}
