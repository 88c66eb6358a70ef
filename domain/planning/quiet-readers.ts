import type { NoticeFacts } from '../notices/message';
import { waitIn } from '../series/quiet-end';
import { toIso } from '../shared/time';

/** Of a notice that falls into quiet hours (N10): for how many of its readers, and what becomes of it. */
export interface QuietReaders {
  /** They are sent it when their quiet hours end. */
  readonly waiting: number;
  /** When the last of them is (UTC ms); null where nobody waits. */
  readonly latest: number | null;
  /** They are sent it in their quiet hours, because waiting would break what is promised. */
  readonly promised: number;
}

/** `zones`: how many readers are in each time zone. Undefined where it is in nobody's quiet hours, or does not wait. */
export function quietReaders(
  { quiet, now }: Pick<NoticeFacts, 'quiet' | 'now'>,
  zones: Readonly<Record<string, number>>,
): QuietReaders | undefined {
  if (!quiet) return undefined;
  let [waiting, promised, latest] = [0, 0, 0];
  for (const [zone, readers] of Object.entries(zones)) {
    const wait = waitIn(quiet, zone, now);
    if (wait === 'promised') promised += readers;
    if (typeof wait !== 'object') continue;
    waiting += readers;
    latest = Math.max(latest, wait.until);
  }
  return waiting + promised === 0 ? undefined : { waiting, latest: waiting === 0 ? null : latest, promised };
}

const figure = new Intl.NumberFormat('en-US');

/** `31 of 1,200 wait until their morning (latest 2026-12-01T06:00:00Z)`. */
export function describeQuiet({ waiting, latest, promised }: QuietReaders, recipients: number): string {
  const of = (count: number) => `${figure.format(count)} of ${figure.format(recipients)}`;
  const verb = (count: number, one: string, more: string) => (count === 1 ? one : more);
  return [
    ...(latest === null
      ? []
      : [`${of(waiting)} ${verb(waiting, 'waits', 'wait')} until their morning (latest ${toIso(latest)})`]),
    ...(promised === 0
      ? []
      : [
          `${of(promised)} ${verb(promised, 'is', 'are')} told in their quiet hours: waiting would break what is promised`,
        ]),
  ].join('; ');
}
