/** Three to forty letters, digits, dots, hyphens and underscores, beginning with a letter; capitals count as small letters. */
export const usernamePattern = /^[A-Za-z][A-Za-z0-9._-]{2,39}$/;

export function isUsername(text: string): boolean {
  return usernamePattern.test(text);
}
