import { describeEvent, type RecordedEvent } from './events';
import { evolve } from './evolve/evolve';
import type { WindowSpec, WindowState } from './types';

/** A revision of a window's plan (L8). Instants are UTC ms. */
export interface PlanRevision {
  readonly revision: number;
  /** What it said when it was approved, or else when it was made. */
  readonly spec: WindowSpec;
  /** Who made it, when, and by what, as the timeline says it. */
  readonly by: string;
  readonly at: number;
  readonly line: string;
  /** Absent where nobody has approved it, or the approval was withdrawn. */
  readonly approved?: { readonly by: string; readonly at: number };
}

/** What an approver wanted to be different (L8). */
export interface ChangesAsked {
  readonly by: string;
  readonly at: number;
  readonly reason: string;
}

export interface PlanHistory {
  /** As the last event left it. */
  readonly state: WindowState;
  /** The first one first. */
  readonly revisions: readonly PlanRevision[];
  /** Of the revision in force, while nobody has approved it; the latest. */
  readonly changesAsked: ChangesAsked | undefined;
}

/** Every revision of the plan, from a window's timeline; undefined for one without any event. */
export function planHistory(events: readonly RecordedEvent[]): PlanHistory | undefined {
  let state: WindowState | undefined;
  const revisions = new Map<number, PlanRevision>();
  let changesAsked: ChangesAsked | undefined;
  for (const recorded of events) {
    const { event, at, by } = recorded;
    state = evolve(state, recorded);
    const { revision, spec, approval } = state;
    if (!revisions.has(revision)) {
      revisions.set(revision, { revision, spec, by, at, line: describeEvent(event) });
      changesAsked = undefined;
    }
    if (event.type === 'changes-requested') changesAsked = { by, at, reason: event.reason };
    const known = revisions.get(revision);
    if (!approval || !known) continue;
    const { approved, ...rest } = known;
    const isApproved = approval.approvedRevision === revision;
    if (isApproved && !approved) {
      revisions.set(revision, { ...rest, spec, approved: { by: approval.approvedBy ?? by, at } });
      changesAsked = undefined;
    } else if (!isApproved && approved) revisions.set(revision, rest);
  }
  return state && { state, revisions: [...revisions.values()], changesAsked };
}
