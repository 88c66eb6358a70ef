/** Instants are milliseconds since the epoch (UTC), durations are milliseconds, everywhere in the domain. */

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** The instant as ISO 8601 in UTC with whole seconds, as people and logs read it: `2026-12-10T01:00:00Z`. */
export function toIso(at: number): string {
  return new Date(at).toISOString().replace(/\.\d{3}Z$/, 'Z');
}

/** The instant an ISO 8601 date-time with an offset names; the schemas have checked the form before. */
export function fromIso(text: string): number {
  return Date.parse(text);
}

/** A duration for people, at most two units, rounded down: `14 days`, `1 day 3 hours`, `45 minutes`, `less than a minute`. */
export function describeDuration(ms: number): string {
  const units: [number, string][] = [
    [DAY, 'day'],
    [HOUR, 'hour'],
    [MINUTE, 'minute'],
  ];
  const parts: string[] = [];
  let rest = Math.abs(ms);
  for (const [size, name] of units) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(`${String(count)} ${name}${count === 1 ? '' : 's'}`);
    else if (parts.length > 0) break;
    if (parts.length === 2) break;
  }
  return parts.length > 0 ? parts.join(' ') : 'less than a minute';
}
