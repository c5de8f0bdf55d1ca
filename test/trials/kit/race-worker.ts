/** One process of first-message-race: holds a pool of its own and registers a bundle of referrals at once when told. */
import type { HospitalId } from '#kernel/ids.ts';
import { systemActor } from '#modules/staff/index.ts';
import { openInstallation } from '../../../src/app/open.ts';
import { registerReferral } from '../../../src/modules/referrals/intake.ts';

export interface RaceOrder {
  readonly hospitalId: HospitalId;
  readonly patientName: string;
  readonly introducerIds: readonly string[];
  readonly count: number;
}

export interface RaceAnswer {
  readonly registered: readonly { referralId: string; receivedAt: number; state: string | null; ms: number }[];
  readonly failures: readonly string[];
}

const { tools } = await openInstallation({ logLevel: 'error' });
process.on('message', (order: RaceOrder) => void race(order));
process.on('disconnect', () => process.exit(0));
process.send!('ready');

async function race({ hospitalId, patientName, introducerIds, count }: RaceOrder): Promise<void> {
  const actor = systemActor({ hospitalId }, 'command line');
  const outcomes = await Promise.allSettled(
    Array.from({ length: count }, async (_, n) => {
      const from = performance.now();
      const { referralId, receivedAt, outcome } = await registerReferral(
        tools,
        actor,
        { channel: 'phone', sender: null, messageId: null },
        {
          patientName,
          sex: 'male',
          age: 40,
          phone: null,
          disease: '胆结石',
          department: null,
          introducerId: introducerIds[n % introducerIds.length]!,
          introducerText: null,
          isAccompanied: false,
          note: null,
          expectedPhrase: null,
          expectedFrom: null,
          expectedUntil: null,
          stage: 'confirmed',
        },
      );
      return { referralId, receivedAt, state: outcome?.state ?? null, ms: performance.now() - from };
    }),
  );
  const answer: RaceAnswer = {
    registered: outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : [])),
    failures: outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [String(outcome.reason)] : [])),
  };
  process.send!(answer);
}
