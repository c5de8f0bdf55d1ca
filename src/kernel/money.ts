/** Whole fen (1/100 yuan). Adding points or yuan to it is a type error. */
export type Fen = number & { readonly unit: 'fen' };

/** Hundredths of a percent: 10 % = 1000. */
export type BasisPoints = number & { readonly unit: 'basis point' };

export const zeroFen = 0 as Fen;

export function fen(amount: number): Fen {
  if (!Number.isSafeInteger(amount)) throw new RangeError('money must be a whole number of fen');
  return amount as Fen;
}

export function basisPoints(value: number): BasisPoints {
  if (!Number.isSafeInteger(value)) throw new RangeError('a rate must be a whole number of basis points');
  return value as BasisPoints;
}

const yuanPattern = /^([+-]?)(?:(\d{1,12})|(\d{1,3}(?:,\d{3}){1,3}))(?:\.(\d{1,2}))?$/;

/** Reads yuan as people and exports write it: `1234.5`, `1,234.50`, `¥80`, `-3`. More than two decimals or anything else: null. */
export function parseYuan(text: string): Fen | null {
  const bare = text
    .trim()
    .replace(/^[¥￥]\s*/, '')
    .replace(/^([+-])[¥￥]/, '$1');
  const match = yuanPattern.exec(bare);
  if (!match) return null;
  const whole = Number((match[2] ?? match[3] ?? '').replaceAll(',', ''));
  const cents = Number((match[4] ?? '').padEnd(2, '0'));
  const amount = whole * 100 + cents;
  return (match[1] === '-' && amount !== 0 ? -amount : amount) as Fen;
}

/** `-1234567` fen → `-12345.67`: plain yuan for files, two decimals, no separators. */
export function yuanText(amount: Fen): string {
  const digits = Math.abs(amount).toString().padStart(3, '0');
  return `${amount < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** `¥1,234.50`: for people. */
export function formatYuan(amount: Fen): string {
  const plain = yuanText(Math.abs(amount) as Fen);
  const grouped = plain.replace(/\B(?=(\d{3})+(?!\d)(?=.*\.))/g, ',');
  return `${amount < 0 ? '-' : ''}¥${grouped}`;
}

/**
 * numerator / denominator rounded half up (away from zero on the positive side, towards +∞ at exact halves), in exact
 * integer arithmetic. Used for rate × base; 20-formats: "round half up to the fen".
 */
export function divideHalfUp(numerator: bigint, denominator: bigint): bigint {
  const doubled = numerator * 2n + denominator;
  const divisor = denominator * 2n;
  const quotient = doubled / divisor;
  return doubled % divisor < 0n ? quotient - 1n : quotient;
}
