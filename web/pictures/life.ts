import { describeDuration } from '../../domain/shared/time';
import type { Slot } from '../../domain/window/types';
import type { WindowView } from '../../domain/window/view';

/** A window's life: what was planned and what came of it. Instants are UTC ms. */
export interface Life {
  readonly openedAt: number;
  /** When customers were first told; null before. */
  readonly toldAt: number | null;
  readonly slot: Slot;
  readonly startedAt: number | null;
  /** When the work ended; null before. */
  readonly endedAt: number | null;
  readonly cancelledAt: number | null;
}

export function lifeOf({
  view,
  announcedAt,
}: {
  readonly view: WindowView;
  readonly announcedAt: number | null;
}): Life {
  const { openedAt, spec, startedAt, endedAt, cancelledAt } = view;
  return { openedAt, toldAt: announcedAt, slot: spec.slot, startedAt, endedAt, cancelledAt };
}

/** A step of a life, `note` beside the plan: `5 minutes late`. */
export interface Moment {
  readonly name: string;
  readonly at: number;
  readonly note: string;
  /** What was meant, or what came. */
  readonly is: 'plan' | 'fact' | 'now';
}

/** All of it in order of time; work under way is looked at as of `now`. */
export function momentsOf(life: Life, now: number): Moment[] {
  const { openedAt, toldAt, slot, startedAt, endedAt, cancelledAt } = life;
  const fact = (name: string, at: number | null, note = ''): Moment[] =>
    at === null ? [] : [{ name, at, note, is: 'fact' }];
  const isOpenEnd = startedAt !== null && endedAt === null && cancelledAt === null;
  const moments: Moment[] = [
    ...fact('opened', openedAt),
    ...fact(
      'customers told',
      toldAt,
      toldAt === null ? '' : `${describeDuration(Math.max(0, slot.startsAt - toldAt))} before the start`,
    ),
    { name: 'planned start', at: slot.startsAt, note: '', is: 'plan' },
    ...fact('started', startedAt, startedAt === null ? '' : besidePlan(startedAt, slot.startsAt, ['early', 'late'])),
    { name: 'planned end', at: slot.endsAt, note: '', is: 'plan' },
    ...fact(
      'done',
      endedAt,
      endedAt === null ? '' : besidePlan(endedAt, slot.endsAt, ['before the planned end', 'over']),
    ),
    ...fact('cancelled', cancelledAt),
    ...(isOpenEnd
      ? [{ name: 'now', at: now, note: besidePlan(now, slot.endsAt, ['left', 'over']), is: 'now' } as const]
      : []),
  ];
  return moments.sort((one, other) => one.at - other.at);
}

/** `on time`, `5 minutes late`: seconds are left out. */
function besidePlan(at: number, planned: number, [before, after]: readonly [string, string]): string {
  const beside = at - planned;
  if (Math.abs(beside) < 60_000) return 'on time';
  return `${describeDuration(Math.abs(beside))} ${beside < 0 ? before : after}`;
}

/** From the planned end to the real one, or to `now` while it goes on; undefined where it did not overrun. */
export function overrunOf({ slot, startedAt, endedAt, cancelledAt }: Life, now: number): Slot | undefined {
  if (startedAt === null) return undefined;
  const until = endedAt ?? (cancelledAt === null ? now : slot.endsAt);
  return until > slot.endsAt ? { startsAt: slot.endsAt, endsAt: until } : undefined;
}

/** The part of the width that is left free at each edge, and where the weeks before the work end and the work begins. */
const EDGE = 0.02;
const BREAK = [0.44, 0.52] as const;

/**
 * Where an instant of the life lies, from 0 to 1. Weeks of notice and hours of work do not fit one scale, so each has its half; a
 * later instant never lies before an earlier one.
 */
export function lifeScale(life: Life, now: number): (at: number) => number {
  const { openedAt, toldAt, slot, startedAt } = life;
  const all = momentsOf(life, now).map(({ at }) => at);
  const work = Math.min(slot.startsAt, startedAt ?? slot.startsAt);
  const first = Math.min(openedAt, toldAt ?? openedAt, work);
  const last = Math.max(...all, slot.endsAt);
  // opened for work at once: nothing is left of the break
  const begin = first < work ? BREAK[1] : EDGE;
  const part = (at: number, from: number, to: number) =>
    to <= from ? 0 : Math.min(1, Math.max(0, (at - from) / (to - from)));
  return (at) =>
    at < work ? EDGE + part(at, first, work) * (BREAK[0] - EDGE) : begin + part(at, work, last) * (1 - EDGE - begin);
}
