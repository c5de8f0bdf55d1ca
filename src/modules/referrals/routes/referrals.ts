import { isRefusal, type Refusal } from '#kernel/refusal.ts';
import type { Actor } from '#modules/staff/index.ts';
import type { Routes } from '#platform/http/serve.ts';
import type { Tools } from '#platform/tools.ts';
import * as contract from '../contract/referrals.ts';
import { confirmAnnouncement } from '../inbox/announcements.ts';
import { type Correction, chooseIntroducer, correctReferral, withdrawReferral } from '../inbox/corrections.ts';
import { readReferralCounts } from '../lists/counts.ts';
import { readReferral, revealReferralPhone } from '../lists/referral-detail.ts';
import { listReferrals } from '../lists/referral-list.ts';
import { resendNotice } from '../notices/resend.ts';

export function referralListRoutes(routes: Routes<Actor>, tools: Tools): void {
  const shown = async (actor: Actor, result: { referralId: string } | Refusal) =>
    isRefusal(result) ? result : readReferral(tools, actor, result.referralId);
  routes.serve(contract.listReferrals, (actor, { query }) => listReferrals(tools, actor, query));
  routes.serve(contract.readReferral, (actor, { params }) => readReferral(tools, actor, params.referralId));
  routes.serve(contract.resendNotice, async (actor, { params }) =>
    shown(actor, await resendNotice(tools, actor, params.referralId, params.noticeId)),
  );
  routes.serve(contract.readReferralCounts, (actor) => readReferralCounts(tools, actor));
  routes.serve(contract.revealReferralPhone, (actor, { params, body }) =>
    revealReferralPhone(tools, actor, params.referralId, body.reason),
  );
  routes.serve(contract.correctReferral, async (actor, { params, body }) => {
    const correction = body as Correction & { version: number; reason: string };
    return shown(actor, await correctReferral(tools, actor, params.referralId, correction));
  });
  routes.serve(contract.chooseIntroducer, async (actor, { params, body }) =>
    shown(actor, await chooseIntroducer(tools, actor, params.referralId, body)),
  );
  routes.serve(contract.confirmAnnouncement, async (actor, { params, body }) =>
    shown(actor, await confirmAnnouncement(tools, actor, params.referralId, body.version)),
  );
  routes.serve(contract.withdrawReferral, async (actor, { params, body }) =>
    shown(actor, await withdrawReferral(tools, actor, params.referralId, body)),
  );
}
