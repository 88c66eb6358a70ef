import { DAY } from '../../../domain/shared/time';
import { PHASES } from '../../../domain/window/types';
import { toldNow } from '../../../store/ledger/told-now';
import { listWindows, type WindowFilters } from '../../../store/windows/windows';
import { liveHref } from '../../live/href';
import type { Asked, ConsoleArea } from '../area';
import { AHEAD, NOW } from '../overview-page';
import { NightLists, NightPage, type Night } from './night-page';

/** As many windows as the screen shows of each kind. */
const SHOWN = 30;

/** The screen for those who run the night (L2, L4, L6). */
export function addNight(area: ConsoleArea): void {
  area.page('/console/night', 'GET /v1/windows', async (asked) => {
    const live = await liveHref(area.parts.db);
    return <NightPage {...{ asked, live }} night={await nightOf(area, asked)} />;
  });
  area.part('/console/night/now', 'GET /v1/windows', async (asked) => (
    <NightLists asked={asked} night={await nightOf(area, asked)} />
  ));
}

const SETTLED = PHASES.filter((phase) => !NOW.includes(phase));

async function nightOf({ parts: { db } }: ConsoleArea, { viewer, now: at }: Asked): Promise<Night> {
  const find = async (filters: WindowFilters) => {
    const { items } = await listWindows(db, filters, { limit: SHOWN }, viewer, { first: 'soonest' });
    return items.map(({ view }) => view);
  };
  const [now, next, waiting] = await Promise.all([
    find({ phase: NOW }),
    find({ phase: AHEAD, from: at - DAY, to: at + DAY }),
    find({ phase: SETTLED, needsAttention: true }),
  ]);
  const needs = waiting.filter(({ reference }) => !next.some((one) => one.reference === reference));
  const told = await toldNow(
    db,
    [...now, ...needs, ...next].map(({ reference }) => reference),
    viewer,
  );
  return { now, next, needs, told: new Map(told.map((one) => [one.reference, one])) };
}
