import { createHash } from 'node:crypto';
import { CONTACT_POINT, type ActToken } from '../domain/acting/act-token';
import { actRow, type ActName } from '../domain/acting/acts';
import { authoritiesOf, type Authority } from '../domain/acting/staff-authority';
import { noMore } from '../domain/acting/standing';
import type { Actor } from '../domain/shared/actor';
import { KnownError } from '../domain/shared/errors';
import type { Role } from '../domain/shared/roles';
import { describeInstant } from '../domain/shared/time';
import { COMMANDS, type CommandName } from '../domain/window/commands/commands';
import { MOST_NAMES } from '../domain/window/commands/giver';
import type { WindowView } from '../domain/window/view';
import type { ActLinks } from '../store/access/act-links';
import { findActingPerson, type ActingPerson } from '../store/access/acting-person';
import { otherNamesOf } from '../store/access/persons';
import type { Database } from '../store/database/database';
import { tasksOfPerson, type TaskOfPerson } from '../store/ledger/tasks';
import { actedAt } from '../store/windows/acted';
import { getWindow } from '../store/windows/windows';

/** Who asks, as the API's table of permissions asks it. */
export interface AskingPerson {
  readonly role: Role;
  readonly organizations: readonly string[] | null;
  readonly isOnePerson: boolean;
}

/** What a person by a link asks to do, as the API names it. */
export type ActOperation = `POST /v1/windows/{reference}/${CommandName}` | 'POST /v1/tasks/{id}/done';

/** What following a link needs. */
export interface FollowParts {
  readonly db: Database;
  readonly links: ActLinks;
  /** Throws KnownError `not-permitted` for whom the API would refuse it. */
  readonly permit: (asking: AskingPerson, operation: ActOperation) => void;
  /** UTC ms. */
  readonly clock: () => number;
}

/** A link that leads nowhere: not one of ours; done; out of time; or not for its reader (any more). `why` is for a person. */
export interface Shut {
  readonly state: 'not-ours' | 'done' | 'over' | 'barred';
  readonly why: string;
  /** The window it was about, where it is one of ours. */
  readonly reference?: string;
}

/** A link that its reader can follow, and what it is about. */
export interface Open {
  readonly state: 'open';
  readonly act: ActName;
  /** The reader, as the staff has them. */
  readonly name: string;
  readonly window: WindowView | undefined;
  /** What can be ticked off, those that are open. */
  readonly tasks: readonly TaskOfPerson[];
}

/** Whoever may follow a link, as whom, and by what. */
export interface Follower extends Open {
  readonly token: ActToken;
  readonly person: ActingPerson;
  readonly authority: Authority;
  readonly actor: Actor;
}

/** Where a link leads now, for whoever it was made for. Changes nothing. `request`: the id of one that acts. */
export async function followActLink(parts: FollowParts, given: string, request?: string): Promise<Shut | Follower> {
  const { db, links, clock } = parts;
  const token = links.read(given);
  if (!token)
    return { state: 'not-ours', why: 'This link is not complete, or is none of ours. Copy all of it from the mail.' };
  const { reference, act } = token;
  const shut = (state: Shut['state'], why: string): Shut => ({
    state,
    why,
    ...(reference === '' ? {} : { reference }),
  });
  const window = reference === '' ? undefined : (await getWindow(db, reference, { organizationId: null }))?.view;
  if (reference !== '' && !window) return shut('over', `There is no window ${reference} any more.`);
  const person = await readerOf(parts, token, window);
  if (typeof person === 'string') return shut('barred', person);
  const credential = `mail-link:${createHash('sha256').update(given).digest('hex').slice(0, 16)}`;
  const usedAt = reference === '' ? undefined : await actedAt(db, reference, credential);
  if (usedAt !== undefined)
    return shut('done', `You did this by this link on ${describeInstant(usedAt)}. Nothing was done again.`);
  const standing = window && noMore(token, window);
  if (standing) return shut(standing.state, standing.why);
  const tasks = await tasksFor(parts, token, person);
  if (!Array.isArray(tasks)) return shut(tasks.state, tasks.why);
  if (clock() >= token.expiresAt) {
    return shut('over', `This link was good until ${describeInstant(token.expiresAt)}.`);
  }
  const authority = await mayAct(parts, token, { person, window });
  if (typeof authority === 'string') return shut('barred', authority);
  const actor = { by: person.person, credential, ...(request === undefined ? {} : { request }) };
  return { state: 'open', act, name: person.name, window, tasks, token, person, authority, actor };
}

/** Whoever the link was made for, as they are now; in words, why there is nobody. */
async function readerOf(
  { db, links }: FollowParts,
  { person }: ActToken,
  window: WindowView | undefined,
): Promise<ActingPerson | string> {
  if (!person.startsWith(`${CONTACT_POINT}.`)) {
    const known = await findActingPerson(db, { staffId: person.replace(/^staff:/, '') });
    return known ?? 'Whoever this link was made for is not one of the staff any more.';
  }
  const address = window?.spec.pointOfContact.toLowerCase() ?? '';
  if (!window || !links.isFor(person, address)) {
    return 'This link was made for the point of contact, which is somebody else now. They get links of their own.';
  }
  const known = await findActingPerson(db, { address });
  return known ?? { person: address, staffId: null, name: address, address, roles: [], organizations: [] };
}

/** By which of their roles they may do it; in words, why by none. */
async function mayAct(
  { db, permit }: FollowParts,
  { act }: ActToken,
  { person, window }: { readonly person: ActingPerson; readonly window: WindowView | undefined },
): Promise<Authority | string> {
  const row = actRow(act);
  const operation: ActOperation =
    'command' in row ? `POST /v1/windows/{reference}/${row.command}` : 'POST /v1/tasks/{id}/done';
  const authorities = authoritiesOf(person.roles, window?.spec.pointOfContact.toLowerCase() === person.address);
  const permitted = authorities.filter((authority) => isPermitted(permit, asking(person, authority), operation));
  // of several, by the one that is not limited
  const found = permitted.find(({ ownCustomers }) => !ownCustomers) ?? permitted[0];
  if (!found) {
    return 'The role this link was made for is not yours any more. Somebody who has it gets mails of their own.';
  }
  if (!('command' in row)) return found;
  const { fourEyes }: { readonly fourEyes?: true } = COMMANDS[row.command];
  // a list of one's own customers lets nobody command a whole window
  if (found.ownCustomers) return 'The roles you have now are for your own customers, and this concerns others, too.';
  if (!fourEyes) return found;
  if (person.staffId === null) return 'A second person has to approve, and this mailbox is of nobody of the staff.';
  const names = [person.person, ...(await otherNamesOf(db, person.person, MOST_NAMES))];
  const isAuthor = window?.approval?.authors.some((author) => names.includes(author)) ?? false;
  return isAuthor
    ? 'You drew up, changed or worded this plan, so somebody else has to approve it (L8). Every approver has a mail like yours.'
    : found;
}

const asking = ({ staffId, organizations }: ActingPerson, { role, ownCustomers }: Authority): AskingPerson => ({
  ...{ role, organizations: ownCustomers ? organizations : null, isOnePerson: staffId !== null },
});

function isPermitted(permit: FollowParts['permit'], who: AskingPerson, operation: ActOperation): boolean {
  try {
    permit(who, operation);
    return true;
  } catch (error) {
    if (error instanceof KnownError) return false;
    throw error;
  }
}

/** What the link ticks off, as far as that is open; none for a command. */
async function tasksFor(
  { db }: FollowParts,
  { act, reference, task }: ActToken,
  { staffId }: ActingPerson,
): Promise<TaskOfPerson[] | Omit<Shut, 'reference'>> {
  const row = actRow(act);
  if (!('ticks' in row)) return [];
  const which = row.ticks === 'one' ? { id: task ?? 0 } : { toTellOf: reference };
  const all = staffId === null ? [] : await tasksOfPerson(db, staffId, which);
  const open = all.filter(({ doneAt }) => doneAt === null);
  if (open.length > 0) return open;
  const [last] = all;
  if (!last) return { state: 'over', why: 'Nothing of this is yours to tick off any more.' };
  if (row.ticks === 'list') return { state: 'done', why: 'Everybody on your list is ticked off.' };
  return {
    state: 'done',
    why: `It was ticked off by ${last.doneBy ?? 'somebody'} on ${describeInstant(last.doneAt ?? 0)}.`,
  };
}
