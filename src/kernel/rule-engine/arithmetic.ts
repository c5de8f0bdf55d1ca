import type { Fen } from '../money.ts';
import { divideHalfUp } from '../money.ts';

/**
 * A sum of charges times whole weights, in units of 1/denominator fen: `numerator / denominator` is the base in fen,
 * never rounded. `magnitude` is Σ |charge × weight|; while it stays below 2^52 every partial sum was exact.
 */
export interface ScaledBase {
  readonly numerator: number;
  readonly denominator: number;
}

const exactMax = 2 ** 52;

export function greatestCommonDivisor(a: number, b: number): number {
  while (b !== 0) [a, b] = [b, a % b];
  return Math.abs(a);
}

/**
 * numerator × factor / denominator, rounded half up to a whole number. Doubles while every product stays below 2^52
 * (then `%` and the division of an exact multiple are exact), big integers beyond.
 */
export function timesHalfUp(numerator: number, factor: number, denominator: number): Fen {
  const product = numerator * factor;
  const divisor = denominator * 2;
  if (product < exactMax / 2 && product > -exactMax / 2 && divisor < exactMax) {
    const doubled = product * 2 + denominator;
    let rest = doubled % divisor;
    if (rest < 0) rest += divisor;
    return ((doubled - rest) / divisor) as Fen;
  }
  return Number(divideHalfUp(BigInt(numerator) * BigInt(factor), BigInt(denominator))) as Fen;
}

/** Whether Σ |charge × weight| left room for exact double arithmetic. */
export function isExact(magnitude: number): boolean {
  return magnitude < exactMax;
}
