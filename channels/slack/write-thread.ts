import { createHash } from 'node:crypto';
import { writeOnce } from '../convergence/write-once';
import { customerList } from './customer-list';
import type { DesiredReply, Shown } from './desired-thread';
import type { ThreadFacts } from './known-thread';
import { firstKey, replyKey } from './message-keys';
import type { Prepare } from './slack-api-client';
import type { Marker } from './slack-schemas';
import type { ThreadContext } from './thread-context';

/** One message to be sent, or one file. */
type Part = { readonly key: string } & (
  | { readonly shown: Shown }
  | { readonly file: { readonly name: string; readonly title: string; readonly text: string } }
);

/** Posts the window's first message; answers its `ts`. */
export async function postFirstMessage(context: ThreadContext): Promise<string> {
  const { client, desired } = context;
  const key = firstKey(desired.digest);
  return write(context, key, {
    send: (prepare) =>
      client.post(marked(context, key, desired.first), { messageId: messageId(context, key) }, prepare),
    learned: (ts) => ({ ts, shown: desired.digest }),
  });
}

/** Makes the first message show what the window is now. */
export async function updateFirstMessage(context: ThreadContext, ts: string): Promise<void> {
  const { client, desired } = context;
  const key = firstKey(desired.digest);
  await write(context, key, {
    send: (prepare) => client.update(ts, marked(context, key, desired.first), prepare),
    learned: () => ({ shown: desired.digest }),
  });
}

/** Tells one event in the thread, in as many messages as it takes; goes on where an earlier attempt stopped. */
export async function postReply(context: ThreadContext, reply: DesiredReply, ts: string): Promise<void> {
  const { known } = context;
  const parts = await partsOf(context, reply);
  // the list may be shorter than it was
  const start = known.now.told === reply.sequence - 1 ? known.now.parts : 0;
  for (const [place, part] of parts.entries()) {
    if (place < start) continue;
    await write(context, part.key, {
      send: (prepare) => sendPart(context, part, ts, prepare),
      learned: () => ({ told: reply.sequence - 1, parts: place + 1 }),
    });
  }
  await known.save({ told: reply.sequence, parts: 0 });
}

async function write<T>(
  context: ThreadContext,
  key: string,
  { send, learned }: { send: (prepare: Prepare) => Promise<T>; learned: (answer: T) => Partial<ThreadFacts> },
): Promise<T> {
  return writeOnce(context, {
    makes: { key },
    send,
    learned,
    // Slack remembers the id of a message that was deleted: the next attempt takes another one
    learnedFromFailure: ({ code }) =>
      code?.startsWith('duplicate_') === true ? { made: context.known.now.made + 1 } : {},
  });
}

async function sendPart(context: ThreadContext, part: Part, ts: string, prepare: Prepare): Promise<void> {
  const { client } = context;
  if ('file' in part) await client.upload(part.file, ts, prepare);
  else {
    const options = { threadTs: ts, messageId: messageId(context, part.key) };
    await client.post(marked(context, part.key, part.shown), options, prepare);
  }
}

/** The reply itself, then the affected customers where it lists them. */
async function partsOf({ desired, customers }: ThreadContext, reply: DesiredReply): Promise<Part[]> {
  const keyAt = (part: number) => replyKey({ sequence: reply.sequence, part });
  const parts: Part[] = [{ key: keyAt(0), shown: reply }];
  if (!reply.listsCustomers) return parts;
  const found = customerList(desired.reference, String(reply.sequence), await customers());
  if ('file' in found) return [...parts, { key: keyAt(1), file: found.file }];
  return [...parts, ...found.pages.map((shown, place) => ({ key: keyAt(place + 1), shown }))];
}

function marked({ desired, origin }: ThreadContext, key: string, shown: Shown) {
  const marker: Marker = { window: desired.reference, origin, key };
  return { ...shown, marker };
}

/** By which Slack may recognise a repeat: a UUID (version 8, free form) that is the same for the same message. */
function messageId({ desired, origin, known }: ThreadContext, key: string): string {
  const text = [origin, desired.reference, key, String(known.now.made)].join('\n');
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
