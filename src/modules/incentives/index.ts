export { ensureBundledPlans } from './ensure-plans.ts';
export { exportComputedLines, exportSettlementLines, type RowSink } from './exports.ts';
export { incentivesModule } from './module.ts';
export { bundledPlans, readBundledPlan } from './plan-files.ts';
export { type Acknowledgement, acknowledgementsFor } from './rules/acknowledgements.ts';
export { checkIncentivePlan } from './rules/check-incentive-plan.ts';
export { benefitFormOf, introducerClass, payeeClassOf, rewardBasisOf, triggerOf } from './rules/clear-rule.ts';
export {
  compileIncentivePlan,
  type DecideLinesInput,
  decideLines,
  type IncentiveLine,
  isDue,
  lineMaker,
  payeeOf,
} from './rules/decide-lines.ts';
export {
  type ChargeFacts,
  type EpisodeFacts,
  type EpisodeKind,
  type EpisodeWinner,
  episodeKinds,
  type IntroducerKind,
  introducerKinds,
} from './rules/episode-facts.ts';
export { episodeVocabulary, isOutOfCounty } from './rules/episode-vocabulary.ts';
export {
  type LineEvent,
  type LineStage,
  type LineState,
  lineEvents,
  lineStages,
  mayPay,
  nextLineState,
} from './rules/line-states.ts';
export { linesCsv, linesCsvColumns, linesCsvRow } from './rules/lines-csv.ts';
export {
  alwaysProhibited,
  type ClearanceCase,
  clearanceSummary,
  cloneWithout,
  mayActivate,
  type RuleClearance,
} from './rules/may-activate.ts';
export { type SpecialApproval, withApprovals } from './rules/special-approvals.ts';
export { comparePlans, type PlanComparison, type Total, type WhatIf, whatIfTotals } from './rules/what-if.ts';
export { runSettlement, type SettlementRun } from './run-settlement.ts';
export { findSettlementUsingImport } from './store/used-imports.ts';
export { computeWhatIf, type WhatIfRequest } from './what-if.ts';
