import type { HospitalId } from '#kernel/ids.ts';
import type { Announced, Subscriber, Subscribers } from '#platform/events/outbox.ts';
import type { Tools } from '#platform/tools.ts';
import { keepDisputes, overdueEverySeconds, touchOverdue } from '../dispute-upkeep.ts';
import { writeNotice } from '../notices/write.ts';
import { isInHouse } from '../rules/board-steps.ts';
import { readBoardRow } from '../store/board.ts';

/** A tap that was taken back before its event went out tells nobody anything. */
function notify(kind: 'arrived' | 'admitted'): Subscriber {
  return async (tools: Tools, hospitalId: HospitalId, { payload }: Announced) => {
    const referralId = String(payload['referralId']);
    await tools.db.transaction({ hospitalId }, async (tx) => {
      const row = await readBoardRow(tx, referralId);
      if (row && isInHouse(row.board_step)) await writeNotice(tx, referralId, kind);
    });
  };
}

export const deskSubscribers: Subscribers = {
  'referrals.arrived': [notify('arrived')],
  'referrals.admitted': [notify('admitted')],
  // Upkeep looks at the whole hospital and orders itself with live messages: only when a dispute may have come or gone.
  'referrals.decided': [
    async (tools, hospitalId, { payload }) => {
      if (payload['disputesChanged'] !== 0) await keepDisputes(tools, hospitalId);
    },
  ],
};

export const deskChores = [
  {
    name: 'referral-disputes',
    everySeconds: overdueEverySeconds,
    run: async (tools: Tools, hospitalId: HospitalId): Promise<void> => {
      await keepDisputes(tools, hospitalId);
      await touchOverdue(tools, hospitalId);
    },
  },
];
