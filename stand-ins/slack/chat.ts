import { randomUUID } from 'node:crypto';

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

export interface ChatOptions {
  readonly channel: string;
  readonly clock: () => number;
  /** The stand-in's own address. */
  readonly origin: () => string;
}

/** So long a trigger can open a dialog (ms). */
const TRIGGER_LIFE = 3_000;

interface StoredFile {
  readonly name: string;
  readonly length: number;
  /** undefined until the bytes have come. */
  content: string | undefined;
}

/** One channel: its messages, and what people see of it. Instants are UTC ms. */
export function createChat({ channel, clock, origin }: ChatOptions) {
  const messages: ChatMessage[] = [];
  const views = new Map<string, OpenView>();
  const whispers: Whisper[] = [];
  const files = new Map<string, StoredFile>();
  const triggers = new Map<string, { user: string; until: number }>();
  // whether a repeated client_msg_id makes no second message is not documented: nobody should count on it
  const known = { channel: true, member: true, archived: false, dedupes: false };
  let last = 0;

  return {
    channel,
    clock,
    origin,
    messages,
    views,
    whispers,
    files,
    triggers,
    known,
    /** A message's id: unique in the channel, and in order. */
    nextTs(): string {
      last = Math.max(last + 1, clock() * 1_000);
      return `${String(Math.floor(last / 1_000_000))}.${String(last % 1_000_000).padStart(6, '0')}`;
    },
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
    reset() {
      for (const all of [messages, whispers]) all.length = 0;
      views.clear();
      Object.assign(known, { channel: true, member: true, archived: false, dedupes: false });
    },
  };
}
export type Chat = ReturnType<typeof createChat>;
