import { whileBeating } from './heartbeat';
import type { Ports } from './ports';
import type { LookedAtMeasures } from './ports/measures';

export function createMeasureActivities({ measures }: Pick<Ports, 'measures'>) {
  return {
    /** Writes to the owners of a window's measures what is due (E5). Repeating it writes nothing twice. */
    followMeasures({
      reference,
      now,
    }: {
      readonly reference: string;
      readonly now: number;
    }): Promise<LookedAtMeasures> {
      return whileBeating(() => measures.follow(reference, now));
    },
  };
}
export type MeasureActivities = ReturnType<typeof createMeasureActivities>;
