import type { Actor } from '#modules/staff/index.ts';
import type { Tools } from '#platform/tools.ts';
import { readMatchingPolicy } from '../matching-policy.ts';
import { parseMessage, replyText, resolveArrival } from '../rules/parse-message/index.ts';
import { type SpannedField, spannedFields } from '../rules/spanned-fields.ts';

export interface Preview {
  readonly isReferral: boolean;
  readonly isSeveral: boolean;
  readonly fields: SpannedField[];
  readonly missing: string[];
  readonly reply: string;
  readonly expectedFrom: number | null;
  readonly expectedUntil: number | null;
}

/** How a text would be read now; nothing is stored. */
export async function previewMessage(tools: Tools, actor: Actor, text: string): Promise<Preview> {
  const parsed = parseMessage(text);
  const { timeZone } = await tools.db.read(actor, readMatchingPolicy);
  const phrase = parsed.expectedArrival.value;
  const expected = phrase === null ? null : resolveArrival(phrase, tools.now(), timeZone);
  return {
    isReferral: parsed.isReferral,
    isSeveral: parsed.multi,
    fields: spannedFields(parsed),
    missing: [...parsed.missing],
    reply: replyText(parsed, 'zh-CN'),
    expectedFrom: expected?.from ?? null,
    expectedUntil: expected?.until ?? null,
  };
}
