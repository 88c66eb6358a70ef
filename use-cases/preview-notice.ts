import type { NoticeFacts } from '../domain/notices/message';
import type { PreviewedKind } from '../domain/notices/notice-kinds';
import { evolve } from '../domain/window/evolve/evolve';
import { begunNotices } from '../domain/window/facts';
import { begin } from '../domain/window/begun-notices';
import type { WindowState } from '../domain/window/types';
import type { Database } from '../store/database/database';
import { rehearsedAudience, type RehearsedAudience } from '../store/windows/rehearsal';
import { getTimeline } from '../store/windows/windows';
import { readOnly, rehearseState } from './rehearse-window';

export interface NoticePreview {
  readonly facts: NoticeFacts;
  readonly audience: RehearsedAudience;
}

/**
 * A notice as the window stands now, for the organization (L8, P2). One still to come is dated as it will be; one that is past
 * is worded as it would be now. Undefined without such a window. Reads only.
 */
export async function previewNotice(
  db: Database,
  request: {
    readonly reference: string;
    readonly kind: PreviewedKind;
    readonly organization: string;
    readonly now: number;
  },
): Promise<NoticePreview | undefined> {
  const { reference, kind, organization } = request;
  return readOnly(db, async (trx) => {
    const events = await getTimeline(trx, reference, { organizationId: null });
    const state = events.reduce<WindowState | undefined>(evolve, undefined);
    if (!state) return undefined;
    // a window's own clock can be ahead of ours in a demonstration
    const now = Math.max(request.now, events.at(-1)?.at ?? 0);
    const plan = kind === 'cancelled' ? { cancelAt: now } : {};
    const audience = await rehearsedAudience(trx, state.spec, kind, { ids: [organization] });
    const { rehearsal } = await rehearseState(trx, state, now, plan, { ids: [organization] });
    const ahead = rehearsal.notices.find(({ notice }) => notice.kind === kind);
    const facts = ahead ?? factsNow(state, kind, now);
    return facts && { facts, audience };
  });
}

/** The notice as if it were begun now. */
function factsNow(state: WindowState, kind: PreviewedKind, at: number): NoticeFacts | undefined {
  const event = begin(state, kind);
  const begun = { sequence: state.sequence + 1, at, by: 'forewarn', door: 'clock', event } as const;
  return begunNotices(evolve(state, begun), [begun])[0]?.facts;
}
