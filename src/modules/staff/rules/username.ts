/** Three to forty letters, digits, dots, hyphens and underscores, beginning with a letter; capitals count as small letters. */
export const usernamePattern = /^[A-Za-z][A-Za-z0-9._-]{2,39}$/;

export function isUsername(text: string): boolean {
  return usernamePattern.test(text);
}

/** The eleven digits of a mobile number however it is written, with or without the country code; null: none. */
export function phoneDigits(text: string): string | null {
  const digits = text.replace(/[\s+-]/g, '').replace(/^(0086|86)(?=1\d{10}$)/, '');
  return /^1\d{10}$/.test(digits) ? digits : null;
}
