import type { Command } from 'commander';
import type { Maintenance, MovedResources, Nights, Page } from '../api-types';
import type { Client } from '../client';
import type { Act } from '../context';
import { Unusable } from '../failures';
import { counted, instant, table } from '../output';
import { pages } from '../pages';
import { given } from './options';

interface MoveOptions {
  readonly to: string;
  readonly from?: string;
}

/** So much of the list is searched for resources. */
const SEARCHED = 10_000;

/** `maintenance:nights` and `maintenance:move`: another permitted night for a customer's resources (S6, S8). */
export function addMove(program: Command, act: Act): void {
  program
    .command('maintenance:nights')
    .description('list the nights to which your resources in a window can be moved')
    .argument('<window>', 'the window they are in')
    .action(
      act(async ({ client, output }, [reference]: [string]) => {
        const nights = await client.get<Nights>(`/maintenance/${encodeURIComponent(reference)}/nights`, {});
        output.result(nights.items, () => nightsText(nights));
        return undefined;
      }),
    );

  program
    .command('maintenance:move')
    .description('move the maintenance of your resources to another night that your provider offers')
    .argument('[resources...]', 'their ids or names, as the list shows them; all of yours when left out')
    .requiredOption('--to <window>', 'the window they are moved to')
    .option('--from <window>', 'the window they are in, when they have maintenance in several')
    .action(
      act(async ({ client, output }, [wanted]: [string[]], { to, from }: MoveOptions) => {
        const { reference, resources } = await meant(client, wanted, from, to);
        const path = `/maintenance/${encodeURIComponent(reference)}/move`;
        const moved = await client.post<MovedResources>(path, given({ to, resources }));
        output.result(moved, () => movedText(moved));
        return undefined;
      }),
    );
}

/** The one window, and the ids. What the list does not have is asked for all the same where the window is named. */
async function meant(
  client: Client,
  wanted: readonly string[],
  from: string | undefined,
  to: string,
): Promise<{ readonly reference: string; readonly resources: readonly string[] | undefined }> {
  if (from !== undefined && wanted.length === 0) return { reference: from, resources: undefined };
  const { items } = await pages(SEARCHED, (page) => client.get<Page<Maintenance>>('/maintenance', page));
  const due = items.filter(({ reference }) => (from === undefined ? reference !== to : reference === from));
  const found = wanted.map((name) => ({ name, all: due.filter(({ resource }) => isNamed(resource, name)) }));
  const lost = found.find(({ all }) => all.length === 0);
  if (from !== undefined) {
    return { reference: from, resources: found.flatMap(({ name, all }) => idsOf(all, name)) };
  }
  if (lost)
    throw new Error(`No maintenance of ${lost.name} is due in another window. Name the window it is in with --from.`);
  const references = [
    ...new Set((wanted.length === 0 ? due : found.flatMap(({ all }) => all)).map((item) => item.reference)),
  ];
  const [reference] = references;
  if (reference === undefined)
    throw new Error('No maintenance is due in a window with a list of work. Name the window with --from.');
  if (references.length > 1)
    throw new Unusable(`Maintenance is due in several windows: ${references.join(', ')}. Name one with --from.`);
  return { reference, resources: wanted.length === 0 ? undefined : found.flatMap(({ name, all }) => idsOf(all, name)) };
}

const isNamed = ({ id, name }: Maintenance['resource'], wanted: string) => id === wanted || name === wanted;

/** An id before a name; what is not on the list is an id. */
function idsOf(all: readonly Maintenance[], wanted: string): string[] {
  const ids = [...new Set(all.map(({ resource }) => resource.id))];
  if (ids.includes(wanted) || ids.length === 0) return [wanted];
  if (ids.length > 1)
    throw new Unusable(`Several resources are called ${wanted}: ${ids.join(', ')}. Name one by its id.`);
  return ids;
}

function nightsText({ items }: Nights): string {
  if (items.length === 0) return 'No other night is offered.';
  return table(
    ['WINDOW', 'START', 'END', 'ROOM', 'UNTIL'],
    items.map(({ reference, startsAt, endsAt, room, until }) => [
      ...[reference, instant(startsAt), instant(endsAt), String(room), instant(until)],
    ]),
  );
}

function movedText({ reference, to, startsAt, resources, state }: MovedResources): string {
  const what = counted(resources.length, 'resource');
  if (state === 'done')
    return `Moved to ${to}, which begins ${instant(startsAt)}: ${what} of ${reference}. You are mailed once.`;
  return `It is on record that ${what} of ${reference} move to ${to}, which begins ${instant(startsAt)}; it goes on by itself.`;
}
