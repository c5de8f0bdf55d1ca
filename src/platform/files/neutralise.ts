/** Signs a spreadsheet program takes as the beginning of a formula (OWASP, CSV injection). */
const formulaStart = /^[=+\-@\t\r]/;
const purelyNumeric = /^[+-]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?%?$/;

/**
 * Text that a spreadsheet program will show and not compute: an apostrophe is put before `= + - @ TAB CR`. Plain numbers (`-12.50`,
 * `+8613800001234`) cannot compute anything and stay exact, because exchange files are read back by programs.
 */
export function neutralised(text: string): string {
  return formulaStart.test(text) && !purelyNumeric.test(text) ? `'${text}` : text;
}
