import { randomUUID } from 'node:crypto';
import type { Chat, ChatMessage } from './chat';
import { isObject, messageFault, viewFault } from './refusals';

/** What Slack answers, `ok` or with an `error`. */
export type Answer = Readonly<Record<string, unknown>>;
type Fields = Readonly<Record<string, unknown>>;

/** Calls a method of the Web API on the channel. */
export function callMethod(chat: Chat, method: string, fields: Fields): Answer {
  const known = Object.hasOwn(METHODS, method) ? METHODS[method] : undefined;
  return known?.(chat, fields) ?? failed('unknown_method');
}

/** Each method with what it does to the channel. */
const METHODS: Readonly<Record<string, (chat: Chat, fields: Fields) => Answer>> = {
  'auth.test': () => ({ ok: true, user: 'forewarn', team: 'Slack stand-in', bot_id: 'B0STANDIN' }),
  'conversations.info': (chat, fields) =>
    fields.channel === chat.channel && chat.known.channel
      ? {
          ok: true,
          channel: {
            id: chat.channel,
            name: 'maintenance',
            is_member: chat.known.member,
            is_archived: chat.known.archived,
          },
        }
      : failed('channel_not_found'),
  'conversations.join': (chat, fields) => {
    if (fields.channel !== chat.channel || !chat.known.channel) return failed('channel_not_found');
    chat.known.member = true;
    return { ok: true, channel: { id: chat.channel } };
  },
  'conversations.history': (chat, fields) => {
    const fault = channelFault(chat, fields.channel);
    if (fault) return failed(fault);
    const oldest = Number(fields.oldest ?? 0);
    return paged(chat.messages.filter(({ ts, thread_ts }) => !thread_ts && Number(ts) > oldest).reverse(), fields);
  },
  'conversations.replies': (chat, fields) => {
    const fault = channelFault(chat, fields.channel);
    if (fault) return failed(fault);
    const thread = chat.messages.filter(({ ts, thread_ts }) => ts === fields.ts || thread_ts === fields.ts);
    return thread.length === 0 ? failed('thread_not_found') : paged(thread, fields);
  },
  'chat.postMessage': post,
  'chat.update': update,
  'chat.postEphemeral': (chat, fields) => {
    const fault = channelFault(chat, fields.channel) ?? messageFault(fields);
    if (fault) return failed(fault);
    chat.whispers.push({ user: textOf(fields.user), text: textOf(fields.text) });
    return { ok: true, message_ts: chat.nextTs() };
  },
  'files.getUploadURLExternal': (chat, { filename, length }) => {
    if (typeof filename !== 'string' || !(Number(length) > 0)) return failed('invalid_arguments');
    const id = `F${randomUUID().slice(0, 8).toUpperCase()}`;
    chat.files.set(id, { name: filename, length: Number(length), content: undefined });
    return { ok: true, upload_url: `${chat.origin()}/upload/${id}`, file_id: id };
  },
  'files.completeUploadExternal': shareFiles,
  'views.open': openView,
};

function post(chat: Chat, fields: Fields): Answer {
  const fault = channelFault(chat, fields.channel) ?? messageFault(fields);
  if (fault) return failed(fault);
  const { thread_ts, client_msg_id } = fields;
  const repeats = chat.known.dedupes && typeof client_msg_id === 'string';
  const same = repeats ? chat.messages.find((message) => message.client_msg_id === client_msg_id) : undefined;
  if (same) return { ok: true, channel: chat.channel, ts: same.ts, message: same };
  if (thread_ts !== undefined && !chat.messages.some(({ ts }) => ts === thread_ts)) return failed('thread_not_found');
  const message: ChatMessage = {
    ...{ ts: chat.nextTs(), text: textOf(fields.text), edits: 0 },
    blocks: (fields.blocks ?? []) as ChatMessage['blocks'],
    ...(typeof thread_ts === 'string' ? { thread_ts } : {}),
    ...(typeof client_msg_id === 'string' ? { client_msg_id } : {}),
    ...(fields.metadata ? { metadata: fields.metadata as NonNullable<ChatMessage['metadata']> } : {}),
  };
  chat.messages.push(message);
  return { ok: true, channel: chat.channel, ts: message.ts, message };
}

function update(chat: Chat, fields: Fields): Answer {
  const fault = channelFault(chat, fields.channel) ?? messageFault(fields);
  if (fault) return failed(fault);
  const message = chat.messages.find(({ ts }) => ts === fields.ts);
  if (!message) return failed('message_not_found');
  message.text = textOf(fields.text);
  if (fields.blocks) message.blocks = fields.blocks as ChatMessage['blocks'];
  if (fields.metadata) message.metadata = fields.metadata as NonNullable<ChatMessage['metadata']>;
  message.edits += 1;
  return { ok: true, channel: chat.channel, ts: message.ts, text: message.text };
}

function paged(all: readonly ChatMessage[], { limit, cursor, include_all_metadata: withMetadata }: Fields): Answer {
  const from = Number(textOf(cursor).replace(/^at:/, '') || 0);
  const size = Math.min(Number(limit ?? 100), 1_000);
  const some = all.slice(from, from + size).map(({ metadata, ...message }) => ({
    ...{ type: 'message', ...message },
    ...(metadata && (withMetadata === true || withMetadata === 'true') ? { metadata } : {}),
  }));
  const next = from + size < all.length ? `at:${String(from + size)}` : '';
  return { ok: true, messages: some, has_more: next !== '', response_metadata: { next_cursor: next } };
}

function shareFiles(chat: Chat, fields: Fields): Answer {
  const fault = channelFault(chat, fields.channel_id);
  if (fault) return failed(fault);
  const named = Array.isArray(fields.files) ? fields.files.filter(isObject) : [];
  const shared = named.map(({ id }) => ({ id: String(id), file: chat.files.get(String(id)) }));
  if (shared.length === 0 || shared.some(({ file }) => file?.content === undefined)) return failed('file_not_found');
  const { thread_ts } = fields;
  chat.messages.push({
    ...{ ts: chat.nextTs(), text: '', blocks: [], edits: 0 },
    ...(typeof thread_ts === 'string' ? { thread_ts } : {}),
    files: shared.map(({ id, file }) => ({ id, name: file?.name ?? '', content: file?.content ?? '' })),
  });
  return { ok: true, files: shared.map(({ id }) => ({ id })) };
}

function openView(chat: Chat, { trigger_id, view }: Fields): Answer {
  const trigger = chat.triggers.get(textOf(trigger_id));
  if (!trigger) return failed('invalid_trigger_id');
  if (trigger.until < chat.clock()) return failed('expired_trigger_id');
  chat.triggers.delete(textOf(trigger_id));
  const fault = viewFault(view);
  if (fault) return failed(fault);
  const id = `V${randomUUID().slice(0, 8).toUpperCase()}`;
  chat.views.set(id, { id, view: view as Record<string, unknown>, errors: {}, user: trigger.user });
  return { ok: true, view: { id } };
}

/** Why the channel cannot be used; undefined when it can. */
function channelFault({ channel, known }: Chat, asked: unknown): string | undefined {
  if (asked !== channel || !known.channel) return 'channel_not_found';
  if (!known.member) return 'not_in_channel';
  return known.archived ? 'is_archived' : undefined;
}

function failed(error: string): Answer {
  return { ok: false, error };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
