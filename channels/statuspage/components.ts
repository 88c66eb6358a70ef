import type { ComponentStatus } from '../../domain/public/component-status';
import { refused } from '../convergence/service-failure';
import type { DesiredStep } from './desired-entry';
import type { EntryContext } from './entry-context';
import { worstOf } from './fields';
import type { EntryFacts } from './known-entry';
import type { StatuspageApiClient } from './statuspage-api-client';
import type { Incident } from './statuspage-schemas';

/** The affected components. From the start of the work they stay the same, so that what is restored is what was set. */
export function affectedComponents({ known, mapped }: EntryContext): readonly string[] {
  const { held, restoring, wrote } = known.now;
  return held.length > 0 || restoring.length > 0 ? (wrote?.components ?? []) : mapped;
}

/** The status each component needs now: the worst of those in `own` and of those other running windows want. */
export async function neededStatuses(
  { heldByOthers, desired }: EntryContext,
  ids: readonly string[],
  ...own: ComponentStatus[]
): Promise<Map<string, ComponentStatus>> {
  const others = await heldByOthers(desired.reference, ids);
  return new Map(ids.map((id) => [id, worstOf([...own, ...(others.get(id) ?? [])])]));
}

/**
 * The component statuses a step sets: the work's effect at the start; at the end they are restored, unless another window needs
 * them otherwise. `change` has to be saved before they are set.
 */
export async function statusesAtStep(
  context: EntryContext,
  step: DesiredStep,
  entry: Incident,
): Promise<{ readonly change: Partial<EntryFacts>; readonly statuses: Readonly<Record<string, string>> }> {
  const { desired, known, onDrift } = context;
  const { effect } = desired;
  const { held, effect: heldAs, restoring, wrote } = known.now;
  if (step.begins && desired.running) {
    const ids = [...(wrote?.components ?? affectedComponents(context))];
    return { change: { held: ids, effect }, statuses: Object.fromEntries(await neededStatuses(context, ids, effect)) };
  }
  if (!step.ends) return { change: {}, statuses: {} };
  const current = statusesIn(entry);
  // where drift is only reported, what somebody has set by hand stays
  const isRestored = (id: string) => onDrift === 'repair' || (current.get(id) ?? heldAs) === (heldAs ?? effect);
  const ids = [...new Set([...held.filter(isRestored), ...restoring])].sort();
  return {
    change: { held: [], restoring: ids },
    statuses: Object.fromEntries(await neededStatuses(context, ids)),
  };
}

/** The window is over: every component is as it was before, or as another running window needs it. */
export async function restoreComponents(context: EntryContext, entry: Incident): Promise<void> {
  const current = statusesIn(entry);
  for (const [id, status] of await neededStatuses(context, context.known.now.restoring)) {
    const now = current.get(id);
    if (now !== undefined && now !== null && now !== status) await context.client.setComponent(id, status);
  }
}

function statusesIn({ components }: Incident): Map<string, string | null | undefined> {
  return new Map((components ?? []).map(({ id, status }) => [id, status]));
}

/** Throws ServiceFailure when the page lacks one of the components, or one is a group, whose status cannot be set. */
export async function checkComponents(client: StatuspageApiClient, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const known = new Map((await client.components()).map((component) => [component.id, component]));
  const wrong = ids.filter((id) => known.get(id)?.group !== false);
  if (wrong.length === 0) return;
  const unknown = wrong.filter((id) => !known.has(id));
  const what =
    unknown.length > 0
      ? `component ${unknown.join(', ')}, which the page does not have`
      : `component ${wrong.join(', ')}, which is a group: its status cannot be set, name its members`;
  throw refused(`The mapping file names ${what}. Correct FOREWARN_STATUSPAGE_MAP.`);
}
