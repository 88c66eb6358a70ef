import type { StatusPageChannel } from '../../activities/ports/channels';
import { createChannelStates, type ChannelStates } from '../../store/channels/channel-states';
import type { Database } from '../../store/database/database';
import { createHeldComponents } from '../../store/channels/held-components';
import { readAffectedKinds, readPublicEntry } from '../../store/public/public-entry';
import { attempted } from '../convergence/attempt';
import { createPace } from '../convergence/pace';
import { converge } from './converge';
import { desiredEntry, type Describe } from './desired-entry';
import { componentsFor, readMapping, type Mapping } from './mapping';
import { createStatuspageApiClient, type StatuspageApiClient } from './statuspage-api-client';

/** The channel's name in `channel_states`. */
const STATUSPAGE_CHANNEL = 'statuspage';

export interface StatuspageSettings {
  readonly key: string;
  readonly page: string;
  readonly url: string;
  readonly mapFile: string;
}

/** The longest a request may take (ms): Statuspage answers in about a second. */
const REQUEST_TIMEOUT = 20_000;
/** A write without an answer may arrive so late (ms); how soon lists show a new entry is not documented. */
const SETTLE = 120_000;

/** A client for one page under the pace of its key, which all workers on the database share. */
export function createPacedStatuspageClient(db: Database, { key, page, url }: StatuspageSettings): StatuspageApiClient {
  return createStatuspageApiClient({
    ...{ key, page, url, timeoutMs: REQUEST_TIMEOUT },
    ...createPace(db, key),
  });
}

export interface StatuspageChannelDependencies {
  readonly db: Database;
  readonly mapFile: string;
  /** The built-in page's words. */
  readonly describe: Describe;
  /** Names this installation, so that two on one page keep apart: the public address. */
  readonly origin: string;
  /** One for each attempt, so that its calls are counted. */
  readonly createClient: () => StatuspageApiClient;
  readonly states?: ChannelStates;
  /** UTC ms. */
  readonly clock?: () => number;
  readonly settleMs?: number;
}

/** Keeps windows in step with Atlassian Statuspage (C3), independently of every other channel (C7). */
export function createStatuspageChannel(deps: StatuspageChannelDependencies): StatusPageChannel {
  const { db, mapFile, describe, origin, createClient, clock = Date.now, settleMs = SETTLE } = deps;
  const states = deps.states ?? createChannelStates(db, STATUSPAGE_CHANNEL);
  const heldByOthers = createHeldComponents(db, STATUSPAGE_CHANNEL);

  async function affectedComponents(reference: string, locations: readonly string[], mapping: Mapping) {
    const kinds = Object.keys(mapping.kinds).length > 0 ? await readAffectedKinds(db, reference) : [];
    return componentsFor({ locations, kinds }, mapping);
  }

  return {
    async converge(reference) {
      const entry = await readPublicEntry(db, reference);
      if (!entry) return { converged: true, calls: 0 };
      const { window, sequence } = entry;
      return attempted({ states, clock }, { reference, sequence }, async () => {
        const mapping = await readMapping(mapFile);
        const client = createClient();
        const request = {
          desired: desiredEntry(window, describe),
          components: await affectedComponents(reference, window.locations, mapping),
          onDrift: mapping.drift,
          origin,
        };
        const drift = await converge({ client, states, heldByOthers, clock, settleMs }, request);
        return { calls: client.calls, drift };
      });
    },
  };
}
