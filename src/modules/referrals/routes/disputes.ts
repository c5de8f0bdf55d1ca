import type { FastifyRequest } from 'fastify';
import { isRefusal, type Refusal, refuse } from '#kernel/refusal.ts';
import type { Actor } from '#modules/staff/index.ts';
import { fileAnswer, type Routes } from '#platform/http/serve.ts';
import type { Tools } from '#platform/tools.ts';
import * as contract from '../contract/disputes.ts';
import { decideDispute } from '../desk/decide-dispute.ts';
import * as disputes from '../desk/disputes.ts';
import { evidenceBytesMax, evidenceMediaType } from '../rules/evidence-file.ts';

export function disputeRoutes(routes: Routes<Actor>, tools: Tools): void {
  routes.serve(contract.listDisputes, (actor, { query }) => disputes.listDisputes(tools, actor, query));
  routes.serve(contract.readDispute, (actor, { params }) => disputes.readDispute(tools, actor, params.disputeId));
  routes.serve(contract.openDisputeContract, (actor, { body }) => disputes.contest(tools, actor, body));
  routes.serve(contract.addEvidence, (actor, { params, body }) =>
    disputes.addEvidence(tools, actor, params.disputeId, { ...body, file: null }),
  );
  routes.serve(contract.addEvidenceFile, async (actor, { params }, { request }) => {
    const given = await readUpload(request);
    return isRefusal(given) ? given : disputes.addEvidence(tools, actor, params.disputeId, given);
  });
  routes.serve(contract.readEvidenceFile, async (actor, { params }) => {
    const found = await disputes.readEvidenceFile(tools, actor, params.disputeId, params.evidenceId);
    if (isRefusal(found)) return found;
    return fileAnswer({ file: found.content, mediaType: found.media_type, fileName: found.file_name });
  });
  routes.serve(contract.decideDispute, (actor, { params, body }) =>
    decideDispute(tools, actor, params.disputeId, body),
  );
}

interface Upload {
  readonly side: string | null;
  readonly text: string;
  readonly file: { readonly name: string; readonly mediaType: string; readonly content: Buffer };
}

async function readUpload(request: FastifyRequest): Promise<Upload | Refusal> {
  const part = await request
    .file({ limits: { fileSize: evidenceBytesMax, files: 1, fields: 5 } })
    .catch(() => undefined);
  if (!part) return refuse('referrals.evidence-file-missing');
  const content = await part.toBuffer().catch((error: { code?: string }) => {
    if (error.code === 'FST_REQ_FILE_TOO_LARGE') return null;
    throw error;
  });
  if (content === null) return refuse('platform.too-large');
  // What the file is, not what it calls itself.
  const mediaType = evidenceMediaType(content);
  if (mediaType === null) return refuse('referrals.evidence-file-kind');
  const field = (name: string): string => {
    const given = part.fields[name];
    return given && !Array.isArray(given) && given.type === 'field' ? String(given.value).trim() : '';
  };
  const name = part.filename.replace(/[\\/\p{Cc}]/gu, ' ').slice(-120);
  return {
    side: field('side').slice(0, 64) || null,
    text: field('text').slice(0, 5000) || name,
    file: { name, mediaType, content },
  };
}
