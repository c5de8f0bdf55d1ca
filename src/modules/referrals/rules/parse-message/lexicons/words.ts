/** Splits a hand-kept list; white space separates entries. */
export function list(text: string): string[] {
  return text.trim().split(/\s+/);
}
