import { createSlackRequests, type SlackApiClientOptions } from './slack-requests';
import {
  channelAnswer,
  emptyAnswer,
  EVENT_TYPE,
  identityAnswer,
  messageAnswer,
  uploadAnswer,
  type Marker,
  type SlackMessage,
} from './slack-schemas';
import { optional } from '../../domain/shared/optional';

/** Blocks as Block Kit writes them. */
export type Block = Readonly<Record<string, unknown>>;

export interface OutgoingMessage {
  /** What notifications and old clients show. */
  readonly text: string;
  readonly blocks: readonly Block[];
  readonly marker: Marker;
}

/** Runs right before the request leaves, and when it rejects nothing is sent. */
export type Prepare = () => Promise<void>;

/** The part of Slack's Web API that a channel needs; each rejects with ServiceFailure. */
export interface SlackApiClient {
  /** Requests made so far. */
  readonly calls: number;
  /** The bot's own name and workspace. */
  whoAmI(): Promise<{ readonly user: string; readonly team: string }>;
  channelInfo(): Promise<{ readonly name: string; readonly isMember: boolean; readonly isArchived: boolean }>;
  /** Answers the message's `ts`. `messageId` is a UUID by which Slack may recognise a repeat. */
  post(message: OutgoingMessage, options: PostOptions, prepare: Prepare): Promise<string>;
  update(ts: string, message: OutgoingMessage, prepare: Prepare): Promise<void>;
  /** The thread with its first message, oldest first. */
  thread(ts: string): AsyncIterable<readonly SlackMessage[]>;
  /** The channel from `since` (UTC ms) on, newest first, replies left out. */
  history(since: number): AsyncIterable<readonly SlackMessage[]>;
  /** Puts a text file into the thread. `prepare` runs before it becomes visible. */
  upload(file: { name: string; title: string; text: string }, threadTs: string, prepare: Prepare): Promise<void>;
  /** Shows a dialog to the person who pressed; not under the pace, because a trigger is valid for three seconds only. */
  openView(triggerId: string, view: Block): Promise<void>;
  /** Tells one person of the channel something nobody else sees. */
  whisper(user: string, text: string): Promise<void>;
}

export interface PostOptions {
  readonly threadTs?: string | undefined;
  readonly messageId: string;
}

/** The client of one channel. */
export function createSlackApiClient(options: SlackApiClientOptions): SlackApiClient {
  const { channel } = options;
  const requests = createSlackRequests(options);
  const fieldsOf = ({ text, blocks, marker }: OutgoingMessage) => ({
    ...{ channel, text, blocks, metadata: { event_type: EVENT_TYPE, event_payload: marker } },
    ...{ unfurl_links: false, unfurl_media: false, link_names: false },
  });

  return {
    get calls() {
      return requests.calls;
    },
    whoAmI: () => requests.call(identityAnswer, 'auth.test', {}),
    async channelInfo() {
      const answer = await requests.call(channelAnswer, 'conversations.info', { channel });
      const { name, is_member, is_archived } = answer.channel;
      return { name, isMember: is_member, isArchived: is_archived };
    },
    async post(message, { threadTs, messageId }, prepare) {
      await requests.turn();
      await prepare();
      const thread = optional({ thread_ts: threadTs });
      const body = { ...fieldsOf(message), ...thread, client_msg_id: messageId };
      return (await requests.call(messageAnswer, 'chat.postMessage', body, true)).ts;
    },
    async update(ts, message, prepare) {
      await requests.turn();
      await prepare();
      await requests.call(messageAnswer, 'chat.update', { ...fieldsOf(message), ts }, true);
    },
    thread: (ts) => requests.pages('conversations.replies', { ts }),
    history: (since) => requests.pages('conversations.history', { oldest: (since / 1_000).toFixed(6) }),
    async upload({ name, title, text }, threadTs, prepare) {
      const bytes = Buffer.from(text, 'utf8');
      await requests.turn();
      const target = await requests.call(uploadAnswer, 'files.getUploadURLExternal', {
        filename: name,
        length: bytes.length,
      });
      await requests.sendBytes(target.upload_url, bytes);
      await requests.turn();
      await prepare();
      const files = [{ id: target.file_id, title }];
      const body = { files, channel_id: channel, thread_ts: threadTs };
      await requests.call(emptyAnswer, 'files.completeUploadExternal', body, true);
    },
    async openView(triggerId, view) {
      await requests.call(emptyAnswer, 'views.open', { trigger_id: triggerId, view }, true);
    },
    async whisper(user, text) {
      await requests.call(emptyAnswer, 'chat.postEphemeral', { channel, user, text }, true);
    },
  };
}
