import { completedYears, dayOf, type Instant } from '#kernel/day.ts';
import { isRefusal, type Refusal, refuse } from '#kernel/refusal.ts';
import { readHospital } from '#modules/hospital/index.ts';
import { type Actor, systemActor } from '#modules/staff/index.ts';
import type { Tools } from '#platform/tools.ts';
import type { Preference } from '../contract/consents.ts';
import type { OwnPage } from '../contract/public.ts';
import { anyChannel, type Channel, type ConsentKind, consentKinds, kindFacts } from '../rules/catalogue.ts';
import { readPreferences, readStandings, type StandingRow } from '../store/consents.ts';
import { noteUse } from '../store/links.ts';
import { readPerson } from '../store/patients.ts';
import type { RequestRow } from '../store/requests.ts';
import { ensureTexts, readTextsInForce } from '../store/texts.ts';
import { type OpenLink, openLink } from './links.ts';
import { changePreference, noPreference } from './person.ts';
import { fileRequest } from './requests.ts';
import { recordConsent, withdrawConsent } from './standing.ts';

/** Acts for the person behind the link; the address the call came from is kept with what he does. */
function ownActor({ hospitalId }: OpenLink, fromAddress: string): Actor {
  return { ...systemActor({ hospitalId }, 'web'), displayName: '本人（链接）', fromAddress };
}

export async function readOwnPage(tools: Tools, token: string): Promise<OwnPage | Refusal> {
  const open = await openLink(tools, token);
  return isRefusal(open) ? open : pageOf(tools, open);
}

export async function withdrawOwn(
  tools: Tools,
  token: string,
  fromAddress: string,
  what: { readonly kind: ConsentKind | 'all'; readonly channel: Channel | null },
): Promise<OwnPage | Refusal> {
  const open = await openLink(tools, token);
  if (isRefusal(open)) return open;
  const { patientId, linkId } = open.link;
  const done = await withdrawConsent(tools, ownActor(open, fromAddress), {
    ...what,
    patientId,
    linkId,
    reason: null,
    via: 'link',
  });
  return isRefusal(done) ? done : pageOf(tools, open);
}

export async function changeOwnPreference(
  tools: Tools,
  token: string,
  fromAddress: string,
  wished: Preference,
): Promise<OwnPage | Refusal> {
  const open = await openLink(tools, token);
  if (isRefusal(open)) return open;
  const done = await changePreference(
    tools,
    ownActor(open, fromAddress),
    open.link.patientId,
    wished,
    open.link.linkId,
  );
  return isRefusal(done) ? done : pageOf(tools, open);
}

export interface OwnSignature {
  readonly kind: ConsentKind;
  readonly agrees: boolean;
  readonly version: number;
  readonly channels: readonly Channel[];
  readonly guardianName?: string | null | undefined;
  readonly guardianRelation?: string | null | undefined;
}

export async function signOwn(
  tools: Tools,
  token: string,
  fromAddress: string,
  signed: OwnSignature,
): Promise<OwnPage | Refusal> {
  const open = await openLink(tools, token);
  if (isRefusal(open)) return open;
  if (!open.link.offers.includes(signed.kind)) return refuse('consent.not-offered');
  const { patientId, linkId } = open.link;
  const shown = await tools.db.read(open, (tx) => readTextsInForce(tx, tools.now()));
  const text = shown.find((one) => one.kind === signed.kind && one.version === signed.version);
  if (!text) return refuse('consent.text-unknown');
  const isGuardian = Boolean(signed.guardianName?.trim());
  const done = await recordConsent(tools, ownActor(open, fromAddress), {
    patientId,
    linkId,
    action: signed.agrees ? 'given' : 'refused',
    kind: signed.kind,
    channels: signed.channels,
    textVersion: signed.version,
    at: tools.now(),
    validUntil: null,
    giver: isGuardian ? 'guardian' : 'patient',
    giverName: signed.guardianName ?? null,
    giverRelation: signed.guardianRelation ?? null,
    scope: null,
    via: 'link',
    evidence: { kind: 'signed_page', scanId: null, recordingId: null, pageHash: text.textHash },
  });
  return isRefusal(done) ? done : pageOf(tools, open);
}

/** Files a rights request; who it was is checked by a person before anything is handed out. */
export async function requestOwn(
  tools: Tools,
  token: string,
  fromAddress: string,
  request: { readonly kind: RequestRow['kind']; readonly detail: string },
): Promise<{ requestNo: string; deadlineAt: Instant } | Refusal> {
  const open = await openLink(tools, token);
  if (isRefusal(open)) return open;
  const filed = await fileRequest(tools, ownActor(open, fromAddress), {
    ...request,
    patientId: open.link.patientId,
    requester: 'patient',
    requesterName: null,
    via: 'link',
  });
  return isRefusal(filed) ? filed : { requestNo: filed.requestNo, deadlineAt: filed.deadlineAt };
}

async function pageOf(tools: Tools, { hospitalId, link }: OpenLink): Promise<OwnPage | Refusal> {
  return tools.db.transaction({ hospitalId }, async (tx) => {
    const person = await readPerson(tx, link.patientId);
    if (!person) return refuse('consent.link-unknown');
    await ensureTexts(tx);
    await noteUse(tx, link.linkId);
    const hospital = (await readHospital(tx))!;
    const now = tools.now();
    const texts = await readTextsInForce(tx, now);
    const standings = await readStandings(tx, [link.patientId]);
    const { patientId: _, ...wished } = (await readPreferences(tx, [link.patientId]))[0] ?? {
      patientId: '',
      ...noPreference,
    };
    const age = person.birthDate ? completedYears(person.birthDate, dayOf(now, hospital.timeZone)) : null;
    const fill = (body: string) => body.replaceAll('{{hospital}}', hospital.name);
    return {
      hospitalName: hospital.name,
      name: `${[...(person.name ?? '')][0] ?? ''}**`,
      expiresAt: link.expiresAt,
      needsGuardian: age !== null && age < 14,
      kinds: consentKinds.flatMap((kind) => {
        const own = standings.filter((row) => row.kind === kind);
        const title = texts.find((text) => text.kind === kind)?.title ?? kind;
        // What was never asked for is not shown, except what works without being asked for.
        return own.length === 0 && kind !== 'service' ? [] : [{ kind, title, ...summaryOf(kind, own, now) }];
      }),
      offers: link.offers.flatMap((kind) => {
        const text = texts.find((one) => one.kind === kind);
        if (!text || standings.some((row) => row.kind === kind && row.state === 'given')) return [];
        const { channels, needsScope } = kindFacts[kind];
        return [
          {
            kind,
            version: text.version,
            title: text.title,
            body: fill(text.body),
            channels: [...channels],
            needsScope,
          },
        ];
      }),
      preference: wished,
    };
  });
}

function summaryOf(kind: ConsentKind, own: readonly StandingRow[], now: Instant) {
  const stateOf = (row: StandingRow | undefined) =>
    row ? (row.validUntil !== null && now >= row.validUntil ? ('withdrawn' as const) : row.state) : ('none' as const);
  const given = own.find((row) => stateOf(row) === 'given');
  const shown = given ?? own.find((row) => row.channel === anyChannel) ?? own[0];
  return {
    state: stateOf(shown),
    since: shown?.since ?? null,
    validUntil: shown?.validUntil ?? null,
    channels: kindFacts[kind].channels.map((channel) => ({
      channel,
      state: stateOf(own.find((row) => row.channel === channel)),
    })),
  };
}
