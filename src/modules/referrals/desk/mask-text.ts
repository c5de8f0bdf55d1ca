/** Hides phones and identity numbers in a message as people wrote it: all but the first three and last four digits. */
export function maskNumbers(text: string | null): string | null {
  return (
    text?.replace(/\d(?:[\s-]?\d){6,17}[Xx]?/g, (number) => {
      const digits = number.replace(/[\s-]/g, '');
      return `${digits.slice(0, 3)}****${digits.slice(-4)}`;
    }) ?? null
  );
}
