import type { WindowEvent } from '../events';
import { cleared, raised } from '../attention';
import { LIVING } from '../audience';
import { withAuthors } from '../four-eyes';
import type { Actor } from '../../shared/actor';
import type { Approval, Phase, WindowSpec, WindowState, Wording } from '../types';

/** Before customers hear of a window, a change takes it back to the approvers; afterwards the change is reviewed (L8). */
const BEFORE_ANNOUNCEMENT: readonly Phase[] = ['draft', 'approved'];
const UNDER_REVIEW: readonly Phase[] = LIVING;

const REVIEW = 'What customers were told has not been reviewed by a second person';

/** Who changed something, and when (UTC ms). */
type Change = Actor & { readonly at: number };

/** The plan was changed by somebody, who becomes one of its authors and cannot approve it. */
export function planChanged(state: WindowState, change: Change): WindowState {
  const { approval } = state;
  if (!approval) return state;
  return asksAgain(state, { ...approval, authors: withAuthors(approval.authors, change) }, change.at);
}

/** The wording was changed: approvers are asked again, and whoever changed it cannot approve. */
export function wordingChanged(
  state: WindowState,
  { wording, translations, stale }: Extract<WindowEvent, { type: 'edited' }>,
  change: Change,
): WindowState {
  const spec = translated(without(reworded(state.spec, wording), stale), translations);
  const next = { ...state, spec };
  const { approval } = next;
  if (!approval) return next;
  return asksAgain(next, { ...approval, editors: withAuthors(approval.editors, change) }, change.at);
}

function asksAgain(state: WindowState, { askedAt: _before, ...approval }: Approval, at: number): WindowState {
  const asking: WindowState = { ...state, approval: { ...approval, asked: 0 } };
  if (UNDER_REVIEW.includes(state.phase)) return raised(asking, 'review', REVIEW, at);
  if (!BEFORE_ANNOUNCEMENT.includes(state.phase)) return asking;
  // an emergency does not wait; with a later date or a lower class there may be time again
  const phase = state.spec.class === 'emergency' ? 'approved' : 'draft';
  return { ...cleared(asking, 'approval'), phase };
}

/** The revision was approved by somebody else than its authors. */
export function approved(state: WindowState, revision: number, by: string): WindowState {
  const seen = cleared(state, 'approval', 'review');
  return {
    ...seen,
    phase: seen.phase === 'draft' ? 'approved' : seen.phase,
    ...(seen.approval ? { approval: { ...seen.approval, approvedRevision: revision, approvedBy: by } } : {}),
  };
}

/** The new revision was part of what was approved: the release of an alternate night that was named in the plan. */
export function stillApproved(state: WindowState): WindowState {
  const { approval, revision } = state;
  if (approval?.approvedRevision !== revision - 1) return state;
  return { ...state, approval: { ...approval, approvedRevision: revision } };
}

/** An approval was withdrawn in time. */
export function withdrawn(state: WindowState): WindowState {
  if (!state.approval) return { ...state, phase: 'draft' };
  const { approvedBy: _by, askedAt: _at, ...approval } = state.approval;
  return { ...state, phase: 'draft', approval: { ...approval, approvedRevision: 0, asked: 0 } };
}

/** Approvers were asked. */
export function askedForApproval(state: WindowState, at: number): WindowState {
  const { approval } = state;
  return approval ? { ...state, approval: { ...approval, asked: approval.asked + 1, askedAt: at } } : state;
}

/** An emergency was announced before anybody approved it, so it is reviewed afterwards. */
export function reviewOwed(state: WindowState, at: number): WindowState {
  const { approval } = state;
  return approval && approval.approvedRevision < state.revision ? raised(state, 'review', REVIEW, at) : state;
}

function reworded(spec: WindowSpec, { impactDescription, ...wording }: Wording): WindowSpec {
  const impact = impactDescription === undefined ? spec.impact : { ...spec.impact, description: impactDescription };
  return { ...spec, ...wording, impact };
}

/** Without the translations of those sentences. */
function without(spec: WindowSpec, stale: readonly (keyof Wording)[] | undefined): WindowSpec {
  if (!stale || !spec.translations) return spec;
  const kept = Object.entries(spec.translations).flatMap(([locale, wording]): [string, Wording][] => {
    const left = Object.entries(wording).filter(([field]) => !stale.includes(field as keyof Wording));
    return left.length === 0 ? [] : [[locale, Object.fromEntries(left)]];
  });
  return { ...spec, translations: Object.fromEntries(kept) };
}

function translated(spec: WindowSpec, translations: Readonly<Record<string, Wording>> | undefined): WindowSpec {
  if (!translations) return spec;
  const merged = { ...spec.translations };
  for (const [locale, wording] of Object.entries(translations)) merged[locale] = { ...merged[locale], ...wording };
  return { ...spec, translations: merged };
}
