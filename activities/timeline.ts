import type { Channel } from '../domain/channels/channels';
import { whileBeating } from './heartbeat';
import type { Ports } from './ports';
import type { RecordedStep, TimelineEntry } from './ports/timeline';

export function createTimelineActivities({ timeline, channelWaker }: Pick<Ports, 'timeline' | 'channelWaker'>) {
  return {
    /**
     * Puts a step of the window on the timeline and its state into the read model, or says why a change of plan cannot be;
     * repeating it changes nothing. Then wakes the channels in `wake`, which look at what is on record.
     */
    async recordTimeline({
      wake,
      ...entry
    }: TimelineEntry & { readonly wake: readonly Channel[] }): Promise<RecordedStep | undefined> {
      const { refusal } = await whileBeating(() => timeline.record(entry));
      if (!refusal && wake.length > 0) await channelWaker.wake(entry.reference, wake);
      // an empty answer takes no space in the history
      return refusal && { refusal };
    },
  };
}
