/** Cells of files with commas (RFC 4180), for spreadsheets and for our own import (T8). */

/**
 * A spreadsheet takes a cell that begins like this for a formula and runs it, in quotes or not (OWASP, "CSV Injection"). An
 * apostrophe before it makes it text. It goes before cells that have one already, too, so that each can be read back as it was.
 */
const FORMULA = /^'*[=+\-@\t\r\uff0b\uff0d\uff1d\uff20]/;

/** The cell as it stands in a file with commas. */
export function inFile(cell: string): string {
  const safe = FORMULA.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The cell as it was before `inFile`, once its quotes are read. */
export function fromFile(cell: string): string {
  return cell.startsWith("'") && FORMULA.test(cell) ? cell.slice(1) : cell;
}
