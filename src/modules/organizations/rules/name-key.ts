/** The name by which a unit is recognised: width, spaces, brackets' width and letter case do not make another one. */
export function nameKey(name: string): string {
  return name.normalize('NFKC').replace(/\s+/g, '').toLowerCase();
}
