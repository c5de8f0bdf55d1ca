const phone = /^(?:\+?86[- ]?)?(1[3-9]\d)[- ]?(\d{4})[- ]?(\d{4})$/;
const idNumber = /^(\d{6})(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]$/;

/**
 * A cell as it is shown on the screen: mobile phones and ID numbers keep only what is needed to recognise them. By the look of the
 * value, not by its column, as a file's columns may have slipped.
 */
export function maskCell(cell: string): string {
  const trimmed = cell.trim();
  const asPhone = phone.exec(trimmed);
  if (asPhone) return `${asPhone[1]} **** ${asPhone[3]}`;
  const asId = idNumber.exec(trimmed);
  return asId ? `${asId[1]}********${trimmed.slice(-4)}` : cell;
}
