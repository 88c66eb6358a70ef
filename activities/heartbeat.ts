import { Context } from '@temporalio/activity';
import { SECOND } from '../domain/shared/time';

const HEARTBEAT_MS = 1 * SECOND;

/**
 * Runs the step and tells Temporal every second that this process lives: a worker that was killed is noticed after the
 * activity's heartbeat timeout, long before the time that the step itself may take.
 */
export async function whileBeating<T>(step: () => Promise<T>): Promise<T> {
  const context = Context.current();
  const beat = setInterval(() => context.heartbeat(), HEARTBEAT_MS);
  try {
    return await step();
  } finally {
    clearInterval(beat);
  }
}
