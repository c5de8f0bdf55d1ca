import { dayIndexText, minutesOfDay, minuteText } from './calendar.ts';
import type { Visit } from './case.ts';
import type { Charge } from './charges.ts';
import type { ChargeRow, EpisodeRow, IntroducerRow, MessageRow, ReferralRow, TruthRow } from './columns.ts';
import type { Notice } from './notices.ts';
import type { Introducer } from './roster.ts';
import type { World } from './world.ts';

/** Fen as yuan with two decimals; the kernel's `yuanText` in the fewest steps, as millions of lines go through it. */
export function amountText(amountFen: number): string {
  const absolute = amountFen < 0 ? -amountFen : amountFen;
  const cents = absolute % 100;
  return `${amountFen < 0 ? '-' : ''}${(absolute - cents) / 100}.${cents < 10 ? '0' : ''}${cents}`;
}

/** Times later than `horizon` (a minute, not included) have not happened yet. */
export function episodeRow(world: World, visit: Visit, horizon: number): EpisodeRow {
  const { calendar } = world;
  const time = (minute: number): string => (minute < 0 || minute >= horizon ? '' : minuteText(calendar, minute));
  const { person } = visit;
  const discharged = visit.dischargedAt >= 0 && visit.dischargedAt < horizon;
  // The operation and the appointment are known when the patient leaves; before that the ward has only plans.
  const done = visit.kind !== 'inpatient' || discharged || visit.admittedAt + minutesOfDay < horizon;
  return {
    episode_no: visit.episodeNo,
    record_no: person.recordNo,
    patient_name: person.name,
    sex: person.sex,
    birth_date: person.birthDate,
    id_number: person.idNumber,
    phone: person.phone,
    address_division: person.division,
    kind: visit.kind,
    department: visit.department,
    doctor: visit.doctor,
    admitted_by: visit.admittedBy,
    registered_at: minuteText(calendar, visit.registeredAt),
    admitted_at: time(visit.admittedAt),
    discharged_at: time(visit.dischargedAt),
    settled_at: time(visit.settledAt),
    diagnosis: visit.diagnosis,
    procedure_class: done ? visit.procedure : 'none',
    delivery: done ? visit.delivery : 'none',
    mother_episode_no: visit.motherEpisodeNo,
    transferred_from: visit.transferredFrom,
    declared_source: visit.declaredSource,
    checkup_discount: visit.kind === 'checkup' ? String(visit.checkupDiscount) : '',
    payment_kind: visit.paymentKind,
    next_visit_on:
      visit.nextVisitDay < 0 || (visit.kind === 'inpatient' && !discharged)
        ? ''
        : dayIndexText(calendar, visit.nextVisitDay),
  };
}

export function chargeRow(world: World, visit: Visit, charge: Charge, lineNo: number): ChargeRow {
  return {
    episode_no: visit.episodeNo,
    line_no: String(lineNo),
    category: charge.category,
    item_code: charge.itemCode,
    item_name: charge.itemName,
    amount: amountText(charge.amountFen),
    department: charge.department,
    charged_at: minuteText(world.calendar, charge.chargedAt),
    ordered_by: charge.orderedBy,
  };
}

export function introducerRow(introducer: Introducer): IntroducerRow {
  return {
    introducer_no: introducer.introducerNo,
    name: introducer.name,
    kind: introducer.kind,
    clinical: introducer.clinical === null ? '' : introducer.clinical ? '1' : '0',
    phone: introducer.phone,
    institution: introducer.institution,
    county: introducer.county,
    rep_no: introducer.repNo,
  };
}

export function messageRow(notice: Notice): MessageRow {
  return {
    message_id: notice.id,
    received_at: notice.receivedAt,
    channel: notice.channel,
    sender: notice.sender,
    text: notice.text,
  };
}

export function referralRow(notice: Notice): ReferralRow {
  const { said } = notice;
  return {
    referral_id: notice.id,
    received_at: notice.receivedAt,
    channel: notice.channel,
    introducer_no: notice.introducerNo,
    patient_name: said.name ?? '',
    sex: said.sex ?? '',
    age: said.age === null ? '' : String(said.age),
    phone: said.phone ?? '',
    disease: said.disease ?? '',
    department: said.department ?? '',
    accompanied: notice.accompanied ? '1' : '0',
  };
}

/** `came`: the episode is part of the data already. */
export function truthRow(notice: Notice, came: boolean): TruthRow {
  const { said } = notice;
  return {
    notice_id: notice.id,
    form: notice.structured ? 'referral' : 'message',
    flaw: notice.flaw,
    style: notice.style,
    episode_no: came ? notice.episodeNo : '',
    record_no: notice.recordNo,
    introducer_no: notice.introducerNo,
    patient_name: said.name ?? '',
    sex: said.sex ?? '',
    age: said.age === null ? '' : String(said.age),
    disease: said.disease ?? '',
    introducer: said.introducer ?? '',
    institution: said.institution ?? '',
    phone: said.phone ?? '',
    department: said.department ?? '',
    expected_arrival: said.arrival ?? '',
  };
}
