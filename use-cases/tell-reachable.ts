import type { Database } from '../store/database/database';
import { reachableAgain } from '../store/ledger/reachable';
import type { WindowsClient } from '../temporal/windows-client';

export interface ReachDependencies {
  readonly db: Database;
  readonly windows: Pick<WindowsClient, 'customersReachable'>;
  /** Called with what went wrong; the comparison of all windows does this again within minutes. */
  readonly onUntold: (error: unknown) => void;
}

/**
 * After contacts or addresses have changed: each window that could tell nobody of a customer, and now can, tells them at once
 * (N13, N5). What was imported is imported, whatever becomes of this. Never throws.
 */
export async function tellReachable({ db, windows, onUntold }: ReachDependencies): Promise<void> {
  try {
    for (const { reference, newcomers } of await reachableAgain(db)) {
      await windows.customersReachable(reference, { newcomers });
    }
  } catch (error) {
    onUntold(error);
  }
}
