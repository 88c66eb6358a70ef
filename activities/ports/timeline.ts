import type { Refusal } from '../../domain/shared/errors';
import type { RecordedEvent } from '../../domain/window/events';

/** The window's life on record. */

/** A step of a window's life: its new events, numbered on from the last step's. */
export interface TimelineEntry {
  readonly reference: string;
  readonly events: readonly RecordedEvent[];
  /**
   * How many events each of the commands has brought that the step answers; they add up to all. A notice speaks of the
   * command that began it. Absent: one command.
   */
  readonly parts?: readonly number[];
}

/** What became of a step; with a `refusal` nothing was written, and the step has not happened. */
export interface RecordedStep {
  readonly refusal?: Refusal;
}

/** Steps before these are not on record; trying again helps once they are. */
export class StepsMissing extends Error {
  override readonly name = 'StepsMissing';
}

export interface Timeline {
  /**
   * Timeline rows, read model, begun notices and RFO texts in one transaction; repeating it changes nothing. A step that
   * changes the plan is checked there against other plans (L9) and against what newcomers are promised (N11), so that of two
   * steps that cannot both be only one is written. Throws StepsMissing when events before these are missing.
   */
  record(entry: TimelineEntry): Promise<RecordedStep>;
}
