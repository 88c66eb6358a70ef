import { z } from 'zod';
import { KnownError } from '../../../domain/shared/errors';
import { COMMAND_NAMES, COMMANDS, refusalsOf, type CommandName } from '../../../domain/window/commands/commands';
import type { Database } from '../../../store/database/database';
import { getWindow } from '../../../store/windows/windows';
import { commandAnswer } from '../windows/answers';
import { linksOf, type Addresses } from '../windows/links';
import { mayOverride } from '../../permissions';
import { route, type Route } from '../../http/route';
import { reference } from '../../http/schemas';
import { commandAnswerSchema } from './schemas';
import type { WindowsClient } from '../../../temporal/windows-client';
import { optional } from '../../../domain/shared/optional';

interface Dependencies {
  readonly db: Database;
  readonly windows: WindowsClient;
  readonly addresses: Addresses;
}

const params = z.strictObject({ reference });

/** `POST /v1/windows/{reference}/{command}` for every command there is. */
export function commandRoutes(deps: Dependencies): Route[] {
  return COMMAND_NAMES.map((name) => commandRoute(name, deps));
}

function commandRoute(name: CommandName, { db, windows, addresses }: Dependencies): Route {
  const { schema, summary, example, overriders, givenBy } = COMMANDS[name];
  return route({
    method: 'post',
    path: `/v1/windows/{reference}/${name}`,
    id: name,
    tag: 'commands',
    summary,
    description:
      'The window itself decides, and its refusal says why and what would help. `by` is the name of the token unless given; ' +
      'with `expectedRevision` the command is refused when the window has changed since you looked.',
    example,
    implied: ['by'],
    // the update's id comes from the key, so Temporal answers a repeat with the first verdict
    resume: 'always',
    problems: [...refusalsOf(name), 'temporal-unreachable', 'window-busy', 'window-stuck', 'no-answer-yet'],
    success: { status: 200, description: 'The window obeyed; where it stands now' },
    params,
    body: schema,
    bodyKind: { types: ['application/json'], limit: 1_000_000, optional: true },
    answer: commandAnswerSchema,
    async handle({ params, raw, body, attempt, caller }) {
      if ('override' in body && body.override !== undefined) mayOverride(caller, overriders);
      const updateId = attempt && `${name}.${caller.tokenId}.${attempt.key}`;
      const view = await windows
        .command(
          params.reference,
          name,
          givenBy === 'token' ? { ...(raw as object), by: caller.name } : raw,
          optional({ updateId }),
        )
        .catch((error: unknown) => notAtWork(db, params.reference, error));
      const announcedAt = view.phase === 'cancelled' ? await announcedAtOf(db, view.reference) : null;
      return { body: commandAnswer(view, linksOf(view, announcedAt, addresses, true)) };
    },
  });
}

async function announcedAtOf(db: Database, reference: string): Promise<number | null> {
  return (await getWindow(db, reference, { organizationId: null }))?.announcedAt ?? null;
}

/** Temporal has no such window at work: there never was one, or it is over. Rethrows anything else. */
async function notAtWork(db: Database, reference: string, error: unknown): Promise<never> {
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
