import type { ChannelAdapter } from '../../activities/ports/channels';
import type { AffectedCustomer, ChannelStates, InternalEntry } from '../../activities/ports/channel-records';
import type { WindowView } from '../../domain/window/view';
import { attempted } from '../convergence/attempt';
import { converge } from './converge';
import { MOST_CUSTOMERS } from './customer-list';
import { desiredThread, type Looks } from './desired-thread';
import type { SlackApiClient } from './slack-api-client';

/** A write without an answer may arrive so late (ms). */
const LATE_WRITE_MS = 60_000;

/** What the channel reads of windows, and where it keeps what it knows of their threads. */
export interface SlackRecords {
  readonly states: ChannelStates;
  /** Undefined when there is no such window; private ones are read like any other. */
  readEntry(reference: string): Promise<InternalEntry | undefined>;
  /** The affected customers by name, at most `limit`. */
  readCustomers(view: WindowView, limit: number): Promise<AffectedCustomer[]>;
}

export interface SlackThreadsOptions {
  readonly records: SlackRecords;
  readonly looks: Looks;
  /** One for each attempt, so that its calls are counted. */
  readonly createClient: () => SlackApiClient;
  /** UTC ms. */
  readonly clock?: () => number;
  readonly lateWriteMs?: number;
}

/** Keeps one thread for each window in the internal channel (C4), independently of every other channel (C7). */
export function createSlackThreads(options: SlackThreadsOptions): ChannelAdapter {
  const { records, looks, createClient, clock = Date.now, lateWriteMs = LATE_WRITE_MS } = options;
  const { states } = records;
  return {
    async converge(reference) {
      const entry = await records.readEntry(reference);
      if (!entry) return { converged: true, calls: 0 };
      const { sequence } = entry.view;
      return attempted({ states, clock }, { reference, sequence }, async () => {
        const client = createClient();
        const request = {
          desired: desiredThread(entry, looks),
          customers: () => records.readCustomers(entry.view, MOST_CUSTOMERS),
          // installations that share a channel keep apart by their addresses
          origin: looks.publicUrl,
        };
        const drift = await converge({ client, states, clock, lateWriteMs }, request);
        return { calls: client.calls, drift };
      });
    },
  };
}
