import { DAY, HOUR, MINUTE, SECOND } from '../../domain/shared/time';
import { StartupError } from '../processes/startup-error';

const UNITS: Readonly<Record<string, number>> = { s: SECOND, m: MINUTE, h: HOUR, d: DAY, w: 7 * DAY };
/** Longer than the plan of any window. */
const LONGEST = 730 * DAY;

/** The milliseconds of `90m`, `36h`, `7d`, `1d12h`. Throws StartupError for any other text, zero, and more than two years. */
export function parseDuration(text: string): number {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)([smhdw])/g)];
  const whole = parts.map(([part]) => part).join('');
  const ms = parts.reduce((sum, [, count, unit]) => sum + Number(count) * (UNITS[unit ?? ''] ?? 0), 0);
  if (whole !== text || ms < SECOND || ms > LONGEST) {
    throw new StartupError(
      `"${text}" is no duration between a second and two years: write a number and s, m, h, d or w, such as 36h, 7d, 90m or 1d12h.`,
    );
  }
  return Math.round(ms);
}
