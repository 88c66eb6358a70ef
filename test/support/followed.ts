import type { ChannelAdapter, ChannelOutcome } from '../../activities/ports/channels';
import type { Database } from '../../store/database/database';
import { PublicLife } from './public-life';

/** The world of a channel that follows windows: see useChannelWorld. */
interface FollowingWorld {
  readonly db: Database;
  readonly time: { now: number };
  channel(): ChannelAdapter;
}

type Body = ConstructorParameters<typeof PublicLife>[1]['body'];

/** A window whose life a channel follows. */
export class Followed {
  readonly life: PublicLife;

  constructor(
    private readonly world: FollowingWorld,
    readonly reference: string,
    body: Body = {},
  ) {
    this.life = new PublicLife(world.db, { reference, body, now: world.time.now });
  }

  /** Lets the channel converge; the clock is at least the window's. */
  async converge(channel = this.world.channel()): Promise<ChannelOutcome> {
    const { time } = this.world;
    time.now = Math.max(time.now, this.life.now);
    return channel.converge(this.reference, time.now);
  }

  async does(step: (life: PublicLife) => Promise<unknown>): Promise<ChannelOutcome> {
    await step(this.life);
    return this.converge();
  }
}

/** Windows for the tests of one file, numbered in order and removed after each test. */
export function useFollowed(world: FollowingWorld) {
  let windows = 0;
  afterEach(() => world.db.deleteFrom('windows').execute());

  function follow(body?: Body): Followed {
    windows += 1;
    return new Followed(world, `MW-2026-${String(windows).padStart(4, '0')}`, body);
  }

  return {
    follow,
    /** An announced window that the channel has already seen. */
    announced: async (body?: Body): Promise<Followed> => {
      const followed = follow(body);
      await followed.does((life) => life.announce());
      return followed;
    },
    /** The channel's state in the database. */
    stateOf: (reference: string) =>
      world.db.selectFrom('channel_states').where('window_reference', '=', reference).selectAll().executeTakeFirst(),
  };
}

/** Why an attempt did not converge. */
export const behind = (outcome: ChannelOutcome) => ('behind' in outcome ? outcome.behind : 'it converged');
