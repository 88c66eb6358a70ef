import { createHash } from 'node:crypto';
import { actRow } from '../domain/acting/acts';
import { KnownError } from '../domain/shared/errors';
import { parseCommand, type CommandName } from '../domain/window/commands/commands';
import type { WindowsClient } from '../temporal/windows-client';
import type { WorkChecks } from './check-work';
import { followActLink, type Follower, type FollowParts, type Open, type Shut } from './follow-act-link';
import { giveCommand } from './give-command';
import { tickTaskOff } from './work-off-tasks';

export interface ActParts extends FollowParts, WorkChecks {
  readonly windows: Pick<WindowsClient, 'command'>;
  /** Has the channels inside show what waits for somebody. */
  readonly wakeInside?: ((reference: string) => void) | undefined;
}

/** What came of the button. */
export type Acted =
  | Shut
  | (Omit<Open, 'state'> & { readonly state: 'acted' })
  | (Omit<Open, 'state'> & {
      readonly state: 'refused';
      readonly faults: readonly { readonly field: string; readonly message: string }[];
      /** The same may be tried again later. */
      readonly isLater: boolean;
    });

/** What a form said: fields of the command; tasks to tick off, or all of them. */
export interface GivenByForm {
  readonly body: Readonly<Record<string, unknown>>;
  readonly tasks: readonly number[] | 'all';
}

/** What the provider's own people do by links in their mails (N12, P1, P3, L6, L8). Looking changes nothing. */
export interface Acts {
  look(token: string): Promise<Shut | Open>;
  act(token: string, given: GivenByForm, request: string): Promise<Acted>;
}

/** The same rules as at every other door hold: roles as they are now, four eyes, and the window's own verdict. */
export function createActs(parts: ActParts): Acts {
  return {
    async look(given) {
      const looked = await followActLink(parts, given);
      if (looked.state !== 'open') return looked;
      const { state, act, name, window, tasks } = looked;
      return { state, act, name, window, tasks };
    },
    async act(given, form, request) {
      const looked = await followActLink(parts, given, request);
      if (looked.state !== 'open') return looked;
      const { act, name, window, tasks } = looked;
      const row = actRow(act);
      const shown = { act, name, window, tasks };
      if ('ticks' in row) return tick(parts, looked, form, shown);
      return give(parts, { looked, given, form, command: row.command, ofRevision: row.ofRevision }, shown);
    },
  };
}

type Shown = Omit<Open, 'state'>;

async function tick(
  { db, clock, wakeInside }: ActParts,
  { token, actor, person, authority }: Follower,
  { tasks: chosen }: GivenByForm,
  shown: Shown,
): Promise<Acted> {
  const { tasks } = shown;
  const only = tasks.length === 1 || chosen === 'all' ? tasks : tasks.filter(({ id }) => chosen.includes(id));
  if (only.length === 0) {
    const faults = [{ field: 'task', message: 'Tick those you have told, or say that you have told all of them.' }];
    return { ...shown, state: 'refused', faults, isLater: false };
  }
  const organizations = authority.ownCustomers ? person.organizations : null;
  const acting = { ...actor, door: 'mail-link' } as const;
  for (const { id } of only) await tickTaskOff(db, id, { actor: acting, at: clock() }, { organizations });
  if (token.reference !== '') wakeInside?.(token.reference);
  return { ...shown, state: 'acted', tasks: tasks.filter((task) => !only.includes(task)) };
}

interface ToGive {
  readonly looked: Follower;
  readonly given: string;
  readonly form: GivenByForm;
  readonly command: CommandName;
  readonly ofRevision: boolean;
}

async function give(
  parts: ActParts,
  { looked, given, form, command, ofRevision }: ToGive,
  shown: Shown,
): Promise<Acted> {
  const { token, actor } = looked;
  const { reference, revision } = token;
  const body = { ...form.body, ...(ofRevision ? { expectedRevision: revision } : {}) };
  const read = parseCommand(command, body);
  if ('faults' in read) return { ...shown, state: 'refused', faults: read.faults, isLater: false };
  const giver = { ...actor, door: 'mail-link' as const };
  // pressed twice is once; corrected after a refusal is another try
  const digest = createHash('sha256')
    .update(given)
    .update('\0')
    .update(JSON.stringify(body))
    .digest('hex')
    .slice(0, 24);
  const updateId = `mail-link.${command}.${digest}`;
  const viewer = { organizationId: null };
  try {
    const { view } = await giveCommand(parts, { reference, name: command, body, giver, viewer, updateId });
    return { ...shown, state: 'acted', window: view };
  } catch (error) {
    if (!(error instanceof KnownError)) throw error;
    if (error.code === 'already-done') return { state: 'done', why: error.message, reference };
    if (error.code === 'stale-revision' || error.code === 'own-plan') {
      return { state: error.code === 'own-plan' ? 'barred' : 'over', why: error.message, reference };
    }
    const faults = OVERRIDDEN.includes(error.code)
      ? [{ field: 'override', message: error.message }]
      : error.faults.length > 0
        ? error.faults
        : [{ field: '', message: error.message }];
    return { ...shown, state: 'refused', faults, isLater: LATER.includes(error.code) };
  }
}

const LATER: readonly string[] = ['temporal-unreachable', 'window-busy', 'window-stuck', 'no-answer-yet'];
/** Rules that a reason overrides: its field is where they are answered. */
const OVERRIDDEN: readonly string[] = ['notice-debt', 'verification-open'];
