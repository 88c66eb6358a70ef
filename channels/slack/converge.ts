import type { ChannelStates } from '../../activities/ports/channel-records';
import { loadKnown } from '../convergence/known';
import { isGone } from '../convergence/service-failure';
import { THREAD } from './known-thread';
import { readUnknown } from './read-thread';
import type { ThreadContext } from './thread-context';
import { postFirstMessage, postReply, updateFirstMessage } from './write-thread';

export type ConvergeDependencies = Pick<ThreadContext, 'client' | 'clock' | 'lateWriteMs'> & {
  readonly states: ChannelStates;
};
export type ConvergeRequest = Pick<ThreadContext, 'desired' | 'customers' | 'origin'>;

/**
 * Makes the window's thread equal to what is desired, by the rules of `write-once.ts`; answers what somebody had changed by hand.
 * Throws ServiceFailure, or Waiting when this attempt may not write yet.
 */
export async function converge(
  { states, ...deps }: ConvergeDependencies,
  request: ConvergeRequest,
): Promise<readonly string[]> {
  const { desired } = request;
  const known = await loadKnown(states, desired.reference, THREAD);
  if (known.now.done && !desired.replies.some(({ sequence }) => sequence > known.now.told)) return [];
  const context: ThreadContext = { ...deps, ...request, known };
  await readUnknown(context);
  const { ts, drift } = await ensureFirstMessage(context);
  if (ts !== undefined) {
    for (const reply of desired.replies) if (reply.sequence > known.now.told) await postReply(context, reply, ts);
  }
  if (desired.ended) await known.save({ done: true, told: desired.replies.at(-1)?.sequence ?? 0, parts: 0 });
  return drift;
}

/**
 * Makes the first message show what the window is now; answers its `ts`. When somebody has deleted it, a new one is posted while
 * the window lasts, and what was told in the old thread is not told again; after the end there is none.
 */
async function ensureFirstMessage(
  context: ThreadContext,
): Promise<{ readonly ts: string | undefined; readonly drift: readonly string[] }> {
  const { known, desired } = context;
  const { ts, shown } = known.now;
  if (ts === null) return { ts: await postFirstMessage(context), drift: [] };
  if (shown === desired.digest) return { ts, drift: [] };
  try {
    await updateFirstMessage(context, ts);
    return { ts, drift: [] };
  } catch (error) {
    if (!isGone(error)) throw error;
  }
  await known.save({ ts: null, shown: null, made: known.now.made + 1 });
  const fresh = desired.ended ? undefined : await postFirstMessage(context);
  return { ts: fresh, drift: ['The first message was deleted by hand.'] };
}
