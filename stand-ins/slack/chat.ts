import { randomUUID } from 'node:crypto';
import { isObject, messageFault, viewFault } from './refusals';

/** A message as Slack answers it. */
export interface ChatMessage {
  readonly ts: string;
  readonly thread_ts?: string;
  text: string;
  blocks: readonly Record<string, unknown>[];
  metadata?: { readonly event_type: string; readonly event_payload: Record<string, unknown> };
  readonly client_msg_id?: string;
  readonly files?: readonly { readonly id: string; readonly name: string; readonly content: string }[];
  edits: number;
}

/** A dialog somebody has open. */
export interface OpenView {
  readonly id: string;
  readonly view: Record<string, unknown>;
  errors: Record<string, string>;
  readonly user: string;
}

/** What one person alone was told. */
export interface Whisper {
  readonly user: string;
  readonly text: string;
}

export type Answer = Readonly<Record<string, unknown>>;
type Fields = Readonly<Record<string, unknown>>;

export interface ChatOptions {
  readonly channel: string;
  readonly clock: () => number;
  /** The stand-in's own address. */
  readonly origin: () => string;
}

/** So long a trigger can open a dialog (ms). */
const TRIGGER_LIFE = 3_000;

/** One channel with what Slack's methods do to it. */
export function createChat({ channel, clock, origin }: ChatOptions) {
  const messages: ChatMessage[] = [];
  const views = new Map<string, OpenView>();
  const whispers: Whisper[] = [];
  const files = new Map<string, { name: string; length: number; content: string | undefined }>();
  const triggers = new Map<string, { user: string; until: number }>();
  // whether a repeated client_msg_id makes no second message is not documented: nobody should count on it
  const known = { channel: true, member: true, archived: false, dedupes: false };
  let last = 0;

  /** Unique in the channel, and in order. */
  function nextTs(): string {
    last = Math.max(last + 1, clock() * 1_000);
    return `${String(Math.floor(last / 1_000_000))}.${String(last % 1_000_000).padStart(6, '0')}`;
  }

  function doorFault(asked: unknown): string | undefined {
    if (asked !== channel || !known.channel) return 'channel_not_found';
    if (!known.member) return 'not_in_channel';
    return known.archived ? 'is_archived' : undefined;
  }

  const failed = (error: string): Answer => ({ ok: false, error });
  const textOf = (value: unknown) => (typeof value === 'string' ? value : '');

  function post(fields: Fields): Answer {
    const fault = doorFault(fields.channel) ?? messageFault(fields);
    if (fault) return failed(fault);
    const { thread_ts, client_msg_id } = fields;
    const repeats = known.dedupes && typeof client_msg_id === 'string';
    const same = repeats ? messages.find((message) => message.client_msg_id === client_msg_id) : undefined;
    if (same) return { ok: true, channel, ts: same.ts, message: same };
    if (thread_ts !== undefined && !messages.some(({ ts }) => ts === thread_ts)) return failed('thread_not_found');
    const message: ChatMessage = {
      ...{ ts: nextTs(), text: textOf(fields.text), edits: 0 },
      blocks: (fields.blocks ?? []) as ChatMessage['blocks'],
      ...(typeof thread_ts === 'string' ? { thread_ts } : {}),
      ...(typeof client_msg_id === 'string' ? { client_msg_id } : {}),
      ...(fields.metadata ? { metadata: fields.metadata as NonNullable<ChatMessage['metadata']> } : {}),
    };
    messages.push(message);
    return { ok: true, channel, ts: message.ts, message };
  }

  function update(fields: Fields): Answer {
    const fault = doorFault(fields.channel) ?? messageFault(fields);
    if (fault) return failed(fault);
    const message = messages.find(({ ts }) => ts === fields.ts);
    if (!message) return failed('message_not_found');
    message.text = textOf(fields.text);
    if (fields.blocks) message.blocks = fields.blocks as ChatMessage['blocks'];
    if (fields.metadata) message.metadata = fields.metadata as NonNullable<ChatMessage['metadata']>;
    message.edits += 1;
    return { ok: true, channel, ts: message.ts, text: message.text };
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

  function upload(fields: Fields): Answer {
    const fault = doorFault(fields.channel_id);
    if (fault) return failed(fault);
    const named = Array.isArray(fields.files) ? fields.files.filter(isObject) : [];
    const shared = named.map(({ id }) => ({ id: String(id), file: files.get(String(id)) }));
    if (shared.length === 0 || shared.some(({ file }) => file?.content === undefined)) return failed('file_not_found');
    const { thread_ts } = fields;
    messages.push({
      ...{ ts: nextTs(), text: '', blocks: [], edits: 0 },
      ...(typeof thread_ts === 'string' ? { thread_ts } : {}),
      files: shared.map(({ id, file }) => ({ id, name: file?.name ?? '', content: file?.content ?? '' })),
    });
    return { ok: true, files: shared.map(({ id }) => ({ id })) };
  }

  function openView({ trigger_id, view }: Fields): Answer {
    const trigger = triggers.get(textOf(trigger_id));
    if (!trigger) return failed('invalid_trigger_id');
    if (trigger.until < clock()) return failed('expired_trigger_id');
    triggers.delete(textOf(trigger_id));
    const fault = viewFault(view);
    if (fault) return failed(fault);
    const id = `V${randomUUID().slice(0, 8).toUpperCase()}`;
    views.set(id, { id, view: view as Record<string, unknown>, errors: {}, user: trigger.user });
    return { ok: true, view: { id } };
  }

  const methods: Record<string, (fields: Fields) => Answer> = {
    'auth.test': () => ({ ok: true, user: 'forewarn', team: 'Slack stand-in', bot_id: 'B0STANDIN' }),
    'conversations.info': (fields) =>
      fields.channel === channel && known.channel
        ? {
            ok: true,
            channel: { id: channel, name: 'maintenance', is_member: known.member, is_archived: known.archived },
          }
        : failed('channel_not_found'),
    'conversations.join': (fields) => {
      if (fields.channel !== channel || !known.channel) return failed('channel_not_found');
      known.member = true;
      return { ok: true, channel: { id: channel } };
    },
    'conversations.history': (fields) => {
      const fault = doorFault(fields.channel);
      if (fault) return failed(fault);
      const oldest = Number(fields.oldest ?? 0);
      return paged(messages.filter(({ ts, thread_ts }) => !thread_ts && Number(ts) > oldest).reverse(), fields);
    },
    'conversations.replies': (fields) => {
      const fault = doorFault(fields.channel);
      if (fault) return failed(fault);
      const thread = messages.filter(({ ts, thread_ts }) => ts === fields.ts || thread_ts === fields.ts);
      return thread.length === 0 ? failed('thread_not_found') : paged(thread, fields);
    },
    'chat.postMessage': post,
    'chat.update': update,
    'chat.postEphemeral': (fields) => {
      const fault = doorFault(fields.channel) ?? messageFault(fields);
      if (fault) return failed(fault);
      whispers.push({ user: textOf(fields.user), text: textOf(fields.text) });
      return { ok: true, message_ts: nextTs() };
    },
    'files.getUploadURLExternal': ({ filename, length }) => {
      if (typeof filename !== 'string' || !(Number(length) > 0)) return failed('invalid_arguments');
      const id = `F${randomUUID().slice(0, 8).toUpperCase()}`;
      files.set(id, { name: filename, length: Number(length), content: undefined });
      return { ok: true, upload_url: `${origin()}/upload/${id}`, file_id: id };
    },
    'files.completeUploadExternal': upload,
    'views.open': openView,
  };

  return {
    messages,
    views,
    whispers,
    known,
    knows: (method: string) => Object.hasOwn(methods, method),
    call: (method: string, fields: Fields): Answer => methods[method]?.(fields) ?? failed('unknown_method'),
    /** A file's bytes; false for an unknown one, or of another length than announced. */
    receive(id: string, bytes: Buffer): boolean {
      const file = files.get(id);
      if (file?.length !== bytes.length) return false;
      file.content = bytes.toString('utf8');
      return true;
    },
    /** What a press gives the app to open a dialog with. */
    trigger(user: string): string {
      const id = `${String(clock())}.${randomUUID()}`;
      triggers.set(id, { user, until: clock() + TRIGGER_LIFE });
      return id;
    },
    nextTs,
    reset() {
      for (const all of [messages, whispers]) all.length = 0;
      views.clear();
      Object.assign(known, { channel: true, member: true, archived: false, dedupes: false });
    },
  };
}
export type Chat = ReturnType<typeof createChat>;
