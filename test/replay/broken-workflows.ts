import { sleep } from '@temporalio/workflow';
import type { WindowInput, WindowOutcome } from '../../workflows/messages';
import { maintenanceWindow as original } from '../../workflows/maintenance-window';

/** A change nobody marked with `patched`: the replay gate must refuse it. */
export async function maintenanceWindow(input: WindowInput): Promise<WindowOutcome> {
  await sleep(1_000);
  return original(input);
}
