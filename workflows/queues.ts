import type { Priority } from '@temporalio/common';
import type { Urgency } from '../domain/notices/urgency';

/**
 * Who waits for whom (N14). Work that must not wait for other work has slots of its own, and so a queue of its own; within a
 * queue the priority decides, 1 before 5. A server without support for priorities takes tasks in order of arrival.
 */

/** Windows, and the short activities that put their steps on record. */
export const WINDOWS_QUEUE = 'forewarn-windows';
/** Work that waits for systems outside: channels, and the opening of a series' nights. */
export const CHANNELS_QUEUE = 'forewarn-channels';
/** Work on resources, which waits for executors: a look at it may take a minute. */
export const WORK_QUEUE = 'forewarn-work';
/** The first slice of a notice to customers of an emergency. */
export const URGENT_QUEUE = 'forewarn-urgent';
/** The first slice of any other notice to customers. */
export const DELIVERY_QUEUE = 'forewarn-delivery';
/** The first slice of a notice to the provider's own people. */
export const INTERNAL_QUEUE = 'forewarn-internal';
/** What the first slice of a notice has left: large notices, and retries. */
export const BULK_QUEUE = 'forewarn-bulk';

export interface Place {
  readonly taskQueue: string;
  readonly priority: Priority;
}

/** Where the first slice of a notice is sent. */
export const FIRST_SLICE: Record<Urgency, Place> = {
  emergency: { taskQueue: URGENT_QUEUE, priority: { priorityKey: 1 } },
  customers: { taskQueue: DELIVERY_QUEUE, priority: { priorityKey: 2 } },
  internal: { taskQueue: INTERNAL_QUEUE, priority: { priorityKey: 4 } },
};

/**
 * Mails about preventive measures: all that are due on a date are due at one instant, and a mail server that hangs then must keep no
 * channel of an emergency waiting.
 */
export const MEASURES: Place = { taskQueue: INTERNAL_QUEUE, priority: { priorityKey: 5 } };

/** Where the others are. */
export const LATER_SLICES: Record<Urgency, Place> = {
  emergency: { taskQueue: BULK_QUEUE, priority: { priorityKey: 1 } },
  customers: { taskQueue: BULK_QUEUE, priority: { priorityKey: 3 } },
  internal: { taskQueue: BULK_QUEUE, priority: { priorityKey: 5 } },
};

/** What a step puts on record: a notice that is to leave, what a person waits for, or what has come to rest. */
export const RECORDING: Record<Urgency | 'person' | 'rest', Priority> = {
  emergency: { priorityKey: 1 },
  customers: { priorityKey: 2 },
  person: { priorityKey: 2 },
  internal: { priorityKey: 4 },
  rest: { priorityKey: 5 },
};

/** The workflow tasks of a window. */
export function windowPriority(windowClass: string): Priority {
  return { priorityKey: windowClass === 'emergency' ? 1 : 3 };
}
