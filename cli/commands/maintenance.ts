import type { Command } from 'commander';
import type { Acknowledged, Maintenance, Objected, Page, Restarted } from '../api-types';
import { addMove } from './move';
import type { Client } from '../client';
import type { Act, Addition, Context } from '../context';
import { Unusable } from '../failures';
import { counted, instant, printable, table } from '../output';
import { noteMore, pages } from '../pages';
import { given, several, wholeNumber } from './options';
import { stateText } from './work-text';

interface ObjectOptions {
  readonly reason: string;
  readonly resources?: readonly string[];
}

interface ListOptions {
  readonly kind?: readonly string[];
  readonly organization?: string;
  readonly limit: number;
}

/** Kinds of resources with a command of their own, as inventories call them. */
const BY_KIND = [
  ['apps', 'app', 'list the apps with maintenance, and until when you can do it yourself'],
  ['dbs', 'database', 'list the databases with maintenance, and until when you can do it yourself'],
] as const;

/** So much of the list is searched for a resource. */
const SEARCHED = 10_000;

/** `maintenance:…`: what is due for a customer, and doing it before the window (S3, S4). */
export const addMaintenance: Addition = (program, act) => {
  const listing = (name: string, description: string) =>
    program
      .command(`maintenance:${name}`)
      .description(description)
      .option('--organization <id>', "whose; a customer's token has its own")
      .option('--limit <number>', 'the most to list', wholeNumber, 100);

  listing('list', 'list the resources with maintenance, and until when you can do it yourself')
    .option('--kind <kinds>', 'only resources of these kinds', several)
    .action(act((context, _args: [], options: ListOptions) => listed(context, options)));
  for (const [name, kind, description] of BY_KIND) {
    listing(name, description).action(
      act((context, _args: [], options: ListOptions) => listed(context, { ...options, kind: [kind] })),
    );
  }

  addAcknowledge(program, act);
  addObject(program, act);
  addMove(program, act);

  program
    .command('maintenance:restart')
    .description('restart a resource now, which completes its maintenance')
    .argument('<resource>', 'its id or its name, as the list shows it')
    .option('--window <reference>', 'the window, when it has maintenance in several')
    .action(
      act(async ({ client, output }, [resource]: [string], { window }: { readonly window?: string }) => {
        const { reference, id } = await oneDue(client, resource, window);
        const path = `/maintenance/${encodeURIComponent(reference)}/${encodeURIComponent(id)}/restart`;
        const restarted = await client.post<Restarted>(path, {});
        output.result(restarted, () => restartedText(restarted));
        return undefined;
      }),
    );
};

function addAcknowledge(program: Command, act: Act): void {
  program
    .command('maintenance:acknowledge')
    .description('say that you know of the maintenance in a window')
    .argument('<reference>', 'the window, as the list shows it')
    .action(
      act(async ({ client, output }, [reference]: [string]) => {
        const path = `/maintenance/${encodeURIComponent(reference)}/acknowledge`;
        const acknowledged = await client.post<Acknowledged>(path, {});
        output.result(acknowledged, () => `It is on record that you know of ${acknowledged.reference}.`);
        return undefined;
      }),
    );
}

function addObject(program: Command, act: Act): void {
  program
    .command('maintenance:object')
    .description('object to the maintenance of your resources in a window; your provider answers')
    .argument('<reference>', 'the window, as the list shows it')
    .requiredOption('--reason <text>', 'why')
    .option('--resources <ids>', 'only these resources; all of yours when left out', several)
    .action(
      act(async ({ client, output }, [reference]: [string], options: ObjectOptions) => {
        const path = `/maintenance/${encodeURIComponent(reference)}/object`;
        const objected = await client.post<Objected>(path, given({ ...options }));
        output.result(objected, () => objectedText(objected));
        return undefined;
      }),
    );
}

function objectedText({ reference, task, resources }: Objected): string {
  return (
    `Your objection to ${reference} is on record as task ${String(task)}, about ${counted(resources.length, 'resource')}.\n` +
    'Your provider answers: the resources leave the window, or you are mailed why not.'
  );
}

async function listed({ client, output }: Context, { limit, ...asked }: ListOptions): Promise<undefined> {
  const found = await pages(limit, (page) => client.get<Page<Maintenance>>('/maintenance', { ...asked, ...page }));
  output.result(found.items, () => listText(found.items));
  noteMore(found, limit, output);
  return undefined;
}

/**
 * The one window, and resource, that is meant. What the list does not have is asked for all the same where the window is named:
 * the API says why not. Throws Unusable where several are meant, and Error where nothing is due.
 */
async function oneDue(
  client: Client,
  wanted: string,
  window: string | undefined,
): Promise<{ readonly reference: string; readonly id: string }> {
  const { items } = await pages(SEARCHED, (page) => client.get<Page<Maintenance>>('/maintenance', page));
  const open = items.filter(({ reference }) => window === undefined || reference === window);
  const byId = open.filter(({ resource }) => resource.id === wanted);
  const named = byId.length > 0 ? byId : open.filter(({ resource }) => resource.name === wanted);
  const due = named.filter(({ state }) => state === 'due');
  const meant = due.length > 0 ? due : named;
  const [one] = meant;
  if (!one) {
    if (window !== undefined) return { reference: window, id: wanted };
    throw new Error(`No maintenance of ${wanted} is due. \`forewarn maintenance:list\` shows what is.`);
  }
  if (meant.length > 1) throw new Unusable(severalText(wanted, meant));
  return { reference: one.reference, id: one.resource.id };
}

function severalText(wanted: string, meant: readonly Maintenance[]): string {
  const each = meant.map(
    ({ reference, startsAt, resource }) => `${reference} on ${instant(startsAt)} (${resource.id})`,
  );
  const isOneResource = new Set(meant.map(({ resource }) => resource.id)).size === 1;
  const way = isOneResource ? 'Name one with --window.' : 'Name the resource by its id.';
  return `Maintenance of ${wanted} is due in several places: ${each.join(', ')}. ${way}`;
}

function restartedText({ reference, work: { resource, state } }: Restarted): string {
  return (
    `The maintenance of ${printable(resource.id)} in ${reference} is yours, and ${stateText(state)}.\n` +
    `\`forewarn work ${reference} --watch\` shows what becomes of it.`
  );
}

function listText(items: readonly Maintenance[]): string {
  if (items.length === 0) return 'No maintenance is due.';
  return table(
    ['RESOURCE', 'NAME', 'KIND', 'ENVIRONMENT', 'STATE', 'WINDOW', 'START', 'DO IT YOURSELF UNTIL'],
    items.map(({ resource, state, reference, startsAt, selfServiceUntil }) => [
      ...[resource.id, resource.name, resource.kind, resource.environment].map(printable),
      ...[stateText(state), reference, instant(startsAt), instant(selfServiceUntil)],
    ]),
  );
}
