import { desiredThread } from '../../channels/slack/desired-thread';
import { FAULTS, type FaultPlan } from '../../dev/slack/faults';
import { HOUR, MINUTE } from '../../domain/time';
import { readInternalEntry } from '../../store/internal-entry';
import { PublicLife } from '../support/public-life';
import { useSlack, type Reach } from '../support/slack-world';
import { iso } from '../support/windows';

const RUNS = Number(process.env.FAULT_RUNS ?? 40);
const SEED = Number(process.env.FAULT_SEED ?? Math.floor(Math.random() * 1e9));

const world = useSlack();

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
const overrun: Step = (life) => life.advance(3 * HOUR);
const later: Step = (life) => life.advance(20 * MINUTE);
const complete: Step = (life) => life.give('complete', { message: 'All is back.' });
const cancel: Step = (life) => life.give('cancel', { reason: 'The parts are late.' });
const reschedule: Step = async (life) => {
  const { startsAt, endsAt } = life.slot;
  await life.give('reschedule', { start: iso(startsAt + HOUR), end: iso(endsAt + HOUR), reason: 'Parts.' });
};

const LIVES: readonly (readonly Step[])[] = [
  [announce, toStart, start, later, post, complete],
  [announce, reschedule, toStart, start, overrun, complete],
  [announce, cancel],
  [later, cancel],
];

function faultsFor(random: Random, rate: number): FaultPlan {
  // the one that is hardest to bear comes more often
  return () => (random() < rate ? pick(random, [...FAULTS, 'late', 'late'] as const) : undefined);
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
    const outcome = await world.channel(reach ? { timeoutMs: 60, reach } : {}).converge(reference);
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
  standIn.known.dedupes = random() < 0.2;
  const visibility = pick(random, ['public', 'private'] as const);
  const life = new PublicLife(world.db, { reference, now: time.now, body: { visibility } });
  await life.save();
  for (const step of pick(random, LIVES)) {
    await step(life);
    time.now = Math.max(time.now, life.now);
    standIn.faults = faultsFor(random, 0.35);
    const attempts = Math.floor(random() * 4);
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
  const entry = await readInternalEntry(world.db, reference);
  if (!entry) throw new Error('not on record');
  const desired = desiredThread(entry, world.looks);
  const { messages } = world.standIn;
  const firsts = messages.filter(({ thread_ts }) => thread_ts === undefined);
  expect(firsts).toMatchObject([{ text: desired.first.text, blocks: desired.first.blocks }]);
  const replies = messages.filter(({ thread_ts }) => thread_ts === firsts[0]?.ts);
  expect(replies).toHaveLength(messages.length - 1);
  // every update once, in order, and the list of customers after the announcement
  const expected = desired.replies.flatMap(({ sequence, listsCustomers }) => [
    `reply:${String(sequence)}.0`,
    ...(listsCustomers ? [`reply:${String(sequence)}.1`] : []),
  ]);
  expect(replies.map(({ metadata }) => metadata?.event_payload.key)).toEqual(expected);
}

test(`C4: ${String(RUNS)} lives under faults and kills: one thread, each update told once, the first message right`, async () => {
  for (let run = 1; run <= RUNS; run++) {
    try {
      await liveThrough(run, randomOf(SEED + run));
    } catch (error) {
      throw new Error(`run ${String(run)} of FAULT_SEED=${String(SEED)} failed: ${String(error)}`, { cause: error });
    }
  }
  expect(await world.db.selectFrom('channel_states').where('failures', '>', 0).selectAll().execute()).toEqual([]);
}, 300_000);
