import { desiredEntry, pendingSteps } from '../../channels/statuspage/desired-entry';
import { FAULTS } from '../../stand-ins/statuspage/faults';
import { USUAL, type Switches } from '../../stand-ins/statuspage/model';
import { readPublicEntry } from '../../store/public/public-entry';
import { updateParagraphs } from '../../domain/public/wording';
import { livesOf, liveUnderFaults, STEPS } from '../support/lives-under-faults';
import type { Chance } from '../support/seeded';
import { useStatuspage } from '../support/statuspage-world';

const RUNS = livesOf(30);

const world = useStatuspage();

const { announce, toStart, start, post, later, overrun, verify, complete, cancel, rolledBack, reschedule } = STEPS;
const LIVES = [
  [announce, toStart, start, later, post, verify, later, complete],
  [announce, reschedule, toStart, start, overrun, complete],
  [announce, post, reschedule, later, reschedule, toStart, start, complete],
  [announce, cancel],
  [announce, toStart, start, post, cancel, rolledBack],
];

function switchesFor(chance: Chance): Switches {
  return {
    ...USUAL,
    metadata: chance.pick(['replace', 'merge']),
    completionRestores: chance.pick([true, false]),
    listSize: chance.pick(['limit', 'per_page']),
    firstPage: chance.pick([0, 1]),
    scheduledShowsLate: chance.pick([true, false]),
    unknownComponent: chance.pick(['refuse', 'ignore']),
    errorForm: chance.pick(['text', 'list', 'fields']),
    listDelayMs: chance.pick([0, 5_000, 30_000]),
    offsetHours: chance.pick([0, 2, -5]),
  };
}

async function check(reference: string): Promise<void> {
  const { standIn } = world;
  const entry = await readPublicEntry(world.db, reference);
  if (!entry) throw new Error('not public');
  const desired = desiredEntry(entry.window, updateParagraphs);
  const incidents = standIn.incidents();
  expect(standIn.statuses()).toEqual({
    ...{ vienna1: 'operational', vienna2: 'operational', america: 'operational', europe: 'operational' },
  });
  if (desired.cancelled && incidents.length === 0) {
    expect(standIn.notices).toEqual([]);
    return;
  }
  expect(incidents).toMatchObject([{ name: desired.name, status: 'completed' }]);
  const told = standIn.notices.map(({ metadata }) => metadata.forewarn?.last_step as number);
  // once each, in order
  expect(told).toEqual([...new Set(told)].sort((one, other) => one - other));
  const owed = pendingSteps(desired, 0).map(({ sequence }) => sequence);
  expect(told.filter((sequence) => owed.includes(sequence))).toEqual(owed);
  expect(incidents[0]?.updates[0]?.body).toBe(desired.steps.at(-1)?.body);
}

test(`C3: ${String(RUNS)} lives under faults and kills: one entry, each step told once, components restored`, async () => {
  await liveUnderFaults(RUNS, world, {
    lives: LIVES,
    faults: FAULTS,
    begin(chance) {
      world.standIn.switches = switchesFor(chance);
      return {};
    },
    check,
  });
  expect(mostInAMinute(world.standIn.arrivals)).toBeLessThanOrEqual(60);
}, 300_000);

/** The most arrivals in any rolling minute. */
function mostInAMinute(arrivals: readonly number[]): number {
  let first = 0;
  let most = 0;
  arrivals.forEach((at, place) => {
    while ((arrivals[first] ?? at) <= at - 60_000) first += 1;
    most = Math.max(most, place - first + 1);
  });
  return most;
}
