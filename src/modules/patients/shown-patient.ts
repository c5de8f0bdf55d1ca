import { completedYears, type Day, dayMs, dayOf, type Instant } from '#kernel/day.ts';
import type { Fen } from '#kernel/money.ts';
import { type Actor, may, seesTier } from '#modules/staff/index.ts';
import type { FieldCipher } from '#platform/crypto/field-cipher.ts';
import type { Patient } from './contract/patients.ts';
import { type ActionFacts, daysUntilYearly, nextActions } from './rules/next-actions.ts';
import type { DecidedLevel, LevelFacts } from './rules/relationship-level.ts';
import { type VisitHabits, visitHabits } from './rules/visit-habits.ts';
import { shownContactValue, shownDocumentNumber } from './sight.ts';
import type { StoredPatient, StoredVisit } from './store/patient.ts';

export interface Around {
  readonly now: Instant;
  readonly timeZone: string;
  readonly cipher: FieldCipher;
  readonly computed: DecidedLevel;
  readonly levelFacts: LevelFacts;
  readonly mergedFrom: string | null;
}

/**
 * What a reader sees of a patient: the only way from a stored person to an answer. Contact data (T3) masked unless he has it, documents (T4) by
 * their tail, health (T5h) and money (T5m) left out.
 */
export function shownPatient(actor: Actor, stored: StoredPatient, around: Around): Patient {
  const { patient: p } = stored;
  const today = dayOf(around.now, around.timeZone);
  const seesContact = seesTier(actor, 'T3');
  const seesHealth = seesTier(actor, 'T5h');
  const seesMoney = seesTier(actor, 'T5m');
  const habits = visitHabits(
    stored.visits.map((visit) => habitVisit(visit, around.timeZone)),
    today,
  );
  const ageYears = p.birth_date && p.birth_date <= today ? completedYears(p.birth_date, today) : null;
  const needsGuardian = ageYears !== null && ageYears < 18;
  return {
    patientId: p.patient_id,
    mergedFrom: around.mergedFrom,
    name: p.name,
    pinyin: p.pinyin,
    sex: p.sex,
    birthDate: p.birth_date,
    birthDateSource: p.birth_date_source,
    ageYears,
    nativePlace: p.native_place,
    occupation: p.occupation,
    education: p.education,
    maritalStatus: p.marital_status,
    incomeBand: seesMoney ? p.income_band : null,
    healthStatus: seesHealth ? p.health_status : null,
    insuranceKind: p.insurance_kind,
    employerId: p.employer_id,
    temperament: p.temperament,
    interests: p.interests,
    preferredChannel: p.preferred_channel,
    preferredTime: p.preferred_time,
    postCode: seesContact ? p.post_code : null,
    note: p.note,
    careOwner: p.care_owner,
    isInCounty: p.is_in_county,
    isKeyAccount: p.is_key_account,
    keyAccountReason: p.key_account_reason,
    contactIntervalDays: p.contact_interval_days,
    lastContactAt: at(p.last_contact_at),
    isContactOverdue: isOverdue(stored, around.now),
    tags: p.tags,
    firstSource: p.first_source,
    firstSourceAt: at(p.first_source_at),
    isStaff: p.is_staff,
    visitCount: p.visit_count,
    lastVisitAt: at(p.last_visit_at),
    level: p.level,
    levelBasis: p.level_basis,
    refreshedOn: p.refreshed_at,
    createdAt: at(p.created_at)!,
    version: p.version,
    recordNumbers: stored.record_numbers,
    contacts: stored.contacts.map((one) => ({
      contactId: one.contact_id,
      kind: one.kind,
      value: shownContactValue(actor, one.kind, one.value),
      wechatAccount: one.wechat_account,
      ownerRelation: one.owner_relation,
      ownerName: one.owner_name,
      isPrimary: one.is_primary,
      validUntil: one.valid_until,
      sharedBy: one.shared_by,
    })),
    addresses: stored.addresses.map((one) => ({
      addressId: one.address_id,
      kind: one.kind,
      divisionCode: seesContact ? one.division_code : (one.division_code?.slice(0, 6) ?? null),
      isInCounty: one.is_in_county,
      line: seesContact ? one.line : null,
      isCurrent: one.is_current,
    })),
    documents: stored.documents.map((one) => ({
      documentId: one.document_id,
      kind: one.kind as Patient['documents'][number]['kind'],
      number: shownDocumentNumber(around.cipher.open(Buffer.from(one.number_sealed.slice(2), 'hex'))),
      isChecksumValid: one.is_checksum_valid,
      validUntil: one.valid_until,
    })),
    household: stored.household && {
      householdId: stored.household.household_id,
      name: stored.household.name,
      members: stored.household.members.map((one) => ({
        patientId: one.patient_id,
        name: one.name,
        relation: one.relation as 'head',
        ageYears: one.birth_date && one.birth_date <= today ? completedYears(one.birth_date, today) : null,
      })),
    },
    guardians: stored.guardians.map((one) => ({
      guardianId: one.guardian_id,
      guardianPatientId: one.guardian_patient_id,
      name: one.name ?? '—',
      phone: one.phone ? shownContactValue(actor, 'phone', one.phone) : null,
      relation: one.relation,
      basis: one.basis,
      validUntil: one.valid_until,
    })),
    needsGuardian,
    specialDates: stored.special_dates.map((one) => ({
      specialDateId: one.special_date_id,
      kind: one.kind as Patient['specialDates'][number]['kind'],
      day: one.day,
      isLunar: one.is_lunar,
      isYearly: one.is_yearly,
      note: one.note,
    })),
    decidedLevel: {
      level: p.level,
      basis: p.level_basis,
      because: [...around.computed.because],
      computedLevel: around.computed.level,
      facts: Object.fromEntries(Object.entries(around.levelFacts)),
      override: stored.override && {
        reason: stored.override.reason,
        expiresAt: at(stored.override.expires_at)!,
        byName: stored.override.decided_by_name,
        at: at(stored.override.at)!,
      },
    },
    habits: {
      ...habits,
      spentFen: seesMoney ? habits.spentFen : null,
      spentLastYearFen: seesMoney ? habits.spentLastYearFen : null,
      perComingFen: seesMoney ? habits.perComingFen : null,
    },
    nextActions: nextActions(actionFacts(stored, habits, today, around, needsGuardian), new Set(stored.silenced))
      .filter(({ ruleId }) => seesHealth || !healthRules.has(ruleId))
      .map((one) => ({ ...one, facts: { ...one.facts } })),
    forms: stored.forms.map((one) => {
      const isHidden = !seesTier(actor, one.tier) && one.tier !== 'T1';
      return {
        formKey: one.form_key,
        title: one.title,
        version: one.form_version,
        fields: one.fields.map((field) => ({ ...field, options: [...field.options] })),
        answers: isHidden ? null : one.answers,
        answersVersion: one.answers_version ?? 0,
        updatedAt: isHidden ? null : at(one.updated_at),
        isHidden,
        mayFill: !isHidden && may(actor, 'patients.files'),
      };
    }),
    elsewhere: stored.elsewhere.map((one) => ({ hospitalName: one.hospital_name, patientId: one.patient_id })),
    hiddenTiers: (['T3', 'T4', 'T5h', 'T5m'] as const).filter((tier) => !seesTier(actor, tier)),
    mayWrite: may(actor, 'patients.write') && p.merged_into === null,
  };
}

/** These tell of health. */
const healthRules: ReadonlySet<string> = new Set(['birth_due_soon', 'recheck_due']);

function habitVisit(visit: StoredVisit, timeZone: string) {
  return {
    day: dayOf(at(visit.at)!, timeZone),
    kind: visit.kind,
    department: visit.department,
    paymentKind: visit.payment_kind,
    spentFen: visit.spent_fen as Fen | null,
  };
}

function actionFacts(
  stored: StoredPatient,
  habits: VisitHabits,
  today: Day,
  around: Around,
  needsGuardian: boolean,
): ActionFacts {
  const { patient: p, visits } = stored;
  const ago = (instant: Instant | null) => (instant === null ? null : daysFrom(dayOf(instant, around.timeZone), today));
  const discharged = visits.find((visit) => visit.discharged_at !== null)?.discharged_at ?? null;
  const recall = visits[0]?.next_visit_on ?? null;
  return {
    openComplaints: null,
    followUpOverdueDays: null,
    // Of the latest visit only: a later visit is the return that was asked for.
    recallMissedDays: recall && recall < today ? daysFrom(recall, today) : null,
    dischargedDaysAgo: ago(at(discharged)),
    contactedDaysAgo: ago(at(p.last_contact_at)),
    needsGuardian,
    hasGuardian: stored.guardians.some((one) => one.valid_until === null || one.valid_until >= today),
    isKeyAccount: p.is_key_account,
    contactIntervalDays: p.contact_interval_days,
    cardExpiresInDays: null,
    lowScoreDaysAgo: null,
    dueInDays: daysUntil(today, answerDay(stored, 'maternity', 'due_on')),
    recheckInDays: daysUntil(today, answerDay(stored, 'chronic_disease', 'next_recheck_on')),
    cycleDays: habits.cycleDays,
    lastVisitDaysAgo: ago(at(visits[0]?.at ?? null)),
    isCycleOverdue: habits.isOverdue,
    level: p.level,
    referredDaysAgo: ago(stored.referred_at),
    birthdayInDays: p.birth_date ? daysUntilYearly(p.birth_date.slice(5), today) : null,
    specialDateInDays: nearest(stored, today),
    checkupDaysAgo: ago(at(visits.find((visit) => visit.kind === 'checkup')?.at ?? null)),
    hasPhone: stored.contacts.some((one) => one.kind === 'phone'),
    hasDocument: stored.documents.length > 0,
    hasConsent: null,
  };
}

function answerDay(stored: StoredPatient, formKey: string, field: string): Day | null {
  const answers: Readonly<Record<string, unknown>> =
    stored.forms.find((form) => form.form_key === formKey)?.answers ?? {};
  const value = answers[field];
  return typeof value === 'string' ? (value as Day) : null;
}

/** Lunar dates move: they are left to who reads the calendar. */
function nearest(stored: StoredPatient, today: Day): number | null {
  const days = stored.special_dates
    .filter((one) => !one.is_lunar)
    .map((one) => (one.is_yearly ? daysUntilYearly(one.day.slice(5), today) : daysFrom(today, one.day)))
    .filter((days) => days >= 0);
  return days.length > 0 ? Math.min(...days) : null;
}

function daysUntil(today: Day, day: Day | null): number | null {
  return day === null ? null : daysFrom(today, day);
}

function daysFrom(from: Day, until: Day): number {
  return Math.round((Date.parse(until) - Date.parse(from)) / dayMs);
}

function isOverdue({ patient: p }: StoredPatient, now: Instant): boolean {
  if (!p.is_key_account || p.contact_interval_days === null) return false;
  const last = at(p.last_contact_at);
  return last === null || now - last > p.contact_interval_days * dayMs;
}

/** Times inside JSON come as text. */
function at(text: string | null): Instant | null {
  return text === null ? null : (Date.parse(text) as Instant);
}
