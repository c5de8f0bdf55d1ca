import type { Tier } from '#kernel/tiers.ts';

export type { Tier };

/**
 * The product's one source of rights: data, shown on a page, generated into the tests. A permission that no role lists is refused to
 * everybody. Row scope and tiers tell how far a role sees; `own` and `dept` narrow rows inside the hospital.
 */
export const roles = [
  'info_officer',
  'relationship_officer',
  'reception',
  'agent',
  'service_manager',
  'doctor',
  'ward_nurse',
  'medical_affairs',
  'marketer',
  'rep',
  'office',
  'dept_head',
  'compliance',
  'finance',
  'vice_president',
  'president',
  'admin',
  'partner',
] as const;
export type Role = (typeof roles)[number];

export type RowScope = 'own' | 'dept' | 'hospital' | 'group';

export const permissions = [
  'introducers.read',
  'introducers.write',
  'referrals.read',
  'referrals.register',
  'referrals.match',
  'referrals.dispute.evidence',
  'referrals.dispute.decide',
  'referrals.violation.decide',
  'referrals.summary',
  'board.read',
  'board.mark',
  'episodes.read',
  'episodes.source',
  'imports.run',
  'imports.undo',
  'plans.read',
  'plans.write',
  'plans.activate',
  'plans.approve',
  'plans.whatif',
  'settlement.read',
  'settlement.compile',
  'settlement.countersign',
  'settlement.verify',
  'settlement.recalculate',
  'settlement.review',
  'settlement.approve.first',
  'settlement.approve.second',
  'settlement.pay',
  'settlement.export',
  'ledger.read',
  'policy.read',
  'audit.read',
  'reveal.contact',
  'reveal.identity',
  'reveal.money',
  'accounts.read',
  'accounts.write',
  'accounts.confirm',
  'hospital.write',
  'jobs.manage',
  'integration.write',
] as const;
export type Permission = (typeof permissions)[number];

/** Permissions that lead to identity, health or money of persons (T4, T5): an attempt without the right is recorded. */
export const guardedPermissions: ReadonlySet<string> = new Set<Permission>([
  'reveal.identity',
  'reveal.money',
  'settlement.read',
  'settlement.compile',
  'settlement.countersign',
  'settlement.verify',
  'settlement.recalculate',
  'settlement.review',
  'settlement.approve.first',
  'settlement.approve.second',
  'settlement.pay',
  'settlement.export',
  'ledger.read',
  'audit.read',
  'accounts.write',
  'accounts.confirm',
]);

/** Roles that pay or approve: they are asked to sign in with a second factor. */
export const secondFactorRoles: ReadonlySet<Role> = new Set<Role>([
  'finance',
  'vice_president',
  'president',
  'compliance',
  'admin',
]);

export interface RoleRights {
  readonly scope: RowScope;
  readonly may: readonly Permission[];
  readonly full: readonly Tier[];
  readonly reveal: readonly Tier[];
}

export const rightsOf: Readonly<Record<Role, RoleRights>> = {
  info_officer: {
    scope: 'hospital',
    may: [
      'introducers.read',
      'introducers.write',
      'referrals.read',
      'referrals.register',
      'referrals.match',
      'referrals.dispute.evidence',
      'referrals.summary',
      'board.read',
      'episodes.read',
      'imports.run',
      'imports.undo',
      'plans.read',
      'settlement.read',
      'settlement.compile',
      'reveal.identity',
    ],
    full: ['T1', 'T2', 'T3', 'T5m'],
    reveal: ['T4'],
  },
  relationship_officer: {
    scope: 'hospital',
    may: ['referrals.read', 'board.read', 'settlement.read', 'settlement.countersign'],
    full: ['T1', 'T2', 'T3'],
    reveal: [],
  },
  reception: {
    scope: 'hospital',
    may: ['board.read', 'board.mark', 'episodes.source', 'reveal.contact'],
    full: ['T1', 'T2'],
    reveal: ['T3'],
  },
  agent: {
    scope: 'hospital',
    may: ['board.read', 'referrals.register', 'reveal.identity'],
    full: ['T1', 'T2', 'T3'],
    reveal: ['T4', 'T5h'],
  },
  service_manager: {
    scope: 'hospital',
    may: [
      'referrals.read',
      'board.read',
      'referrals.register',
      'referrals.dispute.decide',
      'referrals.summary',
      'reveal.identity',
    ],
    full: ['T1', 'T2', 'T3'],
    reveal: ['T4', 'T5h'],
  },
  doctor: { scope: 'own', may: ['episodes.source'], full: ['T1', 'T2', 'T3', 'T5h'], reveal: ['T4'] },
  ward_nurse: { scope: 'dept', may: [], full: ['T1', 'T2', 'T3', 'T5h'], reveal: [] },
  medical_affairs: { scope: 'hospital', may: [], full: ['T1', 'T2'], reveal: [] },
  marketer: { scope: 'hospital', may: [], full: ['T1', 'T2'], reveal: [] },
  rep: { scope: 'own', may: ['introducers.read'], full: ['T1', 'T2'], reveal: [] },
  office: { scope: 'hospital', may: [], full: ['T1', 'T2', 'T5m'], reveal: [] },
  dept_head: {
    scope: 'dept',
    may: ['settlement.read', 'settlement.verify', 'reveal.contact'],
    full: ['T1', 'T2', 'T5m'],
    reveal: ['T3'],
  },
  compliance: {
    scope: 'group',
    may: [
      'introducers.read',
      'referrals.read',
      'referrals.dispute.decide',
      'referrals.violation.decide',
      'plans.read',
      'plans.write',
      'plans.activate',
      'plans.whatif',
      'settlement.read',
      'settlement.review',
      'policy.read',
      'audit.read',
      'reveal.identity',
      'reveal.money',
    ],
    full: ['T1', 'T2', 'T3'],
    reveal: ['T4', 'T5h', 'T5m'],
  },
  finance: {
    scope: 'hospital',
    may: [
      'introducers.read',
      'plans.read',
      'plans.write',
      'plans.whatif',
      'settlement.read',
      'settlement.recalculate',
      'settlement.pay',
      'settlement.export',
      'ledger.read',
      'referrals.summary',
      'policy.read',
      'reveal.identity',
    ],
    full: ['T1', 'T2', 'T4', 'T5m'],
    reveal: [],
  },
  vice_president: {
    scope: 'group',
    may: [
      'plans.read',
      'plans.whatif',
      'settlement.read',
      'settlement.approve.first',
      'referrals.summary',
      'policy.read',
    ],
    full: ['T1', 'T2', 'T5m'],
    reveal: [],
  },
  president: {
    scope: 'group',
    may: [
      'plans.read',
      'plans.whatif',
      'plans.activate',
      'plans.approve',
      'settlement.read',
      'settlement.approve.second',
      'referrals.summary',
      'ledger.read',
      'policy.read',
      'accounts.read',
      'accounts.confirm',
    ],
    full: ['T1', 'T2', 'T5m'],
    reveal: [],
  },
  admin: {
    scope: 'group',
    may: [
      'accounts.read',
      'accounts.write',
      'accounts.confirm',
      'hospital.write',
      'jobs.manage',
      'integration.write',
      'policy.read',
    ],
    full: ['T1', 'T2'],
    reveal: [],
  },
  partner: { scope: 'own', may: [], full: ['T1'], reveal: [] },
};
