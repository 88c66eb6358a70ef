import type { ChannelAdapter } from '../../activities/ports/channels';
import type { ChannelStates } from '../../activities/ports/channel-records';
import { optional } from '../../domain/shared/optional';
import type { WindowView } from '../../domain/window/view';
import { attempted } from '../convergence/attempt';
import { converge } from './converge';
import type { MonitoringSystem, ReadCovered } from './system';

/** A write arrives at most so long after its attempt has begun to write (ms): a minute to send all, a minute for the last one. */
const LATE_WRITE_MS = 120_000;

/** What the channel reads of windows, and where it keeps what it knows of their silences. */
export interface SilenceRecords {
  readonly states: ChannelStates;
  /** Undefined when there is no such window; private ones are read like any other. */
  readView(reference: string): Promise<WindowView | undefined>;
  readonly readCovered: ReadCovered;
}

export interface SilencesChannelOptions {
  readonly records: SilenceRecords;
  /** One of each for each attempt, so that its calls are counted. */
  readonly createSystems: () => readonly MonitoringSystem[];
  /** Silent so long before the planned start (ms); 0: from the actual one. */
  readonly beforeMs: number;
  /** Names this installation: the public address. */
  readonly origin: string;
  /** UTC ms. */
  readonly clock?: () => number;
  readonly lateWriteMs?: number;
}

/** Keeps monitoring silent for the work and only for it (C8), independently of every other channel (C7). */
export function createSilencesChannel(options: SilencesChannelOptions): ChannelAdapter {
  const { records, createSystems, beforeMs, origin, clock = Date.now, lateWriteMs = LATE_WRITE_MS } = options;
  const { states, readCovered } = records;
  return {
    async converge(reference, now) {
      const view = await records.readView(reference);
      if (!view) return { converged: true, calls: 0 };
      const { sequence, spec, phase, startedAt, endedAt } = view;
      return attempted({ states, clock }, { reference, sequence }, async () => {
        const systems = createSystems();
        const window = { reference, phase, startedAt, endedAt, slot: spec.slot, title: spec.title, scope: spec.scope };
        const { repaired, lookAgainInMs } = await converge(
          { states, systems, clock, lateWriteMs, resources: readCovered },
          { window, beforeMs, origin, now },
        );
        return {
          calls: systems.reduce((sum, { calls }) => sum + calls, 0),
          drift: repaired,
          ...optional({ repaired: repaired.length > 0 ? repaired : undefined, lookAgainInMs }),
        };
      });
    },
  };
}
