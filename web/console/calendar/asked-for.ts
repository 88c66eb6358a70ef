import { DAY } from '../../../domain/shared/time';
import { PHASES, WINDOW_CLASSES, type Phase, type WindowClass } from '../../../domain/window/types';
import type { Asked } from '../area';
import { queryText } from '../parts';
import { dayText, readDay, SPANS, type Span } from './weeks';

/** How the weeks are drawn: places beneath each other, or a sheet of days. */
export const VIEWS = ['places', 'days'] as const;

/** What the calendar's address says, so that it can be kept and sent to others (P8). */
export interface AskedFor {
  readonly view: (typeof VIEWS)[number];
  readonly span: Span;
  /** A day of the weeks shown, UTC ms. */
  readonly day: number;
  /** How deep in the tree of places, from 1; undefined: as fits. */
  readonly level: number | undefined;
  /** Only this place and what is below it. */
  readonly at: string | undefined;
  readonly phase: Phase | undefined;
  readonly class: WindowClass | undefined;
}

/** What the address cannot mean is left out; without a day it is today (UTC ms). */
export function readAskedFor(query: Asked['query'], now: number): AskedFor {
  const level = Number(query.level);
  const at = typeof query.at === 'string' ? query.at.trim().slice(0, 500) : '';
  return {
    view: VIEWS.find((one) => one === query.view) ?? 'places',
    span: SPANS.find((one) => one === query.span) ?? 'month',
    day: readDay(query.on) ?? now - (now % DAY),
    level: Number.isInteger(level) && level >= 1 && level <= 20 ? level : undefined,
    at: at === '' ? undefined : at,
    phase: PHASES.find((one) => one === query.phase),
    class: WINDOW_CLASSES.find((one) => one === query.class),
  };
}

/** The same as an address. */
export function hrefOf({ view, span, day, level, at, phase, class: windowClass }: AskedFor): string {
  const query = { view, span, on: dayText(day), level: level?.toString(), at, phase, class: windowClass };
  return `/console/calendar?${queryText(query)}`;
}
