import { CancellationScope, proxyActivities } from '@temporalio/workflow';
import type { WorkActivities } from '../activities/work/work';
import { watchOf, type ProbeReport } from '../domain/window/degradation';
import type { WindowState } from '../domain/window/types';
import { WORK_QUEUE } from './queues';

const { watchResult } = proxyActivities<WorkActivities>({
  taskQueue: WORK_QUEUE,
  // of one round of looks; the next one is another attempt
  startToCloseTimeout: '15 minutes',
  heartbeatTimeout: '10s',
  retry: { initialInterval: '10s', maximumInterval: '5 minutes' },
  summary: 'Watch the result of the work',
});

/**
 * The watch over a window's result by a probe (E3): one activity from the end of the work until the watch is over, which is not begun
 * in windows that name no probe.
 */
export function createWatch(found: (report: ProbeReport) => void) {
  let current: { readonly until: number; readonly scope: CancellationScope } | undefined;

  return {
    /** After a step, or when a window was started again. */
    follow(state: WindowState): void {
      const watch = watchOf(state);
      if (watch?.until === current?.until) return;
      current?.scope.cancel();
      current = undefined;
      if (!watch || watch.until <= Date.now()) return;
      const scope = new CancellationScope();
      current = { until: watch.until, scope };
      void scope
        .run(() => watchResult(watch))
        .then((report) => {
          if (report && current?.scope === scope) found(report);
        })
        // called off, because the window has gone on
        .catch(() => undefined);
    },
  };
}
