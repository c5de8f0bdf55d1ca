import { type TierSheet, tierSheet } from '#kernel/tiers.ts';

/**
 * How protected the answers of this module are. Contact data of units carries its tier at the field (`contract/parts.ts`, `contract/area.ts`):
 * reps see it of the units that are theirs. Names of contact persons and of grid teams are what the work is about (T2), names of patients are T3.
 */
export const organizationTiers: TierSheet = tierSheet({
  T2: `accountId added address activityId area band batchId because byName code contactId contactName contacts contractId contractNo
    contractUntil contractsTotal counties created createdAt daysBefore daysLeft discountBp displayName distanceM divisionCode divisionName
    divisions education endsOn episodes expected familiesSigned headcount households institution institutions interests introducers kept
    kind lastActivityOn lastOn latitude linked linkedAt linkedByName longitude madeAt madeByName month movedAt movedByName moveId name
    nextCursor nextStep nextStepOn note offerId onDay organizationId organizationName organizations ownerId ownerName parentCode
    participants path people persons personsServed personsSigned place post purpose reason recordNo rejectedTotal removed renamed
    renewsId result row screened screeningId screeningsThisWeek settlementNote short skipped soldOn sponsorId sponsorName stageSince
    startsOn stepsTotal teamId teamName teamsIncomplete temperament termFrom termUntil terminatedOn title total township townships
    unplaced updatedAt uptoM version villages`,
  T5m: 'chargesFen offersFen priceFen',
});
