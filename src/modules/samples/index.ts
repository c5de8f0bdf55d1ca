export { type LoadedSample, loadSample, writeSampleFolder } from './load-sample.ts';
export { samplesModule } from './parts.ts';
export type {
  ChargeRow,
  EpisodeRow,
  IntroducerRow,
  MessageRow,
  ReferralRow,
  TruthRow,
} from './rules/columns.ts';
export {
  generateHospital,
  type SampleDay,
  type SampleHospital,
  sampleCharges,
  sampleDay,
  sampleEpisodes,
  sampleHospitalName,
  sampleIntroducers,
  sampleMessages,
  sampleReferrals,
  sampleRoster,
  sampleTruth,
} from './rules/generate-hospital.ts';
export type { Account, Doctor, Introducer, IntroducerKind, Roster } from './rules/roster.ts';
export { csvLine, type SampleFile, sampleDayFiles, sampleFiles, sampleTruthFile } from './rules/sample-files.ts';
export { defaultDivision, type SampleOptions, type SampleSize } from './rules/world.ts';
