import {
  ScheduleAlreadyRunning,
  ScheduleClient,
  ScheduleNotFoundError,
  ScheduleOverlapPolicy,
} from '@temporalio/client';
import { KnownError } from '../domain/shared/errors';
import { DAY } from '../domain/shared/time';
import { OPEN_SERIES } from '../workflows/messages';
import { WINDOWS_QUEUE } from '../workflows/queues';
import type { TemporalAccess } from './connection';
import { DEADLINE_MS, grpcCode, outage } from './outage';

/** What a schedule needs to know about its series. */
export interface Scheduled {
  /** `MS-2026-0001`: also the schedule's id. */
  readonly id: string;
  readonly timeZone: string;
  /** The last possible date of a night. */
  readonly until: string | undefined;
}

/**
 * Access to the Temporal Schedules of series. The series' state in the database decides what is opened; the schedule only
 * triggers it. Every function is safe to repeat, and throws KnownError `temporal-unreachable` or `no-answer-yet`.
 */
export interface SeriesClient {
  /**
   * Creates the schedule of a series, which triggers it daily at noon; an existing one is resumed. Throws KnownError for an
   * unknown time zone.
   */
  schedule(series: Scheduled): Promise<void>;
  /** Triggers the series now, or when its current run is done. */
  wake(id: string): Promise<void>;
  /** Pauses the schedule until it is resumed. */
  pause(id: string, note: string): Promise<void>;
  remove(id: string): Promise<void>;
}

/** A run opens everything that is due, so one run makes up for many missed ones; but that one must not be missed. */
const CATCHUP = '60 days';

const INVALID_ARGUMENT = 3;

/** The series of one namespace. */
export function createSeriesClient(temporal: TemporalAccess): SeriesClient {
  const { connection } = temporal;
  const schedules = new ScheduleClient(temporal);

  /** True when it was done, false when there is no such schedule. */
  async function done(call: () => Promise<unknown>): Promise<boolean> {
    try {
      await connection.withDeadline(Date.now() + DEADLINE_MS, call);
      return true;
    } catch (error) {
      if (error instanceof ScheduleNotFoundError) return false;
      throw outage(error, 'The change may still take effect: check the series before you try again') ?? error;
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
      // a person is waiting: run after the current run instead of skipping
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
      // no clock changes at noon, and people are at work to see refusals
      calendars: [{ hour: 12, minute: 0, comment: 'open the nights that are due' }],
      timezone: timeZone,
      // the day after the last night, in every time zone
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
