import { expect, test } from 'vitest';
import { dayMs } from '#kernel/day.ts';
import { attemptCodes, type LinkEpisode, type LinkFacts, type LinkReferral, mayLink } from './may-link.ts';

const referral: LinkReferral = {
  referralId: 'F1',
  receivedAt: 1000,
  introducerNo: 'I1',
  tiedToRecordNo: null,
  tiedToEpisodeNo: null,
  isConfirmed: true,
};
const episode: LinkEpisode = {
  episodeNo: 'E1',
  recordNo: 'R1',
  arrivalAt: 2000,
  isRegisteredWalkIn: false,
  isTransferred: false,
  isNewborn: false,
  winnerReferralId: null,
  hasOpenDispute: false,
  isFrozen: false,
};
const facts: LinkFacts = { actorIntroducerNo: null };

const cases: [string, Partial<LinkReferral>, Partial<LinkEpisode>, Partial<LinkFacts>, string | null][] = [
  ['a message before arrival', {}, {}, {}, null],
  ['the link that exists already', { tiedToRecordNo: 'R1' }, { winnerReferralId: 'F1' }, {}, null],
  ['a message at the moment of arrival', { receivedAt: 2000 }, {}, {}, 'referrals.received-after-arrival'],
  ['a message one millisecond before arrival', { receivedAt: 1999 }, {}, {}, null],
  ['the last millisecond of the window', {}, { arrivalAt: 1000 + 30 * dayMs }, {}, null],
  ['a millisecond past the window', {}, { arrivalAt: 1001 + 30 * dayMs }, {}, 'referrals.outside-window'],
  ['a patient registered as walk-in', {}, { isRegisteredWalkIn: true }, {}, 'referrals.walk-in-stays-walk-in'],
  ['somebody else’s patient', {}, { winnerReferralId: 'F2' }, {}, 'referrals.already-attributed'],
  ['a referral that stands for another person', { tiedToRecordNo: 'R2' }, {}, {}, 'referrals.moves-own-patient'],
  [
    'a referral tied to another visit of nobody’s record',
    { tiedToEpisodeNo: 'E2' },
    {},
    {},
    'referrals.moves-own-patient',
  ],
  ['another visit of its own patient', { tiedToRecordNo: 'R1', tiedToEpisodeNo: 'E0' }, {}, {}, null],
  ['one’s own referral', {}, {}, { actorIntroducerNo: 'I1' }, 'referrals.own-interest'],
  ['a colleague’s referral', {}, {}, { actorIntroducerNo: 'I2' }, null],
  ['a newborn', {}, { isNewborn: true }, {}, 'referrals.not-creditable'],
  ['a transferred patient', {}, { isTransferred: true }, {}, 'referrals.not-creditable'],
  ['an unknown introducer', { introducerNo: null }, {}, {}, 'referrals.introducer-unknown'],
  ['a booking not confirmed', { isConfirmed: false }, {}, {}, 'referrals.only-announced'],
  ['an open dispute', {}, { hasOpenDispute: true }, {}, 'referrals.dispute-open'],
  ['a frozen winner', {}, { isFrozen: true }, {}, 'referrals.winner-frozen'],
];
for (const [what, ofReferral, ofEpisode, ofFacts, code] of cases) {
  test(`linking ${code === null ? 'allowed' : 'refused'}: ${what}`, () => {
    const answer = mayLink({ ...referral, ...ofReferral }, { ...episode, ...ofEpisode }, { ...facts, ...ofFacts });
    expect(answer.refused ? answer.code : null).toBe(code);
  });
}

test('the gravest reason is the one recorded', () => {
  const answer = mayLink({ ...referral, receivedAt: 3000 }, { ...episode, isRegisteredWalkIn: true }, facts);
  expect(answer).toMatchObject({ code: 'referrals.walk-in-stays-walk-in' });
});

test('claiming and moving patients are attempts compliance sees, a frozen winner is not', () => {
  expect(attemptCodes.has('referrals.moves-own-patient')).toBe(true);
  expect(attemptCodes.has('referrals.winner-frozen')).toBe(false);
});
