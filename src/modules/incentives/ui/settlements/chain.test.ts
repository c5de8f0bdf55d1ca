import { expect, test } from 'vitest';
import { chainOf, type Signature } from './chain.ts';

const signature = (step: Signature['step'], changes: Partial<Signature> = {}): Signature => ({
  signatureId: step,
  step,
  department: '',
  decision: 'signed',
  comment: null,
  accountName: '张敏',
  signedAt: 0,
  isWithdrawn: false,
  linesFingerprint: '',
  isOfPresentLines: true,
  ...changes,
});

test('a draft waits for the signatures of both who prepare it', () => {
  const chain = chainOf({ state: 'draft', signatures: [signature('compile')], departments: [] });
  expect(chain[0]).toMatchObject({ status: 'now', missing: [{ key: 'chain.waits.countersign' }] });
  expect(chain[1]?.status).toBe('later');
});

test('a withdrawn signature and a rejection count as not signed', () => {
  const signatures = [signature('compile', { isWithdrawn: true }), signature('countersign', { decision: 'rejected' })];
  const chain = chainOf({ state: 'draft', signatures, departments: [] });
  expect(chain[0]?.signatures).toEqual([]);
  expect(chain[0]?.missing).toHaveLength(2);
});

test('verifying says how many departments have signed and how many sent theirs back', () => {
  const part = {
    lines: 1,
    amountFen: 0,
    payableFen: 0,
    prohibitedFen: 0,
    signedByName: null,
    signedAt: null,
    comment: null,
    mayVerify: false,
  };
  const chain = chainOf({
    state: 'compiled',
    signatures: [],
    departments: [
      { ...part, department: '骨科', state: 'verified' },
      { ...part, department: '妇产科', state: 'rejected' },
      { ...part, department: '儿科', state: 'waiting' },
    ],
  });
  expect(chain[1]?.missing).toEqual([
    { key: 'chain.waits.verify', values: { verified: 1, all: 3 } },
    { key: 'chain.waits.returned', values: { returned: 1 } },
  ]);
});

test('a closed settlement has every station behind it', () => {
  const chain = chainOf({ state: 'closed', signatures: [], departments: [] });
  expect(chain.every((station) => station.status === 'done')).toBe(true);
});
