import type { Instant } from '#kernel/day.ts';
import { type Refusal, refuse } from '#kernel/refusal.ts';
import { type Actor, audit } from '#modules/staff/index.ts';
import type { Tx } from '#platform/db/database.ts';
import type { Tools } from '#platform/tools.ts';
import type { ConsentTextInfo } from '../contract/consents.ts';
import type { ConsentKind } from '../rules/catalogue.ts';
import { textHash } from '../rules/default-texts.ts';
import { missingNotice } from '../rules/notice.ts';
import { ensureTexts, insertText, readTexts, type TextRow } from '../store/texts.ts';

export async function listTexts(tools: Tools, actor: Actor): Promise<{ items: ConsentTextInfo[] }> {
  await tools.db.transaction({ hospitalId: actor.hospitalId }, ensureTexts);
  return tools.db.read(actor, async (tx) => ({ items: await readTextInfos(tx, tools.now()) }));
}

async function readTextInfos(tx: Tx, now: Instant): Promise<ConsentTextInfo[]> {
  const rows = await readTexts(tx);
  const holders = await tx.query<{ kind: string; version: number; holders: number }>(
    `SELECT kind, text_version AS version, count(DISTINCT patient_id) AS holders FROM consent_standings
     WHERE hospital_id = $1 AND state = 'given' GROUP BY kind, text_version`,
    [tx.hospitalId],
  );
  const inForce = new Map<string, number>();
  for (const row of rows) if (row.effectiveFrom <= now && !inForce.has(row.kind)) inForce.set(row.kind, row.version);
  return rows.map((row) => ({
    ...row,
    isInForce: inForce.get(row.kind) === row.version,
    holders: holders.find((one) => one.kind === row.kind && one.version === row.version)?.holders ?? 0,
  }));
}

export interface TextToPublish {
  readonly kind: ConsentKind;
  readonly after: number;
  readonly title: string;
  readonly body: string;
  readonly needsRenewal: boolean;
  readonly note?: string | null | undefined;
  readonly effectiveFrom?: number | undefined;
}

export async function publishText(tools: Tools, actor: Actor, text: TextToPublish): Promise<ConsentTextInfo | Refusal> {
  const missing = missingNotice(text.body);
  if (missing.length > 0) return refuse('consent.text-incomplete', { missing: missing.join('、') });
  const effectiveFrom = (text.effectiveFrom ?? tools.now()) as Instant;
  if (effectiveFrom < tools.now() - 60_000) return refuse('consent.text-in-the-past');
  return tools.db.transaction(actor, async (tx) => {
    await ensureTexts(tx);
    const newest = (await readTexts(tx)).find((row) => row.kind === text.kind);
    if (newest && newest.version !== text.after) return refuse('platform.stale');
    const hash = textHash(text);
    if (newest?.textHash === hash) return refuse('consent.text-same');
    const row: Omit<TextRow, 'publishedAt'> = {
      kind: text.kind,
      version: text.after + 1,
      title: text.title,
      body: text.body,
      textHash: hash,
      needsRenewal: text.needsRenewal,
      note: text.note ?? null,
      effectiveFrom,
      publishedByName: actor.displayName,
    };
    if (!(await insertText(tx, { ...row, publishedBy: actor.accountId }))) return refuse('platform.stale');
    audit(tx, actor, {
      action: 'consent.text-published',
      subjectKind: 'consent-text',
      subjectId: `${text.kind} ${row.version}`,
      detail: { textHash: hash, needsRenewal: text.needsRenewal, effectiveFrom },
    });
    tx.touch('consents');
    return (await readTextInfos(tx, tools.now())).find((one) => one.kind === text.kind && one.version === row.version)!;
  });
}
