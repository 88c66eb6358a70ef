import { WorkflowClient } from '@temporalio/client';
import type { ChannelWaker } from '../activities/ports/channels';
import type { Channel } from '../domain/channels/channels';
import { CHANNEL_LOOP, channelWorkflowId, wakeSignal, type ChannelInput } from '../workflows/messages';
import { WINDOWS_QUEUE } from '../workflows/queues';
import type { TemporalAccess } from './connection';

/**
 * Wakes the loop of each affected channel that is in use, and starts it if it does not run (C7). It adds nothing to the
 * window's own history, and a loop that has ended starts again.
 */
export function createChannelWaker(temporal: TemporalAccess, inUse: () => Promise<readonly Channel[]>): ChannelWaker {
  const workflows = new WorkflowClient(temporal);
  return {
    async wake(reference, concerned) {
      const channels = (await inUse()).filter((channel) => concerned.includes(channel));
      await Promise.all(
        channels.map((channel) => {
          const input: ChannelInput = { reference, channel };
          return workflows.signalWithStart(CHANNEL_LOOP, {
            workflowId: channelWorkflowId(reference, channel),
            taskQueue: WINDOWS_QUEUE,
            args: [input],
            signal: wakeSignal,
            signalArgs: [],
            workflowIdReusePolicy: 'ALLOW_DUPLICATE',
            staticSummary: `${channel} of ${reference}`,
          });
        }),
      );
    },
  };
}
