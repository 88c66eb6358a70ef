import { concludeLastWrite } from '../convergence/write-once';
import { isGone } from '../convergence/service-failure';
import { fileName } from './customer-list';
import { digestIn, isLater, placeIn, type Place } from './message-keys';
import type { SlackMessage } from './slack-schemas';
import type { ThreadContext } from './thread-context';

/** Windows are posted right after they are opened; the clocks of Slack and of this machine may differ by so much (ms). */
const CLOCK_DIFFERENCE = 10 * 60_000;

/** What a thread shows. */
interface ShownThread {
  /** The digest of the first message; null when it is not ours. */
  readonly shown: string | null;
  /** The sequence of the last event told in full, and of the one after it the parts sent so far. */
  readonly told: number;
  readonly parts: number;
}

/**
 * Learns from the channel what is not known: where the thread is, and what became of the last write. Throws Waiting while that
 * write may still arrive.
 */
export async function readUnknown(context: ThreadContext): Promise<void> {
  const { known } = context;
  if (known.now.ts !== null && !known.now.attempt) return;
  const ts = known.now.ts ?? (await findFirstMessage(context))?.ts ?? null;
  const seen = ts === null ? undefined : await readThread(context, ts).catch(undefinedIfGone);
  await concludeLastWrite(context, {
    service: 'Slack',
    hasArrived: ({ key }) => seen !== undefined && shows(seen, key),
    learned: () => {
      const { told, parts } = known.now;
      const isFurther =
        seen !== undefined && isLater({ sequence: seen.told, part: seen.parts }, { sequence: told, part: parts });
      return {
        ts,
        ...(seen ? { shown: seen.shown } : {}),
        ...(seen && isFurther ? { told: seen.told, parts: seen.parts } : {}),
      };
    },
  });
}

/** The window's first message, found by its metadata when its `ts` is not known. */
async function findFirstMessage(context: ThreadContext): Promise<SlackMessage | undefined> {
  for await (const some of context.client.history(context.desired.openedAt - CLOCK_DIFFERENCE)) {
    const found = some.find((message) => isOurs(context, message) && digestIn(keyOf(message)) !== undefined);
    if (found) return found;
  }
  return undefined;
}

async function readThread(context: ThreadContext, ts: string): Promise<ShownThread> {
  let shown: string | null = null;
  let last: Place = { sequence: 0, part: 0 };
  for await (const some of context.client.thread(ts)) {
    for (const message of some) {
      if (isOurs(context, message)) shown = digestIn(keyOf(message)) ?? shown;
      for (const place of placesOf(context, message)) if (isLater(place, last)) last = place;
    }
  }
  return { shown, told: Math.max(0, last.sequence - 1), parts: last.sequence > 0 ? last.part + 1 : 0 };
}

/** The places in the thread that a message fills. A file has the sequence of its event in its name. */
function placesOf(context: ThreadContext, message: SlackMessage): Place[] {
  const { reference } = context.desired;
  const place = isOurs(context, message) ? placeIn(keyOf(message)) : undefined;
  const files = (message.files ?? []).flatMap(({ name }) => {
    const [, sequence] = /-(\d+)\.csv$/.exec(name ?? '') ?? [];
    const isList = sequence !== undefined && name === fileName(reference, sequence);
    return isList ? [{ sequence: Number(sequence), part: 1 }] : [];
  });
  return place ? [place, ...files] : files;
}

/** Whether the thread shows the message with this key. */
function shows(seen: ShownThread, key: string): boolean {
  const place = placeIn(key);
  return place ? isLater({ sequence: seen.told + 1, part: seen.parts }, place) : digestIn(key) === seen.shown;
}

function isOurs({ desired, origin }: ThreadContext, { metadata }: SlackMessage): boolean {
  return metadata?.event_payload.window === desired.reference && metadata.event_payload.origin === origin;
}

function keyOf(message: SlackMessage): string {
  return message.metadata?.event_payload.key ?? '';
}

function undefinedIfGone(error: unknown): undefined {
  if (!isGone(error)) throw error;
}
