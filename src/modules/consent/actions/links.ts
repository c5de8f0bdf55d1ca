import { dayMs, type Instant } from '#kernel/day.ts';
import type { HospitalId } from '#kernel/ids.ts';
import { type Refusal, refuse } from '#kernel/refusal.ts';
import { type Actor, audit } from '#modules/staff/index.ts';
import type { Tools } from '#platform/tools.ts';
import type { ConsentKind } from '../rules/catalogue.ts';
import { linkKeyOf, readLinkToken, writeLinkToken } from '../rules/link-token.ts';
import { askAgainAfterDays, mayAskAgain } from '../rules/may-give.ts';
import { readMarks, readStandings } from '../store/consents.ts';
import { insertLink, type LinkRow, readLink, revokeLink } from '../store/links.ts';
import { readPerson } from '../store/patients.ts';
import { touch } from './standing.ts';

/** Where the pages of personal links begin. */
export const ownPagePrefix = '/my/';

/** Makes a personal link. Its address is told once and not stored. */
export async function createLink(
  tools: Tools,
  actor: Actor,
  wanted: { readonly patientId: string; readonly days: number; readonly offers: readonly ConsentKind[] },
): Promise<{ linkId: string; path: string; expiresAt: Instant } | Refusal> {
  return tools.db.transaction(actor, async (tx) => {
    if (!(await readPerson(tx, wanted.patientId))) return refuse('platform.not-found');
    const marks = await readMarks(tx, [wanted.patientId]);
    if (wanted.offers.length > 0 && marks.some((mark) => mark.kind === 'deceased'))
      return refuse('consent.patient-deceased');
    const refusedAt = (await readStandings(tx, [wanted.patientId]))
      .filter((standing) => standing.state === 'refused' && wanted.offers.includes(standing.kind))
      .map((standing) => standing.since);
    if (refusedAt.some((since) => !mayAskAgain(since, tools.now())))
      return refuse('consent.asked-too-soon', { days: askAgainAfterDays });
    // Whole seconds: the token holds no more.
    const expiresAt = (Math.floor((tools.now() + wanted.days * dayMs) / 1000) * 1000) as Instant;
    const link = await insertLink(tx, {
      patientId: wanted.patientId,
      offers: wanted.offers,
      expiresAt,
      createdBy: actor.accountId,
      createdByName: actor.displayName,
    });
    audit(tx, actor, {
      action: 'consent.link-made',
      subjectKind: 'patient',
      subjectId: wanted.patientId,
      detail: { linkId: link.linkId, offers: wanted.offers, expiresAt },
    });
    touch(tx, wanted.patientId);
    const token = writeLinkToken(
      { hospitalId: tx.hospitalId, linkId: link.linkId, expiresAt },
      linkKeyOf(tools.config.secrets.sessionKey),
    );
    return { linkId: link.linkId, path: `${ownPagePrefix}${token}`, expiresAt };
  });
}

export async function endLink(tools: Tools, actor: Actor, linkId: string): Promise<undefined | Refusal> {
  return tools.db.transaction(actor, async (tx) => {
    const ended = await revokeLink(tx, linkId);
    if (!ended) return refuse('platform.not-found');
    audit(tx, actor, {
      action: 'consent.link-revoked',
      subjectKind: 'patient',
      subjectId: ended.patientId,
      detail: { linkId },
    });
    touch(tx, ended.patientId);
    return undefined;
  });
}

export interface OpenLink {
  readonly hospitalId: HospitalId;
  readonly link: LinkRow;
}

/** The link behind a token: forged and expired ones never reach the database, revoked ones are as unknown as they. */
export async function openLink(tools: Tools, token: string): Promise<OpenLink | Refusal> {
  const claim = readLinkToken(token, linkKeyOf(tools.config.secrets.sessionKey), tools.now());
  if (!claim) return refuse('consent.link-unknown');
  const link = await tools.db.read(claim, (tx) => readLink(tx, claim.linkId));
  if (!link || link.revokedAt !== null || link.expiresAt !== claim.expiresAt) return refuse('consent.link-unknown');
  return { hospitalId: claim.hospitalId, link };
}
