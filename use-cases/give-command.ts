import { KnownError } from '../domain/shared/errors';
import { optional } from '../domain/shared/optional';
import type { Giver } from '../domain/window/commands/command';
import { COMMANDS, parseCommand, type CommandName } from '../domain/window/commands/commands';
import { MOST_NAMES } from '../domain/window/commands/giver';
import type { WindowView } from '../domain/window/view';
import { otherNamesOf } from '../store/access/persons';
import type { Database } from '../store/database/database';
import type { Viewer } from '../store/windows/viewer';
import { getWindow } from '../store/windows/windows';
import type { WindowsClient } from '../temporal/windows-client';
import { mustOfferWhatThereIs } from './check-offer';
import { mustStayWorkable, type WorkChecks } from './check-work';
import { findWindow } from './find-window';
import { mustConcernOnlyOwn } from './keep-within';

interface CommandDependencies extends WorkChecks {
  readonly windows: Pick<WindowsClient, 'command'>;
}

/** A command on its way to its window. */
export interface GivenCommand {
  readonly reference: string;
  readonly name: CommandName;
  /** As it was sent: the window reads it with the command's own schema. */
  readonly body: unknown;
  readonly giver: Giver;
  /** What of the windows there is for whoever gives it. */
  readonly viewer: Viewer;
  /** A repeat with the same one gets the first verdict. */
  readonly updateId: string | undefined;
}

/** Where the window is after a command. */
export interface CommandOutcome {
  readonly view: WindowView;
  /** When customers were first told (UTC ms), looked up for a cancelled window alone: one nobody was told of has no page (N7). */
  readonly announcedAt: number | null;
}

/**
 * Gives a window a command and waits for its verdict. Who gives it comes from the credential, whatever the body names (T5). Throws
 * KnownError: the window's own refusal, `not-found` for a window that never was or lies outside what the giver may know,
 * `not-permitted` for one that concerns others than those the giver is limited to, `wrong-phase` for one that is over, `invalid-body` for a
 * scope or date with which its work cannot be done as planned, and Temporal's.
 */
export async function giveCommand(
  deps: CommandDependencies,
  { reference, name, body, giver, viewer, updateId }: GivenCommand,
): Promise<CommandOutcome> {
  const { db, windows } = deps;
  if (viewer.organizations) await mustBeWithin(db, { reference, name, body, viewer });
  await mustStayWorkable(deps, { reference, name, body });
  await mustOfferWhatThereIs(db, { reference, name, body });
  const { fourEyes }: { readonly fourEyes?: true } = COMMANDS[name];
  const alsoAs = fourEyes ? await otherNamesOf(db, giver.by, MOST_NAMES) : undefined;
  // a worker of version 0.2.0, which is being replaced, reads it there
  const given = { ...(body as object), by: giver.by };
  const view = await windows
    .command(reference, name, given, { ...giver, ...optional({ alsoAs }) }, optional({ updateId }))
    .catch((error: unknown) => notAtWork(db, reference, error));
  return { view, announcedAt: view.phase === 'cancelled' ? await announcedAtOf(db, view.reference) : null };
}

/** A window in which the giver's own customers alone are concerned, now and after the command. */
async function mustBeWithin(
  db: Database,
  { reference, name, body, viewer }: Pick<GivenCommand, 'reference' | 'name' | 'body' | 'viewer'>,
): Promise<void> {
  const { view } = await findWindow(db, reference, viewer);
  await mustConcernOnlyOwn(db, viewer, { scope: view.spec.scope, reference });
  const parsed = name === 'rescope' ? parseCommand(name, body) : undefined;
  if (parsed && 'command' in parsed && 'scope' in parsed.command) {
    await mustConcernOnlyOwn(db, viewer, { scope: parsed.command.scope });
  }
}

async function announcedAtOf(db: Database, reference: string): Promise<number | null> {
  return (await getWindow(db, reference, { organizationId: null }))?.announcedAt ?? null;
}

/** Temporal has no such window at work: there never was one, or it is over. Rethrows anything else. */
export async function notAtWork(db: Database, reference: string, error: unknown): Promise<never> {
  if (!(error instanceof KnownError) || error.code !== 'not-found') throw error;
  const window = await getWindow(db, reference, { organizationId: null });
  if (!window)
    throw new KnownError('not-found', `There is no window ${reference}. GET /v1/windows lists those there are.`);
  const { phase } = window.view;
  if (phase === 'closed' || phase === 'cancelled') {
    throw new KnownError(
      'wrong-phase',
      `The window is ${phase}; nothing can be changed any more. Open a new one for further work.`,
    );
  }
  throw new KnownError(
    'wrong-phase',
    `The window is ${phase} on record, but its workflow has ended without finishing: somebody terminated it. ` +
      'It takes no command any more; tell customers yourself and open a new window.',
  );
}
