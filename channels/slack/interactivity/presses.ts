import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { KnownError } from '../../../domain/shared/errors';
import { parseCommand } from '../../../domain/window/commands/commands';
import type { WindowView } from '../../../domain/window/view';
import { ServiceFailure } from '../../convergence/service-failure';
import { ASKING, BUTTON_COMMANDS, readButtonValue, type ButtonCommand } from '../buttons';
import type { SlackApiClient } from '../slack-api-client';
import { bodyOf, dialogFor, errorsOf, pendingDialog, whispered } from './dialogs';
import type { PressPayload, SubmissionPayload } from './payload';

export interface PressDependencies {
  /** The window's own verdict; throws KnownError when it refuses. A repeated `updateId` counts once. */
  readonly give: (
    reference: string,
    name: ButtonCommand,
    body: Record<string, unknown>,
    options: { updateId: string },
  ) => Promise<{ readonly phase: string }>;
  readonly readWindow: (reference: string) => Promise<WindowView | undefined>;
  readonly client: Pick<SlackApiClient, 'openView' | 'whisper'>;
  /** The channel's id. */
  readonly channel: string;
  /** Who may give commands, with the name that stands for the person; nobody listed: whoever is in the channel. */
  readonly users: ReadonlyMap<string, string | undefined>;
  /** Something nobody foresaw, or a person could not be told. */
  readonly onFailure: (error: unknown) => void;
  /** How long Slack may be kept waiting (ms). */
  readonly patienceMs?: number;
}

/** Slack gives up after three seconds (ms). */
const PATIENCE = 2_400;

const isCommand = (name: string): name is ButtonCommand => (BUTTON_COMMANDS as readonly string[]).includes(name);
const isAsking = (name: ButtonCommand): name is 'post' | 'extend' | 'complete' => ASKING.has(name);

/** Pressed buttons and filled-in dialogs as commands of windows (C4); the same rules hold as at every other door. */
export function createPressHandler(deps: PressDependencies) {
  const { give, readWindow, client, channel, users, onFailure, patienceMs = PATIENCE } = deps;

  /** Why the person may not give the command; undefined when all is well. */
  function barred(user: string, command: ButtonCommand): string | undefined {
    if (users.size > 0 && !users.has(user)) {
      return 'You are not among those who may give commands here. Ask an administrator to add you to FOREWARN_SLACK_USERS.';
    }
    // L8: otherwise one person could be two, with a token and in Slack
    if (command === 'approve' && users.get(user) === undefined) {
      return 'Approving needs a name that tells you from the author. Ask an administrator to add yours to FOREWARN_SLACK_USERS, such as U024BE7LH=anna.';
    }
    return undefined;
  }

  const nameOf = (user: string) => users.get(user) ?? `slack:${user}`;

  async function whisper(user: string, sentence: string): Promise<void> {
    await client.whisper(user, whispered(sentence)).catch(onFailure);
  }

  /** A failure in words for who pressed; what nobody foresaw is noted, and not shown. */
  function wordsOf(error: unknown): string {
    if (error instanceof KnownError || error instanceof ServiceFailure) return error.message;
    onFailure(error);
    return 'Something unforeseen happened; it was noted. Look at the window before you try again.';
  }

  async function ask(payload: PressPayload, command: 'post' | 'extend' | 'complete', reference: string): Promise<void> {
    const view = await readWindow(reference);
    if (!view) return whisper(payload.user.id, `There is no window ${reference}.`);
    await client.openView(payload.trigger_id, dialogFor(command, view));
  }

  async function obey(payload: PressPayload, command: ButtonCommand, target: Target): Promise<void> {
    const user = payload.user.id;
    const action = payload.actions[0]?.action_ts ?? '';
    const { reference, revision } = target;
    // who approves, approves what stands in the message
    const seen = command === 'approve' && revision > 0 ? { expectedRevision: revision } : {};
    const updateId = `slack.${command}.${user}.${action}`;
    const { phase } = await give(reference, command, { by: nameOf(user), ...seen }, { updateId });
    await whisper(user, `Done: ${reference} is ${phase}.`);
  }

  /** Settles within Slack's patience; what takes longer goes on. */
  const inTime = (work: Promise<unknown>) => Promise.race([work, pause(patienceMs, undefined, { ref: false })]);

  return {
    /** A press; who pressed is told in words what came of it. */
    async pressed(payload: PressPayload): Promise<void> {
      const [action] = payload.actions;
      const target = action && readButtonValue(action.value ?? '');
      const isOurs = payload.channel?.id === channel;
      if (!action || !isCommand(action.action_id) || !target || !isOurs) return;
      const command = action.action_id;
      const user = payload.user.id;
      const work = async () => {
        const no = barred(user, command);
        if (no !== undefined) return whisper(user, no);
        return isAsking(command) ? ask(payload, command, target.reference) : obey(payload, command, target);
      };
      await inTime(work().catch((error: unknown) => whisper(user, wordsOf(error))));
    },

    /** A filled-in dialog; answers what Slack does with it: nothing (it closes), errors at its fields, or another dialog. */
    async submitted(payload: SubmissionPayload): Promise<object | undefined> {
      const { view } = payload;
      const user = payload.user.id;
      const command = view.callback_id;
      const target = readButtonValue(view.private_metadata);
      if (!isCommand(command) || !isAsking(command) || !target) return undefined;
      const refused = (faults: readonly { field: string; message: string }[]) => ({
        response_action: 'errors',
        errors: errorsOf(payload, faults),
      });
      const no = barred(user, command);
      if (no !== undefined) return refused([{ field: '', message: no }]);
      const body = { by: nameOf(user), ...bodyOf(payload) };
      const read = parseCommand(command, body);
      if ('faults' in read)
        return refused(read.faults.map(({ field, message }) => ({ field, message: `It ${message}.` })));
      // pressed twice is once; corrected after a refusal is another try
      const updateId = `slack.${command}.${view.id}.${digestOf(body)}`;
      let isLate = false;
      const work = give(target.reference, command, body, { updateId }).then(
        () => undefined,
        async (error: unknown) => {
          const sentence = wordsOf(error);
          if (isLate) await whisper(user, sentence);
          const faults = error instanceof KnownError ? error.faults : [];
          return refused(faults.length > 0 ? faults : [{ field: '', message: sentence }]);
        },
      );
      const slow = pause(patienceMs, undefined, { ref: false }).then(() => {
        isLate = true;
        return { response_action: 'update', view: pendingDialog() };
      });
      return Promise.race([work, slow]);
    },
  };
}

interface Target {
  readonly reference: string;
  readonly revision: number;
}

function digestOf(body: object): string {
  return createHash('sha256').update(JSON.stringify(body)).digest('hex').slice(0, 16);
}
