import type { AffectedCustomer, ChannelStates } from '../../activities/ports/channel-records';
import { createHash } from 'node:crypto';
import { openOutside, Waiting, type OutsideSession } from '../convergence/outside';
import { isGone, isHarmless } from '../convergence/service-failure';
import { customerList, fileName } from './customer-list';
import type { DesiredReply, DesiredThread, Shown } from './desired-thread';
import { THREAD, type Outside } from './known-thread';
import { digestIn, firstKey, isLater, placeIn, replyKey, type Place } from './message-keys';
import type { Marker, Prepare, SlackApiClient, SlackMessage } from './slack-api-client';

export interface ConvergeDependencies {
  readonly client: SlackApiClient;
  readonly states: ChannelStates;
  /** UTC ms. */
  readonly clock: () => number;
  /** So long after it left, a write without an answer may still arrive (ms). */
  readonly settleMs: number;
}

export interface ConvergeRequest {
  readonly desired: DesiredThread;
  /** The affected customers, asked for only when they are to be listed. */
  readonly customers: () => Promise<readonly AffectedCustomer[]>;
  /** Names this installation in the messages' metadata. */
  readonly origin: string;
}

/** Windows are posted right after they are opened; the clocks of Slack and of here need not agree (ms). */
const BEFORE_OPENING = 10 * 60_000;

/**
 * Makes the window's thread equal to what is desired; answers what somebody had changed by hand. Throws ServiceFailure, or
 * Waiting when it is not yet this attempt's turn.
 *
 * Slack promises no idempotency, so a write whose answer got lost must never be sent again blindly:
 * - Before a write leaves, the state says which message it makes (`attempt`), and the message carries the same key in its
 *   metadata (a file in its name).
 * - After an unclear end (no answer, 5xx, killed) the thread is read first. Does it show the key, all is well. Does it not, the
 *   write may still be on its way: nothing is written before `settleMs` have passed.
 * - The state is saved by version, so of two attempts at once one stops before its write.
 */
export async function converge(deps: ConvergeDependencies, request: ConvergeRequest): Promise<string[]> {
  const outside = await openOutside(deps.states, request.desired.reference, THREAD);
  const { done, told } = outside.now;
  if (done && !request.desired.replies.some(({ sequence }) => sequence > told)) return [];
  return createConvergence(deps, request, outside).run();
}

/** One message to be sent, or one file. */
type Part = { readonly key: string } & (
  | { readonly shown: Shown }
  | { readonly file: { readonly name: string; readonly title: string; readonly text: string } }
);

function createConvergence(
  { client, clock, settleMs }: ConvergeDependencies,
  { desired, customers, origin }: ConvergeRequest,
  outside: OutsideSession<Outside>,
) {
  const { reference } = desired;
  const drift: string[] = [];
  const windowKey = firstKey(desired.digest);
  const marker = (key: string): Marker => ({ window: reference, origin, key });
  const messageId = (key: string) => uuidOf([origin, reference, key, String(outside.now.made)].join('\n'));

  /** Sends a write whose effect must come about once. */
  async function write<T>(key: string, send: (prepare: Prepare) => Promise<T>): Promise<T> {
    try {
      return await send(() => outside.save({ attempt: { key, until: clock() + settleMs } }));
    } catch (error) {
      if (isHarmless(error) && outside.now.attempt) {
        // Slack knows the id of a message it does not have any more: the next try takes another one
        const isStale = error.code?.startsWith('duplicate_') === true;
        await outside.save({ attempt: null, ...(isStale ? { made: outside.now.made + 1 } : {}) });
      }
      throw error;
    }
  }

  const isOurs = ({ metadata }: SlackMessage) =>
    metadata?.event_payload.window === reference && metadata.event_payload.origin === origin;

  /** The first message in the channel, whoever lost its `ts`. */
  async function find(): Promise<SlackMessage | undefined> {
    for await (const some of client.history(desired.openedAt - BEFORE_OPENING)) {
      const found = some.find((message) => isOurs(message) && isFirst(message));
      if (found) return found;
    }
    return undefined;
  }

  /** What the thread shows: the first message's digest, and how far the replies are. */
  async function read(ts: string): Promise<{ shown: string | null; told: number; parts: number }> {
    let shown: string | null = null;
    let place: Place = { sequence: 0, part: 0 };
    for await (const some of client.thread(ts)) {
      for (const message of some) {
        if (isOurs(message)) shown = digestIn(keyOf(message)) ?? shown;
        for (const seen of placesOf(message)) if (isLater(seen, place)) place = seen;
      }
    }
    return { shown, told: Math.max(0, place.sequence - 1), parts: place.sequence > 0 ? place.part + 1 : 0 };
  }

  /** A file bears the number of its event in its name. */
  function placesOf(message: SlackMessage): Place[] {
    const place = isOurs(message) ? placeIn(keyOf(message)) : undefined;
    const files = (message.files ?? []).flatMap(({ name }) => {
      const [, sequence] = /-(\d+)\.csv$/.exec(name ?? '') ?? [];
      const isList = sequence !== undefined && name === fileName(reference, sequence);
      return isList ? [{ sequence: Number(sequence), part: 1 }] : [];
    });
    return place ? [place, ...files] : files;
  }

  /** Learns what became of the last write, and where the thread is. */
  async function settle(): Promise<void> {
    const { attempt, made } = outside.now;
    let { ts } = outside.now;
    if (ts !== null && !attempt) return;
    ts ??= (await find())?.ts ?? null;
    const seen = ts === null ? undefined : await read(ts).catch(undefinedIfGone);
    if (attempt) {
      const left = attempt.until - clock();
      if (!hasArrived(attempt.key, seen) && left > 0) {
        throw new Waiting('The last write to Slack had no answer and may still arrive; it is looked for again.', left);
      }
    }
    const { told, parts } = outside.now;
    const isFurther =
      seen !== undefined && isLater({ sequence: seen.told, part: seen.parts }, { sequence: told, part: parts });
    await outside.save({
      ...{ ts, attempt: null, made },
      ...(seen ? { shown: seen.shown } : {}),
      ...(seen && isFurther ? { told: seen.told, parts: seen.parts } : {}),
    });
  }

  function hasArrived(key: string, seen: Awaited<ReturnType<typeof read>> | undefined): boolean {
    if (!seen) return false;
    const place = placeIn(key);
    return place ? isLater({ sequence: seen.told + 1, part: seen.parts }, place) : digestIn(key) === seen.shown;
  }

  async function create(): Promise<string> {
    const message = { ...desired.first, marker: marker(windowKey) };
    const options = { messageId: messageId(windowKey) };
    const ts = await write(windowKey, (prepare) => client.post(message, options, prepare));
    await outside.save({ ts, shown: desired.digest, attempt: null });
    return ts;
  }

  async function renew(ts: string): Promise<void> {
    const message = { ...desired.first, marker: marker(windowKey) };
    await write(windowKey, (prepare) => client.update(ts, message, prepare));
    await outside.save({ shown: desired.digest, attempt: null });
  }

  async function tell(reply: DesiredReply, ts: string): Promise<void> {
    const parts = await partsOf(reply);
    // a list may have become shorter meanwhile
    const start = outside.now.told === reply.sequence - 1 ? outside.now.parts : 0;
    for (const [place, part] of parts.entries()) {
      if (place < start) continue;
      await write(part.key, (prepare) => send(part, ts, prepare));
      await outside.save({ told: reply.sequence - 1, parts: place + 1, attempt: null });
    }
    await outside.save({ told: reply.sequence, parts: 0, attempt: null });
  }

  async function send(part: Part, ts: string, prepare: Prepare): Promise<void> {
    if ('file' in part) await client.upload(part.file, ts, prepare);
    else {
      const message = { ...part.shown, marker: marker(part.key) };
      await client.post(message, { threadTs: ts, messageId: messageId(part.key) }, prepare);
    }
  }

  async function partsOf(reply: DesiredReply): Promise<Part[]> {
    const keyAt = (part: number) => replyKey({ sequence: reply.sequence, part });
    const parts: Part[] = [{ key: keyAt(0), shown: reply }];
    if (!reply.listsCustomers) return parts;
    const found = customerList(reference, String(reply.sequence), await customers());
    if ('file' in found) return [...parts, { key: keyAt(1), file: found.file }];
    return [...parts, ...found.pages.map((shown, place) => ({ key: keyAt(place + 1), shown }))];
  }

  /** Somebody deleted the first message: a new one while the window lasts, and nothing told twice. */
  async function bring(): Promise<string | undefined> {
    const { ts, shown } = outside.now;
    if (ts === null) return create();
    if (shown === desired.digest) return ts;
    try {
      await renew(ts);
      return ts;
    } catch (error) {
      if (!isGone(error)) throw error;
      drift.push('The first message was deleted by hand.');
      await outside.save({ ts: null, shown: null, attempt: null, made: outside.now.made + 1 });
      return desired.ended ? undefined : create();
    }
  }

  return {
    async run(): Promise<string[]> {
      await settle();
      const ts = await bring();
      if (ts !== undefined) {
        for (const reply of desired.replies) if (reply.sequence > outside.now.told) await tell(reply, ts);
      }
      if (desired.ended) await outside.save({ done: true, told: desired.replies.at(-1)?.sequence ?? 0, parts: 0 });
      return drift;
    },
  };
}

const keyOf = (message: SlackMessage) => message.metadata?.event_payload.key ?? '';
const isFirst = (message: SlackMessage) => digestIn(keyOf(message)) !== undefined;

function undefinedIfGone(error: unknown): undefined {
  if (!isGone(error)) throw error;
}

/** A UUID (version 8: of our own making) that is the same for the same text. */
function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
