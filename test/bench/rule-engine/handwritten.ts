import type { EpisodeFacts } from '#modules/incentives/index.ts';

/**
 * The limit: plan A as a programmer would hard-code it, in doubles, no trace, no data, amounts only. Calls `emit` with a
 * rule's number and the amount in fen.
 */
export function handwrittenPlanA(
  episode: EpisodeFacts,
  hospitalDivision: string,
  emit: (amountFen: number) => void,
): void {
  let tenths = 0;
  let gross = 0;
  let abortion = false;
  let blueLight = false;
  const { department, winner, kind } = episode;
  for (const charge of episode.charges) {
    if (charge.department !== null && charge.department !== department) continue;
    gross += charge.amountFen;
    const { category } = charge;
    if (category === 'implant') tenths += charge.amountFen * 3;
    else if (category !== 'blood' && category !== 'blood_product') tenths += charge.amountFen * 10;
    if (charge.itemCode === 'PABORT') abortion = true;
    else if (charge.itemCode === 'NBLUE') blueLight = true;
  }
  const winnerKind = winner === null ? null : winner.kind;
  const outside =
    winnerKind === 'external_physician' ||
    winnerKind === 'grassroots_institution' ||
    winnerKind === 'community' ||
    winnerKind === 'enterprise' ||
    winnerKind === 'public';
  const inpatient = kind === 'inpatient';
  if (outside && tenths > 0) {
    const name = department ?? '';
    const operated = episode.procedureClass !== null && episode.procedureClass !== 'none';
    const gyn = name.startsWith('妇产科') || name.startsWith('妇科') || name.startsWith('产科');
    if (inpatient && operated && name.startsWith('骨科')) emit(Math.min(200_000, tenth(tenths)));
    else if (abortion && gyn && (inpatient || kind === 'outpatient')) emit(5_000);
    else if (inpatient) {
      if (episode.delivery === 'caesarean') emit(Math.min(50_000, tenth(tenths)));
      else if (episode.delivery === 'natural') emit(Math.min(20_000, tenth(tenths)));
      else if (blueLight) emit(5_000);
      else if (gyn && operated && episode.procedureClass !== 'debridement') emit(Math.min(100_000, tenth(tenths)));
      else if (operated && isSurgery(name)) {
        const away = episode.addressDivision !== null && episode.addressDivision !== hospitalDivision;
        emit(Math.min(100_000, away ? Math.floor((tenths * 15 + 500) / 1000) : tenth(tenths)));
      } else if (episode.procedureClass === 'none' || name.includes('内科') || name.includes('儿科'))
        emit(Math.min(100_000, tenth(tenths)));
      else emit(0);
    } else if (kind === 'dialysis') emit(0);
  }
  if (inpatient) {
    if (winnerKind === 'staff' && tenths > 0) emit(Math.floor((tenths * 8 + 500) / 1000));
    else if (winnerKind === 'former_patient' && winner!.accompanied) {
      emit(20_000);
      emit(5_000);
    } else if (episode.winnerReason === 'walk_in') {
      emit(2_000);
      emit(10_000);
    }
  }
  if (kind === 'exam' || kind === 'outpatient' || inpatient) {
    for (const charge of episode.charges) {
      const { itemCode, amountFen } = charge;
      if (itemCode !== 'CT' && itemCode !== 'US4D' && itemCode !== 'BIOCHEM') continue;
      if (amountFen <= 0 || (charge.department !== null && charge.department !== department)) continue;
      if (outside) {
        if (!inpatient) emit(Math.floor((amountFen + 5) / 10));
      } else if (charge.orderedBy !== null && episode.winnerReason !== 'undetermined')
        emit(Math.floor((amountFen + 10) / 20));
    }
  } else if (
    kind === 'checkup' &&
    winnerKind !== null &&
    winnerKind !== 'rep' &&
    winnerKind !== 'member' &&
    gross > 0
  ) {
    if (episode.checkupDiscountBasisPoints === null || episode.checkupDiscountBasisPoints < 2000)
      emit(Math.floor((gross + 5) / 10));
  }
}

function tenth(tenths: number): number {
  return Math.floor((tenths + 50) / 100);
}

const surgeryNames = ['普外科', '普通外科', '外科', '胸外科', '肝胆外科', '泌尿外科', '神经外科'];

function isSurgery(name: string): boolean {
  for (const start of surgeryNames) if (name.startsWith(start)) return true;
  return false;
}
