import type { ChannelAdapter } from '../../activities/ports/channels';
import type { ChannelStates, HeldComponents, PublicEntry } from '../../activities/ports/channel-records';
import { attempted } from '../convergence/attempt';
import { converge } from './converge';
import { desiredEntry, type Describe } from './desired-entry';
import { componentsFor, readMapping, type Mapping } from './mapping';
import type { StatuspageApiClient } from './statuspage-api-client';

/** A write without an answer may arrive so late (ms); how soon lists show a new entry is not documented. */
const LATE_WRITE_MS = 120_000;

/** What the channel reads of windows, and where it keeps what it knows of their entries. */
export interface StatuspageRecords {
  readonly states: ChannelStates;
  readonly heldByOthers: HeldComponents;
  /** Undefined alike for a window that does not exist, is private, or has not been announced (N7). */
  readEntry(reference: string): Promise<PublicEntry | undefined>;
  /** The kinds of the resources the window touches. */
  readKinds(reference: string): Promise<readonly string[]>;
}

export interface StatuspageChannelOptions {
  readonly records: StatuspageRecords;
  readonly mapFile: string;
  /** The built-in page's words. */
  readonly describe: Describe;
  /** Names this installation, so that two on one page keep apart: the public address. */
  readonly origin: string;
  /** One for each attempt, so that its calls are counted. */
  readonly createClient: () => StatuspageApiClient;
  /** UTC ms. */
  readonly clock?: () => number;
  readonly lateWriteMs?: number;
}

/** Keeps windows in step with Atlassian Statuspage (C3), independently of every other channel (C7). */
export function createStatuspageChannel(options: StatuspageChannelOptions): ChannelAdapter {
  const { records, mapFile, describe, origin, createClient, clock = Date.now, lateWriteMs = LATE_WRITE_MS } = options;
  const { states, heldByOthers } = records;

  async function mappedComponents(reference: string, locations: readonly string[], mapping: Mapping) {
    const kinds = Object.keys(mapping.kinds).length > 0 ? await records.readKinds(reference) : [];
    return componentsFor({ locations, kinds }, mapping);
  }

  return {
    async converge(reference) {
      const entry = await records.readEntry(reference);
      if (!entry) return { converged: true, calls: 0 };
      const { window, sequence } = entry;
      return attempted({ states, clock }, { reference, sequence }, async () => {
        const mapping = await readMapping(mapFile);
        const client = createClient();
        const request = {
          desired: desiredEntry(window, describe),
          mapped: await mappedComponents(reference, window.locations, mapping),
          onDrift: mapping.drift,
          origin,
        };
        const drift = await converge({ client, states, heldByOthers, clock, lateWriteMs }, request);
        return { calls: client.calls, drift };
      });
    },
  };
}
