import { whileBeating } from './heartbeat';
import type { Ports, RecordedStep, TimelineEntry } from './ports';

export function createTimelineActivities({ timeline }: Pick<Ports, 'timeline'>) {
  return {
    /**
     * Puts a step of the window on the timeline and its state into the read model, or says why a change of plan cannot be;
     * repeating it changes nothing.
     */
    async recordTimeline(entry: TimelineEntry): Promise<RecordedStep | undefined> {
      const { refusal } = await whileBeating(() => timeline.record(entry));
      // nothing to say is nothing to keep in a history
      return refusal && { refusal };
    },
  };
}
