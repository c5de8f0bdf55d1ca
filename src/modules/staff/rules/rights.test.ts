import { expect, test } from 'vitest';
import { decideGrant, mayConfirmGrant } from './grants.ts';
import { accountLockOut, waitSecondsAfter } from './lock-out.ts';
import { may, mayReveal, permissionsOf, scopeFor, seesTier } from './may.ts';
import { permissions, rightsOf, roles } from './permissions.ts';
import { mayBeHeldByProgram } from './tokens.ts';

test('for every role and permission, `may` says what the table says and nothing more', () => {
  for (const role of roles) {
    for (const permission of permissions)
      expect([role, permission, may({ roles: [role] }, permission)]).toEqual([
        role,
        permission,
        rightsOf[role].may.includes(permission),
      ]);
    expect(new Set(permissionsOf({ roles: [role] }))).toEqual(new Set(rightsOf[role].may));
  }
  for (const permission of permissions) expect(may({ roles: [] }, permission)).toBe(false);
});

test('two roles have the rights of both, and the wider rows', () => {
  const person = { roles: ['rep', 'info_officer'] as const };
  expect(may(person, 'settlement.compile')).toBe(true);
  expect(scopeFor(person, 'introducers.read')).toBe('hospital');
  expect(scopeFor({ roles: ['rep'] }, 'introducers.read')).toBe('own');
  expect(scopeFor({ roles: ['rep'] }, 'ledger.read')).toBeNull();
});

test('what is never combined on one document is never in one role', () => {
  const apart: [string, string][] = [
    ['settlement.compile', 'settlement.countersign'],
    ['settlement.compile', 'settlement.recalculate'],
    ['settlement.recalculate', 'settlement.approve.first'],
    ['settlement.recalculate', 'settlement.approve.second'],
    ['settlement.approve.first', 'settlement.approve.second'],
    ['accounts.write', 'audit.read'],
    ['export.deidentified.request', 'export.deidentified.approve'],
  ];
  for (const role of roles)
    for (const [one, other] of apart) {
      const held = rightsOf[role].may as readonly string[];
      expect([role, one, other, held.includes(one) && held.includes(other)]).toEqual([role, one, other, false]);
    }
});

test('administrators see no patient and no money', () => {
  for (const tier of ['T3', 'T4', 'T5h', 'T5m'] as const) {
    expect(seesTier({ roles: ['admin'] }, tier)).toBe(false);
    expect(mayReveal({ roles: ['admin'] }, tier)).toBe(false);
  }
});

test('who may reveal has the permission for it', () => {
  const needed = { T3: 'reveal.contact', T4: 'reveal.identity', T5m: 'reveal.money' } as const;
  for (const role of ['info_officer', 'reception', 'agent', 'service_manager', 'dept_head', 'compliance'] as const)
    for (const tier of ['T3', 'T4', 'T5m'] as const)
      if (mayReveal({ roles: [role] }, tier))
        expect([role, tier, may({ roles: [role] }, needed[tier])]).toEqual([role, tier, true]);
});

test('a program holds no signature, no reveal and no power over accounts', () => {
  const held = permissions.filter(mayBeHeldByProgram);
  expect(held).toContain('referrals.register');
  expect(held.filter((permission) => /^(reveal|accounts|audit|settlement\.(approve|pay))/.test(permission))).toEqual(
    [],
  );
});

const facts = {
  requesterId: 'chief',
  accountId: 'clerk',
  role: 'finance',
  rolesNow: [],
  confirmerIds: ['chief', 'boss'],
  isCommandLine: false,
} as const;

test.each([
  ['another may confirm', {}, { grant: 'after-confirmation' }],
  ['nobody else is there', { confirmerIds: ['chief'] }, { grant: 'at-once', because: 'nobody-to-confirm' }],
  [
    'the only other is the one who gains',
    { confirmerIds: ['chief', 'clerk'] },
    { grant: 'at-once', because: 'nobody-to-confirm' },
  ],
  ['a shell on the server', { isCommandLine: true }, { grant: 'at-once', because: 'command-line' }],
  ['for himself', { accountId: 'chief' }, { code: 'staff.own-roles' }],
  ['for himself, alone', { accountId: 'chief', confirmerIds: ['chief'] }, { code: 'staff.own-roles' }],
  ['held already', { rolesNow: ['finance'] as const }, { code: 'staff.role-already-held' }],
])('a role is asked for when %s', (_, change, expected) => {
  expect(decideGrant({ ...facts, ...change })).toMatchObject(expected);
});

test('a grant needs somebody other than the one who asked and the one who gains', () => {
  const grant = { requestedBy: 'chief', accountId: 'clerk' };
  expect(mayConfirmGrant('boss', grant)).toBe(true);
  for (const one of ['chief', 'clerk', null])
    expect(mayConfirmGrant(one, grant)).toMatchObject({ code: 'staff.confirm-by-another' });
});

test.each([
  [0, 0],
  [4, 0],
  [5, 60],
  [6, 120],
  [8, 480],
  [10, 1920],
  [11, 3600],
  [500, 3600],
])('after %i failures one waits %i seconds', (failures, seconds) => {
  expect(waitSecondsAfter(failures, accountLockOut)).toBe(seconds);
});
