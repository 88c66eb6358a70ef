import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { KnownError } from '../../../domain/shared/errors';
import { parseCommand } from '../../../domain/window/commands/commands';
import type { WindowView } from '../../../domain/window/view';
import { ServiceFailure } from '../../convergence/service-failure';
import { dialogOf, isButtonCommand, readButtonValue, type ButtonCommand, type Dialog } from '../buttons';
import type { SlackApiClient } from '../slack-api-client';
import { bodyOf, dialogFor, errorsOf, pendingDialog, whispered } from './dialogs';
import type { PressPayload, SubmissionPayload } from './payload';

/** A command as somebody gave it in Slack. */
export interface GivenInSlack {
  readonly reference: string;
  readonly name: ButtonCommand;
  readonly body: Record<string, unknown>;
  /** Slack's id of who pressed, which its signature vouches for, and the name the configuration gives them. */
  readonly user: string;
  readonly person: string | undefined;
  readonly updateId: string;
}

export interface PressDependencies {
  /** The window's own verdict; throws KnownError when it refuses. A repeated `updateId` counts once. */
  readonly give: (given: GivenInSlack) => Promise<{ readonly phase: string }>;
  readonly readWindow: (reference: string) => Promise<WindowView | undefined>;
  readonly client: Pick<SlackApiClient, 'openView' | 'whisper'>;
  /** The channel's id. */
  readonly channel: string;
  /** Who may give commands, with the name that stands for the person; nobody else may (T8). */
  readonly users: ReadonlyMap<string, string | undefined>;
  /** Something nobody foresaw, or a person could not be told. */
  readonly onFailure: (error: unknown) => void;
  /** How long Slack may be kept waiting (ms). */
  readonly patienceMs?: number;
}

/** Slack gives up after three seconds (ms). */
const PATIENCE = 2_400;

/** Pressed buttons and filled-in dialogs as commands of windows (C4); the same rules hold as at every other door. */
export function createPressHandler(deps: PressDependencies) {
  return {
    /** A press; who pressed is told in words what came of it. */
    pressed: (payload: PressPayload) => pressed(deps, payload),
    /** A filled-in dialog; answers what Slack does with it: nothing (it closes), errors at its fields, or another dialog. */
    submitted: (payload: SubmissionPayload) => submitted(deps, payload),
  };
}

async function pressed(deps: PressDependencies, payload: PressPayload): Promise<void> {
  const [action] = payload.actions;
  const target = action && readButtonValue(action.value ?? '');
  const isOurs = payload.channel?.id === deps.channel;
  if (!action || !isButtonCommand(action.action_id) || !target || !isOurs) return;
  const command = action.action_id;
  const user = payload.user.id;
  const work = async () => {
    const no = barred(deps, user, command);
    if (no !== undefined) return whisper(deps, user, no);
    const dialog = dialogOf(command);
    return dialog ? ask(deps, payload, command, dialog, target.reference) : obey(deps, payload, command, target);
  };
  // in time for Slack; what takes longer goes on
  const done = work().catch((error: unknown) => whisper(deps, user, wordsOf(deps, error)));
  await Promise.race([done, patience(deps)]);
}

async function ask(
  deps: PressDependencies,
  payload: PressPayload,
  command: ButtonCommand,
  dialog: Dialog,
  reference: string,
): Promise<void> {
  const view = await deps.readWindow(reference);
  if (!view) return whisper(deps, payload.user.id, `There is no window ${reference}.`);
  await deps.client.openView(payload.trigger_id, dialogFor(command, dialog, view));
}

async function obey(
  deps: PressDependencies,
  payload: PressPayload,
  command: ButtonCommand,
  { reference, revision }: Target,
): Promise<void> {
  const user = payload.user.id;
  const action = payload.actions[0]?.action_ts ?? '';
  // who approves, approves what stands in the message
  const seen = command === 'approve' && revision > 0 ? { expectedRevision: revision } : {};
  const updateId = `slack.${command}.${user}.${action}`;
  const person = deps.users.get(user);
  const { phase } = await deps.give({ reference, name: command, body: seen, user, person, updateId });
  await whisper(deps, user, `Done: ${reference} is ${phase}.`);
}

async function submitted(deps: PressDependencies, payload: SubmissionPayload): Promise<object | undefined> {
  const { view } = payload;
  const user = payload.user.id;
  const command = view.callback_id;
  const target = readButtonValue(view.private_metadata);
  if (!isButtonCommand(command) || !dialogOf(command) || !target) return undefined;
  const refused = (faults: readonly { field: string; message: string }[]) => ({
    response_action: 'errors',
    errors: errorsOf(payload, faults),
  });
  const no = barred(deps, user, command);
  if (no !== undefined) return refused([{ field: '', message: no }]);
  const body = bodyOf(payload);
  const read = parseCommand(command, body);
  if ('faults' in read) return refused(read.faults.map(({ field, message }) => ({ field, message: `It ${message}.` })));
  // pressed twice is once; corrected after a refusal is another try
  const updateId = `slack.${command}.${user}.${view.id}.${digestOf(body)}`;
  let isLate = false;
  const person = deps.users.get(user);
  const work = deps.give({ reference: target.reference, name: command, body, user, person, updateId }).then(
    () => undefined,
    async (error: unknown) => {
      const sentence = wordsOf(deps, error);
      if (isLate) await whisper(deps, user, sentence);
      const faults = error instanceof KnownError ? error.faults : [];
      return refused(faults.length > 0 ? faults : [{ field: '', message: sentence }]);
    },
  );
  const slow = patience(deps).then(() => {
    isLate = true;
    return { response_action: 'update', view: pendingDialog() };
  });
  return Promise.race([work, slow]);
}

/** Why the person may not give the command; undefined when all is well. */
function barred({ users }: PressDependencies, user: string, command: ButtonCommand): string | undefined {
  if (!users.has(user)) {
    const way = `an administrator adds ${user}=name to FOREWARN_SLACK_USERS of the API and the worker, and restarts them`;
    return users.size === 0
      ? `Nobody may give commands here: no people are listed. To change that, ${way}.`
      : `You are not among those who may give commands here. To change that, ${way}.`;
  }
  // L8: otherwise one person could be two, with a token and in Slack
  if (command === 'approve' && users.get(user) === undefined) {
    return 'Approving needs a name that tells you from the author. Ask an administrator to add yours to FOREWARN_SLACK_USERS, such as U024BE7LH=anna.';
  }
  return undefined;
}

async function whisper({ client, onFailure }: PressDependencies, user: string, sentence: string): Promise<void> {
  await client.whisper(user, whispered(sentence)).catch(onFailure);
}

/** A failure in words for who pressed; what nobody foresaw is noted, and not shown. */
function wordsOf({ onFailure }: PressDependencies, error: unknown): string {
  if (error instanceof KnownError || error instanceof ServiceFailure) return error.message;
  onFailure(error);
  return 'Something unforeseen happened; it was noted. Look at the window before you try again.';
}

const patience = ({ patienceMs = PATIENCE }: PressDependencies) => pause(patienceMs, undefined, { ref: false });

interface Target {
  readonly reference: string;
  readonly revision: number;
}

function digestOf(body: object): string {
  return createHash('sha256').update(JSON.stringify(body)).digest('hex').slice(0, 16);
}
