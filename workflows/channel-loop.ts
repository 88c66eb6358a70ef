import {
  condition,
  continueAsNew,
  getExternalWorkflowHandle,
  proxyActivities,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { ChannelActivities } from '../activities/channels';
import { channelPause, CHANNEL_TROUBLE_AFTER, LOOK_AGAIN_MS, type ChannelReport } from '../domain/channels/channels';
import { channelReport, wakeSignal, type ChannelInput } from './messages';
import { CHANNELS_QUEUE } from './queues';

const { convergeChannel } = proxyActivities<ChannelActivities>({
  taskQueue: CHANNELS_QUEUE,
  startToCloseTimeout: '5 minutes',
  // a killed worker is noticed after this; the activity beats every second
  heartbeatTimeout: '10s',
  retry: { initialInterval: '2s', maximumInterval: '1 minute' },
  summary: 'Make the outside equal to the window',
});

/**
 * One channel of one window (C7): whenever the window has taken a step, the outside is made equal to what is on record. It has
 * a history of its own, so that a window's stays small however many channels there are and however long one of them is away;
 * it delays neither the window nor the others. Ends when the window is over and the outside shows it.
 */
export async function channelLoop({ reference, channel, troubled = false }: ChannelInput): Promise<void> {
  let wanted = 1;
  let failures = 0;
  let isTroubled = troubled;
  setHandler(
    wakeSignal,
    () => {
      wanted++;
    },
    { description: 'The window has taken a step: look again' },
  );

  for (;;) {
    const target = wanted;
    const outcome = await convergeChannel({ reference, channel, now: Date.now() });
    if ('converged' in outcome) {
      failures = 0;
      if (isTroubled) await tell({ channel, state: 'mended' });
      isTroubled = false;
      for (const repaired of outcome.repaired ?? []) await tell({ channel, state: 'repaired', repaired });
      if (outcome.undone) await tell({ channel, state: 'undone' });
      if (outcome.over && outcome.lookAgainInMs === undefined && wanted === target) return;
    } else if (!outcome.patient) {
      failures++;
      if (failures === CHANNEL_TROUBLE_AFTER && !isTroubled) {
        isTroubled = true;
        await tell({ channel, state: 'troubled', trouble: outcome.behind });
      }
    }
    if (workflowInfo().continueAsNewSuggested) {
      await continueAsNew<typeof channelLoop>({ reference, channel, ...(isTroubled ? { troubled: true } : {}) });
    }
    const pause = Math.max(
      1_000,
      'behind' in outcome ? (outcome.retryInMs ?? channelPause(failures)) : (outcome.lookAgainInMs ?? LOOK_AGAIN_MS),
    );
    // a step taken while it looked may not have been on record yet, so it counts from before the look; while the channel is behind,
    // a new step makes it look no earlier than the outside has asked for
    await condition(
      () => wanted > ('behind' in outcome && outcome.retryInMs !== undefined ? Infinity : target),
      pause,
      {
        summary: 'behind' in outcome ? `Next attempt: ${outcome.behind}` : 'Next look for edits by hand',
      },
    );
  }

  async function tell(report: ChannelReport): Promise<void> {
    try {
      await getExternalWorkflowHandle(reference).signal(channelReport, report);
    } catch {
      // the window has ended; there is nobody to tell
    }
  }
}
