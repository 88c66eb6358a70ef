import type { Database } from '../store/database/database';
import { doneAhead } from '../store/work/done-ahead';
import type { WindowsClient } from '../temporal/windows-client';

export interface CallingOff {
  readonly db: Database;
  readonly windows: Pick<WindowsClient, 'nothingLeft'>;
  /** Called with what went wrong; the API's process does this again each minute. */
  readonly onUntold: (error: unknown) => void;
}

/**
 * Tells windows that have not begun that all of their work is done, so that they call themselves off and everybody hears it (S5).
 * A window that is told twice does it once. What was done is on record, whatever becomes of this. Never throws.
 */
export async function callOffDone(
  { db, windows, onUntold }: CallingOff,
  among: Parameters<typeof doneAhead>[1],
): Promise<void> {
  try {
    for (const { reference, counts } of await doneAhead(db, among)) await windows.nothingLeft(reference, counts);
  } catch (error) {
    onUntold(error);
  }
}
