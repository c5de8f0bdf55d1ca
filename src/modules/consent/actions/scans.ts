import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { type Refusal, refuse } from '#kernel/refusal.ts';
import { type Actor, audit } from '#modules/staff/index.ts';
import type { Tools } from '#platform/tools.ts';
import { insertScan, readScan } from '../store/consents.ts';

const scanBytesMax = 10 * 1024 * 1024;

/** Takes in a signed paper; what it is is told by its first bytes, not by its name. */
export async function takeScan(tools: Tools, actor: Actor, content: Readable): Promise<{ scanId: string } | Refusal> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of content as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > scanBytesMax) {
      content.resume();
      return refuse('consent.scan-unreadable');
    }
    chunks.push(chunk);
  }
  const whole = Buffer.concat(chunks);
  const mediaType = mediaTypeOf(whole);
  if (!mediaType) return refuse('consent.scan-unreadable');
  return tools.db.transaction({ hospitalId: actor.hospitalId }, async (tx) => {
    const scanId = await insertScan(tx, {
      mediaType,
      bytes,
      contentHash: createHash('sha256').update(whole).digest('hex'),
      contentSealed: tools.cipher.seal(whole.toString('base64')),
      uploadedBy: actor.accountId,
    });
    audit(tx, actor, { action: 'consent.scan-uploaded', subjectKind: 'consent-scan', subjectId: scanId });
    return { scanId };
  });
}

export async function openScan(
  tools: Tools,
  actor: Actor,
  scanId: string,
): Promise<{ file: Buffer; mediaType: string } | Refusal> {
  return tools.db.transaction({ hospitalId: actor.hospitalId }, async (tx) => {
    const scan = await readScan(tx, scanId);
    if (!scan) return refuse('platform.not-found');
    audit(tx, actor, { action: 'consent.scan-read', subjectKind: 'consent-scan', subjectId: scanId });
    return { file: Buffer.from(tools.cipher.open(scan.contentSealed), 'base64'), mediaType: scan.mediaType };
  });
}

function mediaTypeOf(content: Buffer): string | null {
  if (content.subarray(0, 5).toString('latin1') === '%PDF-') return 'application/pdf';
  if (content[0] === 0xff && content[1] === 0xd8 && content[2] === 0xff) return 'image/jpeg';
  if (content.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]))) return 'image/png';
  return null;
}
