import type { ChannelAdapter } from '../../activities/ports/channels';
import { HOUR, MINUTE } from '../../domain/shared/time';
import type { Database } from '../../store/database/database';
import type { Reach } from './channel-world';
import { PublicLife } from './public-life';
import { SEED } from './seed';
import { chanceOf, type Chance } from './seeded';
import { iso } from './windows';

/**
 * Windows go through their steps while requests of their channel fail and its process dies, both at random. FAULT_RUNS sets the
 * number of lives.
 */

/** The number of lives, unless FAULT_RUNS is set. */
export const livesOf = (usual: number) => Number(process.env.FAULT_RUNS ?? usual);

type Step = (life: PublicLife) => Promise<unknown>;

export const STEPS = {
  announce: (life) => life.announce(),
  toStart: (life) => life.toStart(),
  start: (life) => life.give('start', { note: 'Crew is on site.' }),
  post: (life) => life.give('post', { message: `Half is done at ${iso(life.now)}.` }),
  later: (life) => life.advance(20 * MINUTE),
  overrun: (life) => life.advance(3 * HOUR),
  verify: (life) => life.give('verify'),
  complete: (life) => life.give('complete', { message: 'All is back.' }),
  cancel: (life) => life.give('cancel', { reason: 'The parts are late.' }),
  /** After a cancellation during the work: the roll-back is through. */
  rolledBack: (life) => life.give('complete', { override: 'Systems were looked at.' }),
  reschedule: (life) => {
    const { startsAt, endsAt } = life.slot;
    return life.give('reschedule', { start: iso(startsAt + HOUR), end: iso(endsAt + HOUR), reason: 'Parts.' });
  },
} as const satisfies Record<string, Step>;

interface FaultyWorld<Fault extends string> {
  readonly db: Database;
  readonly time: { now: number };
  readonly standIn: { faults: (seen: never) => Fault | undefined; reset(): void };
  channel(change: { timeoutMs?: number; reach?: Reach }): ChannelAdapter;
}

/** What the test of one channel adds. */
export interface Lives<Fault extends string> {
  readonly lives: readonly (readonly Step[])[];
  /** The faults of requests, each equally likely. */
  readonly faults: readonly Fault[];
  /** Draws other random circumstances. Returns the window's body. */
  readonly begin: (chance: Chance) => ConstructorParameters<typeof PublicLife>[1]['body'];
  /** Called after the last fault, when the channel says that it has converged. */
  readonly check: (reference: string) => Promise<void>;
}

/** The process has died: nothing it had begun continues. */
class Killed extends Error {}

/** Runs that many lives, one after the other. Throws, with the seed, for the first that does not converge or fails its check. */
export async function liveUnderFaults<Fault extends string>(
  count: number,
  world: FaultyWorld<Fault>,
  lives: Lives<Fault>,
): Promise<void> {
  for (let run = 1; run <= count; run++) {
    const reference = `MW-2026-${String(run).padStart(4, '0')}`;
    try {
      await liveThrough(reference, world, lives, chanceOf(SEED + run));
    } catch (error) {
      throw new Error(`run ${String(run)} of FOREWARN_TEST_SEED=${String(SEED)} failed: ${String(error)}`, {
        cause: error,
      });
    }
  }
}

async function liveThrough<Fault extends string>(
  reference: string,
  world: FaultyWorld<Fault>,
  { lives, faults, begin, check }: Lives<Fault>,
  chance: Chance,
): Promise<void> {
  const { standIn, time } = world;
  standIn.reset();
  const body = begin(chance) ?? {};
  const life = new PublicLife(world.db, { reference, now: time.now, body });
  await life.save();
  for (const step of chance.pick(lives)) {
    await step(life);
    time.now = Math.max(time.now, life.now);
    standIn.faults = () => (chance.percent(35) ? chance.pick(faults) : undefined);
    const attempts = chance.between(0, 4);
    for (let tries = 0; tries < attempts; tries++) {
      // short, because a request that hangs takes that much real time
      if (await attempt(world, reference, chance, { timeoutMs: 60, reach: killer(chance) })) break;
    }
  }
  standIn.faults = () => undefined;
  for (let tries = 0; !(await attempt(world, reference, chance, {})); tries++) {
    if (tries > 20) throw new Error('it never converges');
  }
  await check(reference);
}

/** One attempt of the channel in a process that may die, and the pause the workflow makes after it. */
async function attempt(
  { channel, time }: Pick<FaultyWorld<never>, 'channel' | 'time'>,
  reference: string,
  chance: Chance,
  change: { timeoutMs?: number; reach?: Reach },
): Promise<boolean> {
  try {
    const outcome = await channel(change).converge(reference, time.now);
    if ('converged' in outcome) return true;
    time.now += Math.max(1_000, outcome.retryInMs ?? 5_000);
  } catch (error) {
    if (!(error instanceof Killed)) throw error;
    // the activity times out and is tried again
    time.now += chance.between(1_000, 31_000);
  }
  return false;
}

/** Dies at a random step outside the process, right before or right after it was carried out; or never. */
function killer(chance: Chance): Reach {
  let left = chance.percent(50) ? chance.between(0, 13) : Infinity;
  const after = chance.percent(50);
  return async (work) => {
    if (left < 0) throw new Killed();
    left -= 1;
    if (left >= 0) return work();
    if (after) await work().catch(() => undefined);
    throw new Killed();
  };
}
