import type { MessageRenderer } from '../activities/ports/mail';
import type { NoticeFacts } from '../domain/notices/message';
import type { PreviewedKind } from '../domain/notices/notice-kinds';
import { UNTOLD, type UntoldReason } from '../domain/notices/untold';
import { invalid } from '../domain/shared/invalid';
import { evolve } from '../domain/window/evolve/evolve';
import { begunNotices } from '../domain/window/facts';
import { begin } from '../domain/window/begun-notices';
import type { WindowState } from '../domain/window/types';
import type { Database } from '../store/database/database';
import { untoldReason } from '../store/inventory/audience';
import { rehearsedAudience, type RehearsedAudience } from '../store/windows/rehearsal/audience';
import { getTimeline } from '../store/windows/windows';
import { unknownWindow } from './find-window';
import { readOnly, rehearseState } from './rehearse-window';
import { writeSamples, type SampleMessage, type SampleOptions } from './write-samples';

/** Which notice of a window, and for whom. `now`: UTC ms. */
export interface PreviewRequest {
  readonly reference: string;
  readonly kind: PreviewedKind;
  readonly organization: string;
  readonly now: number;
}

/** A message with the moment (UTC ms) it leaves, or now, and the revision it tells of. */
export interface PreviewedMessage {
  readonly sample: SampleMessage;
  readonly at: number;
  readonly revision: number;
}

/**
 * The message as the organization's first reader would get it (L8, P2), in another language where `locale` names one. Nothing is
 * sent or stored. Throws KnownError `not-found` without such a window, `invalid-body` when the organization would not be told.
 */
export async function previewMessage(
  { db, renderer }: { readonly db: Database; readonly renderer: MessageRenderer },
  request: PreviewRequest,
  options: SampleOptions,
): Promise<PreviewedMessage> {
  const { reference, organization } = request;
  const preview = await previewNotice(db, request);
  if (!preview) throw unknownWindow(reference);
  const { facts, audience } = preview;
  const [sample] = await writeSamples(renderer, facts, audience, options);
  if (sample) return { sample, at: facts.now, revision: facts.notice.revision };
  const reason = preview.untold;
  const message = reason
    ? `nobody can be told for ${organization}: ${UNTOLD[reason].words}`
    : `${organization} has nothing in the scope of ${reference}`;
  throw invalid([{ field: 'organization', message }], 'query');
}

interface NoticePreview {
  readonly facts: NoticeFacts;
  readonly audience: RehearsedAudience;
  /** Where the audience has nobody of the organization, although it is affected. */
  readonly untold: UntoldReason | undefined;
}

/**
 * A notice as the window stands now, for the organization (L8, P2). One still to come is dated as it will be; one that is past
 * is worded as it would be now. Undefined without such a window. Reads only.
 */
async function previewNotice(db: Database, request: PreviewRequest): Promise<NoticePreview | undefined> {
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
    const { scope, visibility } = state.spec;
    const isShown = audience.shown.length > 0;
    const untold = isShown ? undefined : await untoldReason(trx, scope, visibility === 'private', organization);
    return facts && { facts, audience, untold };
  });
}

/** The notice as if it were begun now. */
function factsNow(state: WindowState, kind: PreviewedKind, at: number): NoticeFacts | undefined {
  const event = begin(state, kind);
  const begun = { sequence: state.sequence + 1, at, by: 'forewarn', door: 'clock', event } as const;
  return begunNotices(evolve(state, begun), [begun])[0]?.facts;
}
