import { type Refusal, refuse } from '#kernel/refusal.ts';
import { type Actor, audit } from '#modules/staff/index.ts';
import type { Tools } from '#platform/tools.ts';
import { readExportRow } from '../store/exports.ts';
import { readFileContent } from '../store/files.ts';

export interface OpenedFile {
  readonly file: Buffer;
  readonly mediaType: string;
  readonly fileName: string;
}

/** Opens a produced file and records who took it. An export's file goes to who asked for it and who approved it, to nobody else. */
export async function openFile(
  tools: Tools,
  actor: Actor,
  wanted: { readonly fileId: string; readonly ownerKind: 'request' | 'export'; readonly ownerId?: string },
): Promise<OpenedFile | Refusal> {
  return tools.db.transaction({ hospitalId: actor.hospitalId }, async (tx) => {
    const row = await readFileContent(tx, wanted.fileId);
    if (!row || row.ownerKind !== wanted.ownerKind || (wanted.ownerId && row.ownerId !== wanted.ownerId))
      return refuse('platform.not-found');
    if (row.expiresAt <= tools.now()) return refuse('consent.file-expired');
    if (row.ownerKind === 'export') {
      const owner = await readExportRow(tx, row.ownerId);
      if (!actor.accountId || (owner?.requestedBy !== actor.accountId && owner?.decidedBy !== actor.accountId))
        return refuse('platform.not-found');
    }
    audit(tx, actor, {
      action: row.ownerKind === 'export' ? 'export.downloaded' : 'rights.file-downloaded',
      subjectKind: row.ownerKind === 'export' ? 'deidentified-export' : 'rights-request',
      subjectId: row.ownerId,
      detail: { fileId: row.fileId },
    });
    return {
      file: Buffer.from(tools.cipher.open(row.contentSealed), 'base64'),
      mediaType: row.mediaType,
      fileName: row.fileName,
    };
  });
}
