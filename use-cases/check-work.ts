import { invalid } from '../domain/shared/invalid';
import type { Fault } from '../domain/shared/validation';
import { parseCommand, type CommandName } from '../domain/window/commands/commands';
import { AHEAD } from '../domain/window/commands/verdict';
import { validateProbe } from '../domain/window/monitor';
import type { WindowSpec } from '../domain/window/types';
import { validateWorkPlan } from '../domain/work/plan';
import { validateExecutor, type ServingExecutor } from '../domain/work/serving';
import type { Database } from '../store/database/database';
import { scopeSizes } from '../store/inventory/scope-sizes';
import { getWindow } from '../store/windows/windows';

/** What the plan of a window's work is checked against. */
export interface WorkChecks {
  readonly db: Database;
  /** Those that are configured. */
  readonly executors: readonly ServingExecutor[];
  /** The probes that windows may name (E3); absent: there are none. */
  readonly probes?: readonly string[];
}

type Planned = Pick<WindowSpec, 'work' | 'scope' | 'slot' | 'alternate' | 'verification'>;

/** What is wrong with how a window's work is planned and its result is watched, by the inventory as it is now (S2, S7); none: it can be done so. */
async function workFaults({ db, executors, probes }: WorkChecks, spec: Planned): Promise<Fault[]> {
  const { work: plan, scope, verification } = spec;
  const unwatched = validateProbe(verification?.monitor, probes);
  if (!plan) return unwatched;
  const { byGroup, kinds } = await scopeSizes(db, scope);
  return [
    ...validateWorkPlan(plan, byGroup, shortest(spec)),
    ...validateExecutor(plan, kinds, executors),
    ...unwatched,
  ];
}

/** Throws KnownError `invalid-body` with every fault. */
export async function mustBeWorkable(checks: WorkChecks, spec: Planned): Promise<void> {
  const faults = await workFaults(checks, spec);
  if (faults.length > 0) throw invalid(faults);
}

/**
 * A command that gives a window another scope or date leaves it one whose work can be done. Whether the window may have it at all
 * is the window's own decision. Throws KnownError `invalid-body`.
 */
export async function mustStayWorkable(
  checks: WorkChecks,
  { reference, name, body }: { readonly reference: string; readonly name: CommandName; readonly body: unknown },
): Promise<void> {
  if (name !== 'rescope' && name !== 'reschedule') return;
  const window = await getWindow(checks.db, reference, { organizationId: null });
  if (!window?.view.spec.work || !AHEAD.includes(window.view.phase)) return;
  const parsed = parseCommand(name, body);
  if (!('command' in parsed)) return;
  const { spec } = window.view;
  const { command } = parsed;
  if (command.name === 'rescope') {
    const faults = await workFaults(checks, { ...spec, scope: command.scope });
    // a batch that is large for a smaller scope does no harm, and somebody's objection may be what makes it smaller
    const others = faults.filter(({ field }) => field === 'work.executor');
    if (others.length > 0) throw invalid(others);
  }
  if (command.name === 'reschedule') {
    await mustBeWorkable(checks, { ...spec, slot: { startsAt: command.start, endsAt: command.end } });
  }
}

/** How long the shortest of the planned nights is (ms). */
function shortest({ slot, alternate }: Planned): number {
  return Math.min(...[slot, ...(alternate ? [alternate.slot] : [])].map(({ startsAt, endsAt }) => endsAt - startsAt));
}
