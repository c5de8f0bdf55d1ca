import { type FieldTier, type TierSheet, tierSheet } from '#kernel/tiers.ts';

/** Matching needs the disease, a dispute the wording, whoever types a message reads it back. */
const health: FieldTier = {
  tier: 'T5h',
  duties: ['referrals.match', 'referrals.dispute.decide', 'referrals.register'],
};
const remark: FieldTier = { tier: 'T5h', duties: [...health.duties!, 'board.mark'] };
/** Reception calls patients by name; money is checked against a list of patients. */
const patientName: FieldTier = { tier: 'T3', duties: ['board.mark'], mask: 'name' };
const phone: FieldTier = { tier: 'T3', mask: 'phone' };
const payee: FieldTier = { tier: 'T3', duties: ['settlement.pay'], mask: 'name' };

/** How protected every field of this module's answers is; the tests ask for an entry for each text and number. */
export const referralTiers: TierSheet = tierSheet(
  {
    T1: `submitReferralLink.referralId submitReferralLink.receivedAt submitReferralLink.missing
      readReferralLink.hospitalName readReferralLink.introducerName receiveTencentReply.result receiveTencentReply.errmsg`,
    T2: `actorName addedAt addedByName admissions admittedAt agentId appId appealDecidedAt appealDecidedByName appealDecision appealText
      appealedAt appealedByName arrivalAt arrivedAt assignedAgentId at attempts bankName boardAt callbackPath changedAt changedBy channel
      chargedAt code confidence consequence counted county createdAt deadlineAt decidedAt decidedByName decisionReason department
      difference differencesCount dischargedAt disputeId disputesOpen disputesOverdue doctor done en end episodeKind episodeNo
      episodeNos errmsg escort evidenceId expected expectedFrom expectedPhrase expectedToday expectedUntil facts failedReason field
      fileName fromDay fromOutside gatewayAt generatedAt his hisAdmissions hospitalName inHouse institution introducerCounty
      introducerId introducerInstitution introducerName introducerNo introducerText introducersPending invalid itemName key kind left
      lineNo linkPath mayNotDecide mayNotLink mediaType messageId messagesWaiting missing month name newCallbackPath nextCursor noticeId
      notCreditable noticeId noticesFailed now openedAt openedByName orderedBy orders parties patients payoutAccountTail
      proposedConsequence reason receivedAt receivedToday recordNo recordedAt recordedByName referralCounts referralId referralIds
      referralVersion referralsReleased registeredAt registeredByName repNo result score sdkAppId secretId senderName sentAt seq side signature start
      state stateCode stateFacts stepAt templates total undetermined undoUntil untilDay updatedAt uplineNo version violationId
      waitingIntroducerId walkIn walkUpId webhookPath weight windowEndsAt winnerReason winnerReferralId won zh
      introducer.note readIntroducer.note createIntroducer.note changeIntroducer.note makeIntroducerLink.note
      removeIntroducerLink.note`,
    T5m: 'amountFen chargesFen',
  },
  {
    age: { tier: 'T2' },
    patientName,
    phone,
    phoneTail: { tier: 'T3', duties: ['board.mark'] },
    sender: phone,
    address: phone,
    disease: health,
    diagnosis: { tier: 'T5h' },
    messageText: health,
    text: health,
    reply: health,
    'fields.value': health,
    note: remark,
    // What a correction changed: the module itself leaves it out for those who see no health data.
    before: { tier: 'T3' },
    after: { tier: 'T3' },
    // What the patient said at the door.
    detail: { tier: 'T3', duties: ['episodes.source', 'referrals.violation.decide'] },
    payoutAccountHolder: payee,
    'evidence.text': { tier: 'T3' },
    'addDisputeEvidence.text': { tier: 'T3' },
    'addDisputeEvidenceFile.text': { tier: 'T3' },
    'notices.text': { tier: 'T3' },
    // Leave was asked and recorded before the value was read.
    'revealPayout.value': { tier: 'T4', duties: ['reveal.identity'] },
    'revealReferralPhone.value': { tier: 'T3', duties: ['reveal.contact'] },
  },
);
