export const contactKinds = ['phone', 'wechat', 'email'] as const;
export type ContactKind = (typeof contactKinds)[number];

/** A contact as stored and as compared; null when it is not usable. Phones: digits without country code, compared by the last 11. */
export function readContact(kind: ContactKind, given: string): { readonly value: string; readonly key: string } | null {
  const text = given.normalize('NFKC').trim();
  if (kind === 'phone') {
    const digits = text.replace(/[\s\-_.()·–—]/g, '').replace(/^(?:\+?86|0086)(?=1\d{10}$)/, '');
    return /^\d{7,16}$/.test(digits) ? { value: digits, key: phoneKey(digits) } : null;
  }
  if (kind === 'email') {
    const address = text.toLowerCase();
    return /^[^\s@]{1,64}@[^\s@.]+(?:\.[^\s@.]+)+$/.test(address) && address.length <= 200
      ? { value: address, key: address }
      : null;
  }
  return /^[\w.-]{4,128}$/.test(text) ? { value: text, key: text } : null;
}

export function phoneKey(digits: string): string {
  return digits.slice(-11);
}

/** `138****1234`; of shorter numbers only the last digits stay. */
export function maskContact(kind: ContactKind, value: string): string {
  if (kind === 'phone') {
    if (value.length < 7) return `***${value.slice(-2)}`;
    return value.length < 11 ? `****${value.slice(-4)}` : `${value.slice(-11, -8)}****${value.slice(-4)}`;
  }
  if (kind === 'email') return `${value.slice(0, 1)}****${value.slice(value.indexOf('@'))}`;
  return `${value.slice(0, 2)}****${value.slice(-2)}`;
}

/** In the hospital's county when the first six digits of both divisions agree; an unknown address is unknown. */
export function isInCounty(divisionCode: string | null, hospitalDivision: string): boolean | null {
  if (!divisionCode || divisionCode.length < 6) return null;
  return divisionCode.slice(0, 6) === hospitalDivision.slice(0, 6);
}
