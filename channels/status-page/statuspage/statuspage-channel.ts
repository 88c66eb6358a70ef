import { setTimeout as pause } from 'node:timers/promises';
import type { ChannelOutcome, StatusPageChannel } from '../../../activities/ports';
import { createChannelStates, type ChannelStates } from '../../../store/channel-states';
import type { Database } from '../../../store/database';
import { createHeldComponents } from '../../../store/held-components';
import { readAffectedKinds, readPublicEntry, type PublicEntry } from '../../../store/public-entry';
import { createRequestSlots } from '../../../store/request-slots';
import { converge } from './converge';
import { desiredEntry, type Describe } from './desired-entry';
import { componentsFor, MappingError, readMapping, type Mapping } from './mapping';
import { Waiting } from './outside';
import { createStatuspageApiClient, type StatuspageApiClient } from './statuspage-api-client';
import { StatuspageError } from './statuspage-error';

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
/** The longest to queue for the key's pace (ms); then the attempt ends, so that it holds no worker's place. */
const PATIENCE = 15_000;
/** A write without an answer may arrive so late (ms); how soon lists show a new entry is not documented. */
const SETTLE = 120_000;
/** How soon to try again after a failure that time may mend, or that a person must (ms). */
const RETRY_AWAY = 15_000;
const RETRY_REFUSED = 120_000;

/** A client for one page under the pace of its key, which all workers on the database share. */
export function createPacedClient(db: Database, { key, page, url }: StatuspageSettings): StatuspageApiClient {
  return createStatuspageApiClient({
    ...{ key, page, url, timeoutMs: REQUEST_TIMEOUT, patienceMs: PATIENCE },
    slots: createRequestSlots(db, key),
    sleep: (ms) => pause(ms),
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

  async function attempt(reference: string, { window, sequence }: PublicEntry): Promise<ChannelOutcome> {
    const mapping = await readMapping(mapFile);
    const client = createClient();
    const drift = await converge(
      { client, states, heldByOthers, clock, settleMs },
      {
        desired: desiredEntry(window, describe),
        components: await affectedComponents(reference, window.locations, mapping),
        onDrift: mapping.drift,
        origin,
      },
    );
    await states.succeeded(reference, sequence, clock(), drift);
    return { converged: true, calls: client.calls, ...(drift.length > 0 ? { drift } : {}) };
  }

  async function affectedComponents(reference: string, locations: readonly string[], mapping: Mapping) {
    const kinds = Object.keys(mapping.kinds).length > 0 ? await readAffectedKinds(db, reference) : [];
    return componentsFor({ locations, kinds }, mapping);
  }

  return {
    async converge(reference) {
      const entry = await readPublicEntry(db, reference);
      if (!entry) return { converged: true, calls: 0 };
      try {
        return await attempt(reference, entry);
      } catch (error) {
        const behind = behindBecause(error);
        if (!behind) throw error;
        if (behind.failed) await states.failed(reference, behind.because, clock());
        return { behind: behind.because, retryInMs: behind.retryInMs };
      }
    },
  };
}

interface Behind {
  readonly because: string;
  readonly retryInMs: number;
  /** False for what is only a matter of waiting one's turn. */
  readonly failed: boolean;
}

function behindBecause(error: unknown): Behind | undefined {
  if (error instanceof Waiting) return { because: error.message, retryInMs: error.retryInMs, failed: false };
  if (error instanceof MappingError) return { because: error.message, retryInMs: RETRY_REFUSED, failed: true };
  if (!(error instanceof StatuspageError)) return undefined;
  const { fault, message, retryInMs } = error;
  if (fault === 'queued') return { because: message, retryInMs: retryInMs ?? RETRY_AWAY, failed: false };
  const again = retryInMs ?? (fault === 'away' || fault === 'limited' ? RETRY_AWAY : RETRY_REFUSED);
  return { because: message, retryInMs: again, failed: true };
}
