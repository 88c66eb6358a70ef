import { Context } from '@temporalio/activity';
import { whileBeating } from './heartbeat';
import type { Ports } from './ports';
import type { Forgotten } from './ports/keeping';

export function createKeepingActivities({ keeping }: Pick<Ports, 'keeping'>) {
  return {
    /** Forgets what is not kept any longer (T6). May be repeated, and then does what is left. */
    forgetWhatIsDue(): Promise<Forgotten> {
      const { cancellationSignal } = Context.current();
      return whileBeating(() => keeping.apply(() => cancellationSignal.aborted));
    },
  };
}
export type KeepingActivities = ReturnType<typeof createKeepingActivities>;
