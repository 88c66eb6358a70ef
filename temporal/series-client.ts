import {
  ScheduleAlreadyRunning,
  ScheduleClient,
  ScheduleNotFoundError,
  ScheduleOverlapPolicy,
  type ConnectionLike,
} from '@temporalio/client';
import { KnownError } from '../domain/shared/errors';
import { DAY } from '../domain/shared/time';
import { OPEN_SERIES } from '../workflows/messages';
import { WINDOWS_QUEUE } from '../workflows/queues';
import { DEADLINE_MS, grpcCode, outage } from './outage';

/** What a schedule needs to know of its series. */
export interface Scheduled {
  /** `MS-2026-0001`: also the schedule's id. */
  readonly id: string;
  readonly timeZone: string;
  /** The last date a night can have. */
  readonly until: string | undefined;
}

/**
 * The only door to the Temporal Schedules behind series. The series' state in the database decides what is opened; the schedule
 * only wakes it. Every function may be repeated, and throws KnownError `temporal-unreachable` or `no-answer-yet`.
 */
export interface SeriesClient {
  /** Makes the series' schedule, which wakes it daily at noon; one that is there is resumed. KnownError for an unknown zone. */
  schedule(series: Scheduled): Promise<void>;
  /** Wakes the series now, or when it has done what it does already. */
  wake(id: string): Promise<void>;
  /** The schedule wakes the series no more until it is resumed. */
  pause(id: string, note: string): Promise<void>;
  remove(id: string): Promise<void>;
}

/** A run opens everything that is due, so that of many missed ones one is enough; but it must not be missed. */
const CATCHUP = '60 days';

const INVALID_ARGUMENT = 3;

/** The series of one namespace. */
export function createSeriesClient({
  connection,
  namespace,
}: {
  connection: ConnectionLike;
  namespace: string;
}): SeriesClient {
  const schedules = new ScheduleClient({ connection, namespace });

  /** True when it was done, false when there is no such schedule. */
  async function done(call: () => Promise<unknown>): Promise<boolean> {
    try {
      await connection.withDeadline(Date.now() + DEADLINE_MS, call);
      return true;
    } catch (error) {
      if (error instanceof ScheduleNotFoundError) return false;
      throw outage(error, 'The change may still take effect: look at the series before you try again') ?? error;
    }
  }

  return {
    async schedule(series) {
      try {
        await done(() => schedules.create(optionsOf(series)));
      } catch (error) {
        if (grpcCode(error) === INVALID_ARGUMENT) throw unknownZone(series);
        if (!(error instanceof ScheduleAlreadyRunning)) throw error;
        await done(() => schedules.getHandle(series.id).unpause('resumed through Forewarn'));
      }
    },
    async wake(id) {
      // somebody waits: after the one at work rather than not at all
      await done(() => schedules.getHandle(id).trigger(ScheduleOverlapPolicy.BUFFER_ONE));
    },
    async pause(id, note) {
      await done(() => schedules.getHandle(id).pause(note));
    },
    async remove(id) {
      await done(() => schedules.getHandle(id).delete());
    },
  };
}

function optionsOf({ id, timeZone, until }: Scheduled) {
  return {
    scheduleId: id,
    spec: {
      // no clock changes at noon, and people are there to see what was refused
      calendars: [{ hour: 12, minute: 0, comment: 'open the nights that are due' }],
      timezone: timeZone,
      // the day after the last night, whatever the zone
      ...(until === undefined ? {} : { endAt: new Date(Date.parse(until) + 2 * DAY) }),
    },
    action: {
      type: 'startWorkflow' as const,
      workflowType: OPEN_SERIES,
      workflowId: `open-series.${id}`,
      taskQueue: WINDOWS_QUEUE,
      args: [id],
      staticSummary: `Opens the nights of ${id} that are due`,
    },
    policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: CATCHUP },
  };
}

function unknownZone({ timeZone }: Scheduled): KnownError {
  const message = `is a time zone that the Temporal server does not know (${timeZone}): take an older name of it, or update the server`;
  return new KnownError('invalid-body', `recurrence.timeZone ${message}.`, [{ field: 'recurrence.timeZone', message }]);
}
