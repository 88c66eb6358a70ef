/** Asking the runtime is slow, and a few zones are used again and again. */
const known = new Set<string>();

/**
 * Whether the runtime's time-zone database has the name (IANA, whatever its case). An offset such as +01:00 is not a zone:
 * it has no summer time.
 */
export function isTimeZone(name: string): boolean {
  if (known.has(name)) return true;
  if (/^[+-]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    known.add(name);
    return true;
  } catch {
    return false;
  }
}
