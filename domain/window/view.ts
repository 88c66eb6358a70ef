import type { NoticeKind } from '../notices/notices';
import { optional } from '../shared/optional';
import { toIso } from '../shared/time';
import { describeDuty, nextDue, planOf } from './duties/agenda';
import { owesRfo } from './duties/report';
import { describeScope } from '../planning/scope';
import { planAuthors } from './four-eyes';
import { labelOf, type ClassLabel } from './classes';
import { undoOf, type UndoItem } from './undo';
import type {
  Attention,
  Degradation,
  MonitoringValue,
  Phase,
  RollBack,
  WindowSpec,
  WindowState,
  WorkStatus,
} from './types';

/** The window as the read model, the `window` query and the Temporal UI show it. Instants are UTC ms. */
export interface WindowView {
  readonly reference: string;
  readonly phase: Phase;
  readonly revision: number;
  readonly sequence: number;
  readonly spec: WindowSpec;
  /** What customers read of the provider's own class (P6). */
  readonly classLabel?: ClassLabel;
  readonly scopeText: string;
  readonly openedAt: number;
  readonly openedBy: string;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly cancelledAt: number | null;
  /** Begun work that was called off (L13); null where none was. */
  readonly rollBack: RollBack | null;
  /** The result was found bad while it was watched (E3), the latest time; null where it never was. */
  readonly degradation: Degradation | null;
  /** The value that was entered last (E3); null where none was. */
  readonly monitoringValue: MonitoringValue | null;
  readonly customerImpactMinutes: number | null;
  readonly nextUpdateBy: number | null;
  readonly next: { readonly at: number; readonly what: string } | null;
  readonly plan: readonly { readonly kind: NoticeKind; readonly at: number }[];
  readonly rfo: {
    readonly owed: boolean;
    readonly because: string | null;
    readonly drafted: number;
    readonly published: number;
  };
  readonly attention: readonly Attention[];
  /** Where the approval stands (L8); null where none is required. */
  readonly approval: {
    readonly approvedRevision: number;
    readonly approvedBy: string | null;
    readonly authors: readonly string[];
  } | null;
  /** What a cancellation has to undo, and how far it is (L7). */
  readonly undo: readonly UndoItem[];
  /** Verification steps done, by their place in the list (E3). */
  readonly ticks: readonly number[];
  /** The work since the start (S2); absent before it, and in windows without `work`. */
  readonly work?: WorkStatus;
}

export function viewOf(state: WindowState): WindowView {
  const next = nextDue(state);
  return {
    reference: state.reference,
    phase: state.phase,
    revision: state.revision,
    sequence: state.sequence,
    spec: state.spec,
    ...optional({ classLabel: labelOf(state.spec, state.policy) }),
    scopeText: describeScope(state.spec.scope),
    openedAt: state.openedAt,
    openedBy: state.openedBy,
    startedAt: state.startedAt ?? null,
    endedAt: state.endedAt ?? null,
    cancelledAt: state.cancelledAt ?? null,
    rollBack: state.rollBack ?? null,
    degradation: state.degradation ?? null,
    monitoringValue: state.monitoringValue ?? null,
    customerImpactMinutes: state.customerImpactMinutes ?? null,
    nextUpdateBy: state.nextUpdateBy ?? null,
    next: next ? { at: next.at, what: describeDuty(next.duty) } : null,
    plan: planOf(state).map(({ kind, at }) => ({ kind, at })),
    rfo: {
      owed: owesRfo(state),
      because: state.rfo.because ?? null,
      drafted: state.rfo.drafted,
      published: state.rfo.published,
    },
    attention: state.attention,
    approval: approvalOf(state),
    undo: undoOf(state),
    ticks: state.ticks ?? [],
    ...(state.work ? { work: state.work } : {}),
  };
}

function approvalOf(state: WindowState): WindowView['approval'] {
  if (!state.approval) return null;
  const { approvedRevision, approvedBy = null } = state.approval;
  return { approvedRevision, approvedBy, authors: planAuthors(state) };
}

/** One line about where the window stands: `announced, next: reminder, 7 days before on 2026-12-03T01:00:00Z`. */
export function headline(view: Pick<WindowView, 'phase' | 'next' | 'rfo'>): string {
  if (view.next) return `${view.phase}, next: ${view.next.what} on ${toIso(view.next.at)}`;
  if ((view.phase === 'completed' || view.phase === 'rolled-back') && view.rfo.owed) {
    return `${view.phase}, waiting for the reason-for-outage report`;
  }
  return view.phase;
}
