import { desiredEntry, pendingSteps } from '../../channels/status-page/statuspage/desired-entry';
import { FAULTS, type FaultPlan } from '../../dev/statuspage/faults';
import { USUAL, type Switches } from '../../dev/statuspage/model';
import { HOUR, MINUTE } from '../../domain/time';
import { readPublicEntry } from '../../store/public-entry';
import { updateParagraphs } from '../../web/status/wording';
import { PublicLife } from '../support/public-life';
import { useStatuspage, type Reach } from '../support/statuspage-world';
import { iso } from '../support/windows';

const RUNS = Number(process.env.FAULT_RUNS ?? 60);
const SEED = Number(process.env.FAULT_SEED ?? Math.floor(Math.random() * 1e9));

const world = useStatuspage();

/** The process is gone: nothing it had begun goes on. */
class Killed extends Error {}

type Random = () => number;

function randomOf(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const pick = <T>(random: Random, from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;

type Step = (life: PublicLife) => Promise<unknown>;
const announce: Step = (life) => life.announce();
const toStart: Step = (life) => life.toStart();
const start: Step = (life) => life.give('start', { note: 'Crew is on site.' });
const post: Step = (life) => life.give('post', { message: `Half is done at ${iso(life.now)}.` });
const later: Step = (life) => life.advance(20 * MINUTE);
const overrun: Step = (life) => life.advance(3 * HOUR);
const verify: Step = (life) => life.give('verify');
const complete: Step = (life) => life.give('complete', { message: 'All is back.' });
const cancel: Step = (life) => life.give('cancel', { reason: 'The parts are late.' });
const reschedule: Step = async (life) => {
  const { startsAt, endsAt } = life.slot;
  await life.give('reschedule', { start: iso(startsAt + HOUR), end: iso(endsAt + HOUR), reason: 'Parts.' });
};

const LIVES: readonly (readonly Step[])[] = [
  [announce, toStart, start, later, post, verify, later, complete],
  [announce, reschedule, toStart, start, overrun, complete],
  [announce, post, reschedule, later, reschedule, toStart, start, complete],
  [announce, cancel],
  [announce, toStart, start, post, cancel],
];

function switchesFor(random: Random): Switches {
  return {
    ...USUAL,
    metadata: pick(random, ['replace', 'merge']),
    completionRestores: pick(random, [true, false]),
    listSize: pick(random, ['limit', 'per_page']),
    firstPage: pick(random, [0, 1]),
    scheduledShowsLate: pick(random, [true, false]),
    unknownComponent: pick(random, ['refuse', 'ignore']),
    errorForm: pick(random, ['text', 'list', 'fields']),
    listDelayMs: pick(random, [0, 5_000, 30_000]),
    offsetHours: pick(random, [0, 2, -5]),
  };
}

function faultsFor(random: Random, rate: number): FaultPlan {
  return () => (random() < rate ? pick(random, FAULTS) : undefined);
}

/** Dies at some step out of the process, right before or right after it was carried out; perhaps never. */
function killer(random: Random): Reach {
  let left = random() < 0.5 ? Math.floor(random() * 14) : Infinity;
  const after = random() < 0.5;
  return async (work) => {
    if (left < 0) throw new Killed();
    left -= 1;
    if (left >= 0) return work();
    if (after) await work().catch(() => undefined);
    throw new Killed();
  };
}

/** One attempt of the channel in a process that may die, and the pause the workflow makes after it. */
async function attempt(reference: string, random: Random, reach?: Reach): Promise<boolean> {
  try {
    // under faults short: a request that hangs costs as much real time
    const channel = world.channel(reach ? { timeoutMs: 60, reach } : {});
    const outcome = await channel.converge(reference);
    if ('converged' in outcome) return true;
    world.time.now += Math.max(1_000, outcome.retryInMs ?? 5_000);
  } catch (error) {
    if (!(error instanceof Killed)) throw error;
    // the activity times out and is tried again
    world.time.now += 1_000 + Math.floor(random() * 30_000);
  }
  return false;
}

async function liveThrough(run: number, random: Random): Promise<void> {
  const { standIn, time } = world;
  const reference = `MW-2026-${String(run).padStart(4, '0')}`;
  standIn.reset();
  standIn.switches = switchesFor(random);
  const steps = pick(random, LIVES);
  const life = new PublicLife(world.db, { reference, now: time.now });
  await life.save();
  for (const step of steps) {
    await step(life);
    time.now = Math.max(time.now, life.now);
    standIn.faults = faultsFor(random, 0.35);
    const attempts = Math.floor(random() * 5);
    for (let tries = 0; tries < attempts; tries++) {
      if (await attempt(reference, random, killer(random))) break;
    }
  }
  standIn.faults = () => undefined;
  for (let tries = 0; !(await attempt(reference, random)); tries++) {
    if (tries > 20) throw new Error('it never converges');
  }
  await check(reference);
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
  const { standIn } = world;
  for (let run = 1; run <= RUNS; run++) {
    const seed = SEED + run;
    try {
      await liveThrough(run, randomOf(seed));
    } catch (error) {
      throw new Error(`run ${String(run)} of FAULT_SEED=${String(SEED)} failed: ${String(error)}`, { cause: error });
    }
  }
  expect(mostInAMinute(standIn.arrivals)).toBeLessThanOrEqual(60);
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
