import type { Channel } from '../domain/channels/channels';
import { whileBeating } from './heartbeat';
import type { Ports } from './ports';
import type { Measures } from './ports/measures';
import type { RecordedStep, TimelineEntry } from './ports/timeline';

/** What recording a step needs. */
export type RecordingPorts = Pick<Ports, 'timeline' | 'channelWaker'> & { readonly measures: Pick<Measures, 'wake'> };

export function createTimelineActivities({ timeline, channelWaker, measures }: RecordingPorts) {
  return {
    /**
     * Puts a step of the window on the timeline and its state into the read model, or says why a change of plan cannot be;
     * repeating it changes nothing. Then wakes the channels in `wake`, which look at what is on record, and after a published report
     * whoever follows its measures (E5).
     */
    async recordTimeline({
      wake,
      ...entry
    }: TimelineEntry & { readonly wake: readonly Channel[] }): Promise<RecordedStep | undefined> {
      const { refusal } = await whileBeating(() => timeline.record(entry));
      if (!refusal && wake.length > 0) await channelWaker.wake(entry.reference, wake);
      if (!refusal && entry.events.some(({ event }) => event.type === 'rfo-published')) {
        await measures.wake(entry.reference);
      }
      // an empty answer takes no space in the history
      return refusal && { refusal };
    },
  };
}
