import { dayMs, dayOf, type Instant } from '#kernel/day.ts';
import type { Actor } from '#modules/staff/index.ts';
import type { Tx } from '#platform/db/database.ts';
import type { MatchProposal } from '../contract/queue.ts';
import type { MatchingPolicy } from '../matching-policy.ts';
import { compareNames, type NameForm, nameForm } from '../rules/compare-names.ts';
import type { MatchEpisode } from '../rules/match-rows.ts';
import { mayLink } from '../rules/may-link.ts';
import { proposeFor } from '../rules/propose-matches.ts';
import { reasonWords } from '../rules/reason-words.ts';
import { surnamesLike } from '../rules/surname-sounds.ts';
import { type DeskEpisode, readDeskEpisodes, toEpisodeBrief } from '../store/desk-episodes.ts';
import { type QueueReferral, readCandidates, readDisputed, readNamesLike } from '../store/queue.ts';
import { readFrozen } from '../store/winners.ts';

const candidateRowsMax = 400;

/** Ranked proposals for one left-over referral, each with its reasons in words and whether it may be linked. */
export async function proposalsFor(
  tx: Tx,
  actor: Actor,
  referral: QueueReferral,
  policy: MatchingPolicy,
): Promise<MatchProposal[]> {
  const numbers = await findCandidates(tx, referral, policy);
  const episodes = await readDeskEpisodes(tx, numbers, policy.timeZone);
  const open = [...episodes.values()].filter(isOpen);
  const proposals = proposeFor(toMatchReferral(referral), open.map(toMatchEpisode), { windowMs: policy.windowMs });
  const chosen = new Map(proposals.map((one) => [one.episodeNo, episodes.get(one.episodeNo)!]));
  const verdicts = await whyNotLink(tx, actor, referral, chosen, policy);
  return proposals.map((one) => ({
    episode: toEpisodeBrief(chosen.get(one.episodeNo)!),
    score: one.score,
    isSure: one.sure,
    reasons: one.reasons.map((reason) => ({ ...reason, ...reasonWords(reason) })),
    mayNotLink: verdicts.get(one.episodeNo)?.code ?? null,
  }));
}

/** Nobody is proposed whose patient came by himself or was won already. */
function isOpen(episode: DeskEpisode): boolean {
  return !episode.row.isTransferred && !episode.row.isNewborn && !episode.isWalkIn && episode.winnerReferralId === null;
}

async function findCandidates(tx: Tx, referral: QueueReferral, policy: MatchingPolicy): Promise<string[]> {
  const window = windowOf(referral, policy);
  const { names, namesOfAge } = await likelyNames(tx, referral, window);
  const year = Number(dayOf(referral.received_at, policy.timeZone).slice(0, 4));
  const { age } = referral;
  const born = age === null ? { bornFrom: 0, bornUntil: -1 } : { bornFrom: year - age - 3, bornUntil: year - age + 2 };
  return readCandidates(tx, { names, namesOfAge, ...born, phone: referral.phone_key }, window, candidateRowsMax);
}

/** An admission may be registered up to a day after the patient's arrival at another counter. */
export function windowOf(referral: QueueReferral, policy: MatchingPolicy): { from: Instant; until: Instant } {
  return { from: referral.received_at, until: (referral.received_at + policy.windowMs + dayMs) as Instant };
}

/**
 * Names in the window that may be a slip of the told one. A two-character name with one other character says so little that the
 * age must agree as well.
 */
async function likelyNames(
  tx: Tx,
  referral: QueueReferral,
  window: { from: Instant; until: Instant },
): Promise<{ names: string[]; namesOfAge: string[] }> {
  const form = nameForm(referral.patient_name);
  if (form === null) return { names: [], namesOfAge: [] };
  const names: string[] = [];
  const namesOfAge: string[] = [];
  for (const key of await readNamesLike(tx, surnamesLike(referral.patient_name!), window)) {
    const other = rememberedForm(key.slice(1));
    if (other === null) continue;
    const likeness = compareNames(form, other);
    if (likeness === 'half_differs') namesOfAge.push(key);
    else if (likeness !== 'different' && likeness !== 'same_surname') names.push(key);
  }
  return { names, namesOfAge };
}

/** How a name sounds takes longer to find out than to compare: the names of the last items are kept. */
const forms = new Map<string, NameForm | null>();
const formsMax = 100_000;

function rememberedForm(name: string): NameForm | null {
  const known = forms.get(name);
  if (known !== undefined) return known;
  if (forms.size >= formsMax) forms.clear();
  const form = nameForm(name);
  forms.set(name, form);
  return form;
}

function toMatchReferral(row: QueueReferral) {
  return {
    referralId: row.referral_id,
    receivedAt: row.received_at,
    patientName: row.patient_name,
    sex: row.sex,
    age: row.age,
    phone: row.phone_key,
    disease: row.disease,
    department: row.department,
    division: null,
  };
}

function toMatchEpisode(episode: DeskEpisode): MatchEpisode {
  const { row } = episode;
  return {
    episodeNo: row.episodeNo,
    recordNo: row.recordNo,
    patientName: row.patientName,
    sex: row.sex,
    age: episode.age,
    phone: row.phone,
    relativePhones: [],
    arrivalAt: episode.arrivalAt,
    registeredAt: row.registeredAt,
    isInpatient: row.kind === 'inpatient',
    department: episode.department,
    diagnosis: episode.diagnosis,
    division: episode.division,
  };
}

/** For each episode the refusal that linking the referral to it would meet. */
export async function whyNotLink(
  tx: Tx,
  actor: Actor,
  referral: QueueReferral,
  episodes: ReadonlyMap<string, DeskEpisode>,
  policy: MatchingPolicy,
) {
  const numbers = [...episodes.keys()];
  const disputed = await readDisputed(tx, numbers);
  const frozen = await readFrozen(tx, numbers);
  const isTied = referral.episode_no !== null;
  const tied = isTied ? await readDeskEpisodes(tx, [referral.episode_no!], policy.timeZone) : null;
  const tiedTo = tied?.get(referral.episode_no!);
  const isOwn = isOwnReferral(actor, referral);
  const facts = { actorIntroducerNo: isOwn ? referral.introducer_no : null, windowMs: policy.windowMs };
  const asked = {
    referralId: referral.referral_id,
    receivedAt: referral.received_at,
    introducerNo: referral.introducer_no,
    tiedToRecordNo: tiedTo?.row.recordNo ?? null,
    tiedToEpisodeNo: referral.episode_no,
    isConfirmed: referral.stage === 'confirmed',
  };
  const found = new Map<string, Extract<ReturnType<typeof mayLink>, { readonly code: string }>>();
  for (const [episodeNo, episode] of episodes) {
    const verdict = mayLink(
      asked,
      {
        episodeNo,
        recordNo: episode.row.recordNo,
        arrivalAt: episode.arrivalAt,
        isRegisteredWalkIn: episode.isWalkIn,
        isTransferred: episode.row.isTransferred,
        isNewborn: episode.row.isNewborn,
        winnerReferralId: episode.winnerReferralId,
        hasOpenDispute: disputed.has(episodeNo) || referral.dispute_id !== null,
        isFrozen: frozen.has(episodeNo),
      },
      facts,
    );
    if (verdict.refused) found.set(episodeNo, verdict);
  }
  return found;
}

/** Staff refer patients too: by the introducer the account is tied to, else by name. */
function isOwnReferral(actor: Actor, referral: QueueReferral): boolean {
  const isStaff = referral.introducer_kind === 'staff' || referral.introducer_kind === 'rep';
  const ownNo = actor.links?.introducerNo ?? null;
  if (ownNo !== null) return referral.introducer_no === ownNo;
  return isStaff && referral.introducer_name === actor.displayName;
}
