/** Commands speak Chinese unless the shell's language is another one. */
export function inChinese(): boolean {
  return /^zh|^$/i.test(process.env['LC_ALL'] ?? process.env['LANG'] ?? '');
}
