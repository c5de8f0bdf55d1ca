export type {
  BenefitForm,
  Clearance,
  ClearanceFacts,
  HospitalRule,
  LawfulAlternative,
  PayeeClass,
  PolicyPack,
  RewardBasis,
  Trigger,
  Verdict,
} from './contract.ts';
export { benefitForms, payeeClasses, triggers, verdicts } from './contract.ts';
export { failures } from './failures.ts';
export { readPack } from './pack-files.ts';
export { policyRoutes } from './routes.ts';
export { clear, lawfulAlternative, stricter, withHospitalRules } from './rules/clear.ts';
export { loadPack } from './rules/load-pack.ts';
