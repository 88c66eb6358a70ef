import type { ChatChannel } from '../activities/ports/channels';
import { createPacedSlackClient, createSlackThreads, createWebhookMessages } from '../channels/slack/slack-channel';
import type { Config } from '../config/config';
import type { Database } from '../store/database/database';

/** The internal chat that the configuration asks for, if any. */
export function createSlackChannel(db: Database, { slack, publicUrl }: Config): ChatChannel | undefined {
  if (!slack) return undefined;
  if ('webhook' in slack) return createWebhookMessages(db, slack.webhook, publicUrl);
  return createSlackThreads({
    db,
    looks: {
      publicUrl,
      hasButtons: slack.signingSecret !== undefined,
      canApprove: [...slack.users.values()].some((name) => name !== undefined),
    },
    createClient: () => createPacedSlackClient(db, slack),
  });
}
