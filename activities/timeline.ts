import { whileBeating } from './heartbeat';
import type { Ports, TimelineEntry } from './ports';

export function createTimelineActivities({ timeline }: Pick<Ports, 'timeline'>) {
  return {
    /** Puts a step of the window on the timeline and its state into the read model; repeating it changes nothing. */
    async recordTimeline(entry: TimelineEntry): Promise<void> {
      await whileBeating(() => timeline.record(entry));
    },
  };
}
