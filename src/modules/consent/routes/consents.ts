import type { Instant } from '#kernel/day.ts';
import { isRefusal, refuse } from '#kernel/refusal.ts';
import type { Actor } from '#modules/staff/index.ts';
import { readPage } from '#platform/db/list.ts';
import { fileAnswer, type Routes } from '#platform/http/serve.ts';
import type { Tools } from '#platform/tools.ts';
import { createLink, endLink } from '../actions/links.ts';
import { changePreference, readPatientConsents, removeMark, setMark } from '../actions/person.ts';
import { openScan, takeScan } from '../actions/scans.ts';
import { recordConsent, withdrawConsent } from '../actions/standing.ts';
import { listTexts, publishText } from '../actions/texts.ts';
import * as contract from '../contract/consents.ts';
import { entryList } from '../store/consents.ts';
import { findPeople } from '../store/patients.ts';

export function consentRoutes(routes: Routes<Actor>, tools: Tools): void {
  const personOf = (actor: Actor, patientId: string) =>
    tools.db.read(actor, (tx) => readPatientConsents(tools, tx, patientId));

  routes.serve(contract.listConsents, (actor, { query }) =>
    tools.db.read(actor, (tx) => readPage<contract.ConsentEntry>(tx, entryList, query)),
  );
  routes.serve(contract.findPeople, (actor, { query }) =>
    tools.db.read(actor, async (tx) => ({ items: await findPeople(tx, query.q) })),
  );
  routes.serve(contract.readPatientConsents, (actor, { params }) => personOf(actor, params.patientId));
  routes.serve(contract.recordConsent, async (actor, { params, body }) => {
    const { evidence } = body;
    const done = await recordConsent(tools, actor, {
      ...body,
      patientId: params.patientId,
      at: (body.at ?? tools.now()) as Instant,
      validUntil: (body.validUntil ?? null) as Instant | null,
      giverName: body.giverName ?? null,
      giverRelation: body.giverRelation ?? null,
      scope: body.scope ?? null,
      via: evidence.kind === 'verbal_recording' ? 'phone' : 'desk',
      evidence: {
        kind: evidence.kind,
        scanId: evidence.scanId ?? null,
        recordingId: evidence.recordingId ?? null,
        pageHash: null,
      },
    });
    return isRefusal(done) ? done : personOf(actor, params.patientId);
  });
  routes.serve(contract.withdrawConsent, async (actor, { params, body }) => {
    const done = await withdrawConsent(tools, actor, {
      patientId: params.patientId,
      kind: params.kind,
      channel: body.channel ?? null,
      reason: body.reason?.trim() || null,
      via: body.via,
    });
    return isRefusal(done) ? done : personOf(actor, params.patientId);
  });
  routes.serve(contract.changePreference, async (actor, { params, body }) => {
    const done = await changePreference(tools, actor, params.patientId, body);
    return isRefusal(done) ? done : personOf(actor, params.patientId);
  });
  routes.serve(contract.setMark, (actor, { params, body }) => setMark(tools, actor, { ...params, ...body }));
  routes.serve(contract.removeMark, (actor, { params, body }) => removeMark(tools, actor, params.markId, body.reason));
  routes.serve(contract.createLink, (actor, { params, body }) => createLink(tools, actor, { ...params, ...body }));
  routes.serve(contract.revokeLink, (actor, { params }) => endLink(tools, actor, params.linkId));
  routes.serve(contract.uploadScan, async (actor, _, { request }) => {
    if (!request.isMultipart()) return refuse('consent.scan-unreadable');
    const part = await request.file();
    return part ? takeScan(tools, actor, part.file) : refuse('consent.scan-unreadable');
  });
  routes.serve(contract.downloadScan, async (actor, { params }) => {
    const scan = await openScan(tools, actor, params.scanId);
    if (isRefusal(scan)) return scan;
    const end = scan.mediaType === 'application/pdf' ? 'pdf' : scan.mediaType.slice('image/'.length);
    return fileAnswer({ ...scan, fileName: `同意书-${params.scanId.slice(0, 8)}.${end}` });
  });
  routes.serve(contract.listTexts, (actor) => listTexts(tools, actor));
  routes.serve(contract.publishText, (actor, { body }) => publishText(tools, actor, body));
}
