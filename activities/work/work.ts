import { Context } from '@temporalio/activity';
import { optional } from '../../domain/shared/optional';
import type { WorkEnd } from '../../domain/work/states';
import { whileBeating } from '../heartbeat';
import type { Ports } from '../ports';
import type { DoneAhead } from '../ports/work';
import type { ProbeReport, Watch } from '../../domain/window/degradation';
import { badLooksIn, lookOnce, notYet } from './watch-result';
import { createLook, type WorkLook } from './look';
import { carryOn } from './one-job';
import { whileItGoesOn, type WorkPassed } from './while-it-goes-on';

/** So long a look goes on while something happens (ms): one of each batch would fill the history. */
const STAY_MS = 60_000;

/** `clock` is UTC ms; a test whose Temporal server has a clock of its own gives that one. */
export function createWorkActivities(
  { work, executors }: Pick<Ports, 'work' | 'executors'>,
  { clock = Date.now, stayMs = STAY_MS }: { readonly clock?: () => number; readonly stayMs?: number } = {},
) {
  const look = createLook({ work, executors, clock });

  return {
    /**
     * Brings what the window has begun a step further; when nothing of it is under way, begins the next batch; and goes on so while
     * something happens. Can be killed anywhere and repeated: what it did is read from the work list.
     */
    async lookAfterWork(first: WorkLook): Promise<WorkPassed> {
      const { cancellationSignal: signal } = Context.current();
      return whileBeating(() => whileItGoesOn(first, (next) => look(next, signal), { clock, stayMs, signal }));
    },

    /** Brings one claim a step further, whoever has it; says whether it has come to its end, and to which. */
    async carryOutWork({
      key,
    }: {
      readonly key: string;
    }): Promise<{ readonly hasEnded: boolean; readonly end?: WorkEnd }> {
      return whileBeating(async () => {
        const claim = await work.claimOf(key);
        if (!claim) return ended(key);
        const signal = Context.current().cancellationSignal;
        await carryOn(claim, { work, executors, plan: claim.plan, clock, signal });
        return (await work.claimOf(key)) ? { hasEnded: false } : ended(key);
      });
    },

    /**
     * Looks at the result of the work by a probe of the configuration, every so often until the watch is over; ends when it is bad (E3).
     * One look an attempt; between them Temporal waits, and the heartbeat keeps how many were bad in a row.
     */
    async watchResult(watch: Watch): Promise<ProbeReport | undefined> {
      const probe = executors.probeNamed(watch.probe);
      if (!probe) return { probe: watch.probe, found: 'missing' };
      const context = Context.current();
      const { cancellationSignal: signal, info } = context;
      const badBefore = badLooksIn(info.heartbeatDetails);
      const found = await whileBeating(() => lookOnce(probe, watch, { badBefore, now: clock(), signal }));
      if (found.is === 'over') return undefined;
      if (found.is === 'bad') return { probe: watch.probe, found: 'bad', because: found.because };
      const isDoubtful = found.is === 'doubtful';
      context.heartbeat({ bad: isDoubtful ? found.bad : 0 });
      throw notYet(watch, clock(), { isDoubtful });
    },

    /** Windows that have not begun, and have nothing left to do now that the claim has ended (S5). */
    doneAhead: ({ key }: { readonly key: string }): Promise<readonly DoneAhead[]> => work.doneAhead(key),
  };

  async function ended(key: string) {
    return { hasEnded: true, ...optional({ end: await work.endOf(key) }) };
  }
}
export type WorkActivities = ReturnType<typeof createWorkActivities>;
