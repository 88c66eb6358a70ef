import type { MessageRenderer } from '../activities/ports/mail';
import { KnownError } from '../domain/shared/errors';
import { begin } from '../domain/window/begun-notices';
import { draftFromTimeline, type ReportDraft } from '../domain/window/draft-report';
import { evolve } from '../domain/window/evolve/evolve';
import type { RecordedEvent, WindowEvent } from '../domain/window/events';
import { begunNotices } from '../domain/window/facts';
import type { RfoText } from '../domain/window/rfo-fields';
import type { WindowState } from '../domain/window/types';
import type { Database } from '../store/database/database';
import type { Viewer } from '../store/windows/viewer';
import { rehearsedAudience } from '../store/windows/rehearsal/audience';
import { getTimeline } from '../store/windows/windows';
import { findWindow } from './find-window';
import { readOnly } from './rehearse-window';
import { writeSamples, type SampleMessage, type SampleOptions } from './write-samples';

/** The reason-for-outage report before it is put on record (E4). Both functions only read. */

/**
 * What the timeline says of the work, as a report to be completed. Throws KnownError `not-found` for a window the viewer does not see,
 * `wrong-phase` for one whose work has not begun.
 */
export async function draftReport(db: Database, reference: string, viewer: Viewer): Promise<ReportDraft> {
  const { view } = await findWindow(db, reference, viewer);
  const draft = draftFromTimeline(await getTimeline(db, reference, viewer));
  if (draft) return draft;
  throw new KnownError(
    'wrong-phase',
    `The window is ${view.phase} and its work has not begun, so there is nothing to report yet.`,
  );
}

/** A report that is not on record yet, and for whom it is shown. `now`: UTC ms. */
export interface ReportPreview {
  readonly reference: string;
  readonly text: RfoText;
  /** Whose readers; undefined: of the first organization that is told. */
  readonly organization: string | undefined;
  readonly now: number;
}

/**
 * The mail with which the report would be published, in each language that readers of the organization have. Nothing is sent or stored;
 * empty where nobody would be told. Throws KnownError `not-found`.
 */
export async function previewReport(
  { db, renderer }: { readonly db: Database; readonly renderer: MessageRenderer },
  { reference, text, organization, now }: ReportPreview,
  viewer: Viewer,
  options: SampleOptions,
): Promise<SampleMessage[]> {
  await findWindow(db, reference, viewer);
  const { facts, audience } = await readOnly(db, async (trx) => {
    const events = await getTimeline(trx, reference, viewer);
    const state = events.reduce<WindowState | undefined>(evolve, undefined);
    if (!state) throw new RangeError(`${reference} has a timeline`);
    const shown = organization === undefined ? { first: 1 } : { ids: [organization] };
    return {
      facts: publishedAt(state, text, now),
      audience: await rehearsedAudience(trx, state.spec, 'rfo', shown),
    };
  });
  return facts ? writeSamples(renderer, facts, audience, options) : [];
}

/** The facts of the notice, as if the report were drafted and published now. */
function publishedAt(state: WindowState, text: RfoText, now: number) {
  const version = state.rfo.drafted + 1;
  const drafted = evolve(state, recorded(state, now, { type: 'rfo-drafted', version, text }));
  const begun = recorded(drafted, now, begin(drafted, 'rfo', { ordinal: version }));
  return begunNotices(evolve(drafted, begun), [begun])[0]?.facts;
}

function recorded({ sequence }: WindowState, at: number, event: WindowEvent): RecordedEvent {
  return { sequence: sequence + 1, at, by: 'forewarn', door: 'api', event };
}
