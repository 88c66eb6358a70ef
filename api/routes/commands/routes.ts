import { z } from 'zod';
import { optional } from '../../../domain/shared/optional';
import { COMMAND_NAMES, COMMANDS, refusalsOf, type CommandName } from '../../../domain/window/commands/commands';
import type { WorkChecks } from '../../../use-cases/check-work';
import { giveCommand } from '../../../use-cases/give-command';
import { commandAnswer } from '../windows/answers';
import { linksOf, type Addresses } from '../windows/links';
import { mayOverride, mustBeOnePerson } from '../../permissions';
import { route, viewerOf, type Route } from '../../http/route';
import { reference } from '../../http/schemas';
import type { Dependencies } from '../dependencies';
import { commandAnswerSchema } from './schemas';
import type { WindowsClient } from '../../../temporal/windows-client';

interface CommandDependencies extends Dependencies, WorkChecks {
  readonly windows: WindowsClient;
  readonly addresses: Addresses;
}

const params = z.strictObject({ reference });

/** `POST /v1/windows/{reference}/{command}` for every command there is. */
export function commandRoutes(deps: CommandDependencies): Route[] {
  return COMMAND_NAMES.map((name) => commandRoute(name, deps));
}

function commandRoute(name: CommandName, { db, windows, executors, addresses }: CommandDependencies): Route {
  const { schema, summary, overriders } = COMMANDS[name];
  const { fourEyes }: { readonly fourEyes?: true } = COMMANDS[name];
  const { by: _named, ...example } = COMMANDS[name].example;
  return route({
    method: 'post',
    path: `/v1/windows/{reference}/${name}`,
    id: name,
    tag: 'commands',
    summary,
    description:
      'The window itself decides, and its refusal says why and what would help. Who gives the command comes from the token; ' +
      'with `expectedRevision` the command is refused when the window has changed since you looked.',
    example,
    // the update's id comes from the key, so Temporal answers a repeat with the first verdict
    resume: 'always',
    problems: [...refusalsOf(name), 'temporal-unreachable', 'window-busy', 'window-stuck', 'no-answer-yet'],
    success: { status: 200, description: 'The window obeyed; where it stands now' },
    params,
    body: schema,
    bodyKind: { types: ['application/json'], limit: 1_000_000, optional: true },
    answer: commandAnswerSchema,
    async handle({ params, raw, body, attempt, caller, actor, door }) {
      if ('override' in body && body.override !== undefined) mayOverride(caller, overriders);
      if (fourEyes) mustBeOnePerson(caller);
      const updateId = attempt && `${name}.${caller.tokenId}.${attempt.key}`;
      const { view, announcedAt } = await giveCommand(
        { db, windows, executors },
        {
          reference: params.reference,
          name,
          body: raw,
          giver: { ...actor, ...optional({ door }) },
          viewer: viewerOf(caller),
          updateId,
        },
      );
      return { body: commandAnswer(view, linksOf(view, announcedAt, addresses, true)) };
    },
  });
}
