import type { HospitalId } from '#kernel/ids.ts';
import type { Actor } from '#modules/staff/index.ts';
import type { Routes } from '#platform/http/serve.ts';
import type { Tools } from '#platform/tools.ts';
import { deskFailures } from './contract/desk-failures.ts';
import { intakeFailures } from './contract/failures.ts';
import { referralTiers } from './contract/tiers.ts';
import { deskChores, deskSubscribers } from './desk/events.ts';
import { introducerOffer } from './lists/introducer-offer.ts';
import { referralOffer } from './lists/referral-offer.ts';
import { referralSearchSources } from './lists/search-sources.ts';
import { matchJobs } from './match-job.ts';
import { deliverNotices } from './notices/deliver.ts';
import { soundMissing } from './registry/sounds.ts';
import { applyRetention } from './retention.ts';
import { referralRoutes } from './routes/index.ts';

/** What this module gives the application. */
export const referralsModule = {
  name: 'referrals',
  failures: { ...intakeFailures, ...deskFailures },
  tiers: referralTiers,
  routes: (routes: Routes<Actor>, tools: Tools): void => referralRoutes(routes, tools),
  jobs: matchJobs,
  jobDescriptions: { 'referrals.match': { zh: '重新匹配转介与就诊', en: 'Match referrals to episodes' } },
  subscribers: deskSubscribers,
  lists: [referralOffer, introducerOffer],
  searchSources: referralSearchSources,
  chores: [
    ...deskChores,
    { name: 'introducer-sounds', everySeconds: 10, run: soundMissing },
    { name: 'referral-notices', everySeconds: 2, run: deliverNotices },
    {
      name: 'referral-retention',
      everySeconds: 3600,
      run: async (tools: Tools, hospitalId: HospitalId): Promise<void> => {
        await applyRetention(tools, hospitalId);
      },
    },
  ],
};
