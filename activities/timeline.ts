import { channelsConcerned } from '../domain/channels/channels';
import { whileBeating } from './heartbeat';
import type { Ports } from './ports';
import type { RecordedStep, TimelineEntry } from './ports/timeline';

export function createTimelineActivities({ timeline, channels }: Pick<Ports, 'timeline' | 'channels'>) {
  return {
    /**
     * Puts a step of the window on the timeline and its state into the read model, or says why a change of plan cannot be;
     * repeating it changes nothing.
     */
    async recordTimeline(entry: TimelineEntry): Promise<RecordedStep | undefined> {
      const { refusal } = await whileBeating(() => timeline.record(entry));
      // after the record, and before the step counts as done: a channel looks at what is on record, however often it is woken
      const concerned = new Set(entry.events.flatMap(({ event }) => channelsConcerned(event)));
      if (!refusal && concerned.size > 0) await channels?.wake(entry.reference, concerned);
      // nothing to say is nothing to keep in a history
      return refusal && { refusal };
    },
  };
}
