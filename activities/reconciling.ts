import { Context } from '@temporalio/activity';
import { whileBeating } from './heartbeat';
import type { Ports } from './ports';
import type { Reconciled } from './ports/reconciling';

export function createReconcilingActivities({ reconciling }: Pick<Ports, 'reconciling'>) {
  return {
    /** Compares every window with its record once (T7), and mends what it can. Repeating it changes nothing more. */
    compareWindows(): Promise<Reconciled> {
      const { cancellationSignal } = Context.current();
      return whileBeating(() => reconciling.reconcile(() => cancellationSignal.aborted));
    },
  };
}
export type ReconcilingActivities = ReturnType<typeof createReconcilingActivities>;
