import { invalid } from '../domain/shared/invalid';
import type { WindowSpec } from '../domain/window/types';
import { parseCommand, type CommandName } from '../domain/window/commands/commands';
import { isSameWork } from '../domain/work/move';
import type { Database } from '../store/database/database';
import { getWindow } from '../store/windows/windows';

/**
 * Windows that are offered as alternatives exist, and what is done in them is the same work, so that nothing is done twice while a
 * resource moves (S8). Throws KnownError `invalid-body` with every fault.
 */
export async function mustBeOffers(db: Database, spec: Pick<WindowSpec, 'work' | 'alternatives'>): Promise<void> {
  const found = await Promise.all((spec.alternatives ?? []).map((named, place) => faultOf(db, spec, { named, place })));
  const faults = found.filter((fault) => fault !== undefined);
  if (faults.length > 0) throw invalid(faults);
}

async function faultOf(
  db: Database,
  spec: Pick<WindowSpec, 'work'>,
  { named, place }: { readonly named: string; readonly place: number },
) {
  const field = `alternatives.${String(place)}`;
  const window = await getWindow(db, named, { organizationId: null });
  if (!window) return { field, message: `there is no window ${named}: open it first, then offer it` };
  if (isSameWork(spec, window.view.spec)) return undefined;
  const message =
    `${named} does other work: with \`work\` both windows need it, with one workKey and one executor, so that nothing is done twice ` +
    'while a resource moves';
  return { field, message };
}

/** The same for the command that offers. */
export async function mustOfferWhatThereIs(
  db: Database,
  { reference, name, body }: { readonly reference: string; readonly name: CommandName; readonly body: unknown },
): Promise<void> {
  if (name !== 'offer') return;
  const parsed = parseCommand(name, body);
  if (!('command' in parsed) || parsed.command.name !== 'offer') return;
  const window = await getWindow(db, reference, { organizationId: null });
  if (window) await mustBeOffers(db, { ...window.view.spec, alternatives: parsed.command.alternatives ?? [] });
}
