export {
  introducerTable,
  linkWaitingReferrals,
  linkWechatIds,
  messageTable,
  openIntroducerImport,
  openMessageImport,
  openReferralImport,
  referralTable,
  removeImportedContacts,
  removeImportedReadings,
} from './import-rows.ts';
export { type MessageToReceive, type ReceivedMessage, receiveMessage } from './inbox/messages.ts';
export { registerTyped } from './inbox/typed.ts';
export { type Origin, type ReferralFields, type Registered, registerIn, registerReferral } from './intake.ts';
export { enqueueMatching, noteImportedRows } from './match-job.ts';
export { matchAll, rematch } from './matching.ts';
export { writeNotice } from './notices/write.ts';
export { changeSmsAccount, changeWechatAccount, disconnectAccount, readAccounts } from './outreach/accounts.ts';
export { referralsModule } from './parts.ts';
export { createIntroducer } from './registry/introducers.ts';
export { applyRetention, planRetention } from './retention.ts';
export { parsedRecord, parseMessage } from './rules/parse-message/index.ts';
export { bumpClock, lockClock, takeReceipt } from './store/clock.ts';
export { freezeWinners, unfreezeWinners } from './store/winners.ts';
export { type RowSink, readMonthCounts, writeLosersCsv, writeWinnersCsv } from './winner-files.ts';
