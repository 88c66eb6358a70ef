import type { FanOutProgress } from '../activities/ports/ledger';

/** Smaller notices are done before anybody could read a line. */
const WORTH_TELLING = 1_000;

/**
 * A progress line for people, `MW-2026-0001 announcement: 42,000 of 100,000 sent (5,300/s)`; undefined for a small notice. It
 * has only figures and the reference (T4).
 */
export function progressLine({ key, recipients, accepted, perSecond }: FanOutProgress): string | undefined {
  if (recipients < WORTH_TELLING) return undefined;
  const figure = (value: number) => value.toLocaleString('en');
  const revision = key.revision > 1 ? ` r${String(key.revision)}` : '';
  return `${key.reference} ${key.slug}${revision}: ${figure(accepted)} of ${figure(recipients)} sent (${figure(perSecond)}/s)`;
}
