import { classInWords } from '../../domain/window/classes';
import type { ChannelStates, InternalEntry } from '../../activities/ports/channel-records';
import type { ChannelAdapter } from '../../activities/ports/channels';
import { toIso } from '../../domain/shared/time';
import { attempted } from '../convergence/attempt';
import { loadKnown } from '../convergence/known';
import { takeTurn, type Pace } from '../convergence/pace';
import { away, isHarmless, mayHaveLeft, refused } from '../convergence/service-failure';
import { desiredThread, counted, type DesiredThread } from './desired-thread';
import { badStatus, codeOf, limited, unreachable } from './explain';
import { THREAD } from './known-thread';
import { cut, escaped } from './rich-text';

export interface IncomingWebhookOptions extends Pace {
  /** The address, which is a secret: it is in no error. */
  readonly url: string;
  readonly publicUrl: string;
  readonly hasConsole: boolean;
  readonly states: ChannelStates;
  readonly read: (reference: string) => Promise<InternalEntry | undefined>;
  /** UTC ms. */
  readonly clock: () => number;
  readonly timeoutMs: number;
}

const LONGEST = 3_500;

/**
 * One plain message for each update to an incoming webhook, which Mattermost, Rocket.Chat, Zulip and others take as well: no
 * thread, no buttons. Such an address cannot be asked what arrived, so after an unclear end the message is sent once more and
 * says so: for people at work, hearing twice is better than not hearing at all.
 */
export function createIncomingWebhook(options: IncomingWebhookOptions): ChannelAdapter {
  const { states, read, clock } = options;

  /** Answers how many messages it sent. */
  async function tellAll(entry: InternalEntry): Promise<number> {
    const desired = desiredThread(entry, {
      ...{ hasButtons: false, canApprove: false },
      ...{ publicUrl: options.publicUrl, hasConsole: options.hasConsole },
    });
    const known = await loadKnown(states, desired.reference, THREAD);
    let calls = 0;
    for (const { key, text, sequence } of messagesOf(desired, entry)) {
      if (sequence <= known.now.told) continue;
      const repeats = known.now.attempt?.key === key;
      calls += 1;
      try {
        await post(options, repeats ? `${text}\n(Sent again: it is not known whether it arrived before.)` : text, () =>
          known.save({}, { key, until: clock() }),
        );
      } catch (error) {
        if (isHarmless(error) && known.now.attempt && !repeats) await known.save({}, null);
        throw error;
      }
      await known.save({ told: sequence }, null);
    }
    return calls;
  }

  return {
    async converge(reference) {
      const entry = await read(reference);
      if (!entry) return { converged: true, calls: 0 };
      const { sequence } = entry.view;
      return attempted({ states, clock }, { reference, sequence }, async () => ({ calls: await tellAll(entry) }));
    },
  };
}

function messagesOf({ reference, replies }: DesiredThread, { view, customers, resources }: InternalEntry) {
  const { spec } = view;
  const opening = [
    `${reference} ${spec.title}`,
    `${classInWords(spec)} maintenance, ${spec.visibility}, ${toIso(spec.slot.startsAt)} to ${toIso(spec.slot.endsAt)}`,
    `${cut(view.scopeText, 500)}: ${counted(customers, 'customer')}, ${counted(resources, 'resource')}`,
  ];
  const first = { key: 'window', sequence: 1, text: escaped(opening.join('\n')) };
  const rest = replies.map(({ sequence, words }) => ({
    key: `reply:${String(sequence)}`,
    sequence,
    text: escaped(`${reference} ${cut(spec.title, 80)}: ${cut(words, LONGEST)}`),
  }));
  return [first, ...rest];
}

async function post(options: IncomingWebhookOptions, text: string, prepare: () => Promise<void>): Promise<void> {
  const { url, timeoutMs, slots } = options;
  await takeTurn(options, () => 'The pace of the incoming webhook is taken.');
  await prepare();
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ text }),
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
  }).catch((error: unknown) => {
    throw away(unreachable(error, timeoutMs, 'FOREWARN_SLACK_WEBHOOK'), mayHaveLeft(codeOf(error)));
  });
  await response.arrayBuffer().catch(() => undefined);
  if (response.ok) return;
  if (response.status === 429) {
    const failure = limited(Number(response.headers.get('retry-after') ?? Number.NaN) || undefined);
    await slots.hold(failure.retryInMs ?? 0);
    throw failure;
  }
  if (response.status >= 500) throw badStatus(response.status, true);
  throw refused(
    `The incoming webhook answers ${String(response.status)}: it was removed, or refuses the message. Check FOREWARN_SLACK_WEBHOOK.`,
  );
}
