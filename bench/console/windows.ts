import { DAY, HOUR, MINUTE } from '../../domain/shared/time';
import type { OpeningBody } from '../../domain/window/opening';
import { adoptStep } from '../../store/windows/timeline';
import type { Database } from '../../store/database/database';
import { CoreWindow, iso, openedEvent, openingBody, PROCESS_POLICY } from '../../test/support/windows';
import { timed } from '../figures';
import { rackOf, RACKS } from './inventory';

/** Windows of a year that lie behind and of a month ahead, each the life of the real core, recorded as the product records it. */

export const WINDOWS = 10_000;
const BEHIND = 350 * DAY;
const AHEAD = 28 * DAY;
/** On everything, so that its notices have 100,000 deliveries. */
export const EVERYTHING = 'MW-2026-90001';
/** At work on a datacenter, resource by resource. */
export const AT_WORK = 'MW-2026-90002';

export const referenceOf = (n: number) => `MW-2026-${String(n).padStart(4, '0')}`;

export async function fillWindows(db: Database, now: number): Promise<void> {
  await timed(WINDOWS, 6, async (index) => record(db, lifeOf(index, now)));
  const scope = { all: true } as const;
  await record(db, opened(EVERYTHING, now, { inMs: 12 * HOUR }, { title: 'Renew the core routers', scope }));
  await record(db, atWork(now));
}

async function record(db: Database, { state, log }: CoreWindow): Promise<void> {
  await adoptStep(db, { reference: state.reference, events: log });
}

interface Night {
  readonly inMs: number;
  readonly lastsMs?: number;
}

/** A window that was opened three weeks before its night and has lived until `now` as if every notice had arrived. */
function opened(reference: string, now: number, { inMs, lastsMs = 2 * HOUR }: Night, body: Partial<OpeningBody>) {
  const openedAt = now + inMs - 21 * DAY;
  const night = { now: openedAt, inMs: 21 * DAY, lastsMs };
  const event = openedEvent(openingBody(body, night), { now: openedAt, reference, policy: PROCESS_POLICY });
  const window = new CoreWindow(event);
  window.runUntil(Math.min(now, now + inMs));
  return window;
}

function lifeOf(index: number, now: number): CoreWindow {
  const inMs = Math.round(-BEHIND + ((BEHIND + AHEAD) * index) / WINDOWS);
  const rack = rackOf((index * 7) % RACKS);
  // one of twenty is on twenty racks
  const racks = Array.from({ length: index % 20 === 0 ? 20 : 1 }, (_, n) => rackOf((index * 7 + n * 8) % RACKS));
  const scope = { locations: racks };
  const work = WORKS[index % WORKS.length] ?? '';
  const window = opened(referenceOf(index + 1), now, { inMs }, { title: `${work} of ${rack}`, scope });
  const startsAt = now + inMs;
  if (index % 16 === 3) window.give('cancel', { reason: 'The part has not arrived.' });
  if (startsAt > now || index % 16 === 3) return window;
  window.give('start');
  const ends = startsAt + (index % 9 === 4 ? 3 * HOUR : 100 * MINUTE);
  if (ends > now) return window;
  window.runUntil(ends);
  window.give('complete');
  window.runUntil(now);
  return window;
}

const WORKS = ['Replace the power distribution unit', 'Update the firmware', 'Swap the fans', 'Move the uplinks'];

function atWork(now: number): CoreWindow {
  const work = { mode: 'manual', selfService: false } as const;
  const body = { title: 'Restart all hosts', scope: { locations: ['eu-1/dc-1'] }, work };
  const window = opened(AT_WORK, now, { inMs: -HOUR, lastsMs: 12 * HOUR }, body);
  window.give('start');
  return window;
}

/** The weeks of a month that is over, as the calendar's address has them. */
export const monthAgo = (now: number) => iso(now - 60 * DAY).slice(0, 10);
