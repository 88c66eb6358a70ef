import { createHmac } from 'node:crypto';
import type { Chat } from './chat';
import { isObject } from './refusals';

export interface PressOptions {
  readonly chat: Chat;
  readonly channel: string;
  readonly signingSecret: string;
  /** Where presses are sent; undefined when no app reads them. */
  readonly interactivityUrl: () => string | undefined;
  readonly clock: () => number;
  readonly origin: () => string;
}

/** What the app answered; 0 when it did not. */
export interface Pressed {
  readonly status: number;
  readonly body: string;
}

/** The app has three seconds, as with Slack (ms). */
const PATIENCE = 3_000;

/** Presses and submitted dialogs, signed and handed to the app as Slack does. */
export function createPresses(options: PressOptions) {
  const { chat, channel, signingSecret, interactivityUrl, clock, origin } = options;

  async function deliver(payload: Record<string, unknown>): Promise<Pressed> {
    const url = interactivityUrl();
    if (url === undefined) return { status: 0, body: 'no interactivity URL' };
    const { body, headers } = signed(payload, signingSecret, clock());
    try {
      const signal = AbortSignal.timeout(PATIENCE);
      const response = await fetch(url, { method: 'POST', body, headers, signal });
      return { status: response.status, body: await response.text() };
    } catch (error) {
      return { status: 0, body: error instanceof Error ? error.message : String(error) };
    }
  }

  const person = (user: string) => ({ id: user, username: user.toLowerCase(), name: user.toLowerCase() });

  return {
    deliver,
    /** The payload of pressing a button of a message. */
    payloadOf(ts: string, action: string, user: string): Record<string, unknown> {
      const message = chat.messages.find((one) => one.ts === ts);
      const elements = (message?.blocks ?? []).flatMap(({ elements: inner }) =>
        Array.isArray(inner) ? (inner as unknown[]) : [],
      );
      const button: unknown = elements.find((one: unknown) => isObject(one) && one.action_id === action);
      if (!message || !isObject(button)) throw new Error(`${ts} has no button ${action}`);
      return {
        ...{ type: 'block_actions', user: person(user), trigger_id: chat.trigger(user) },
        ...{ channel: { id: channel, name: 'maintenance' }, message: { ts, text: message.text } },
        response_url: `${origin()}/response/${user}`,
        actions: [
          { type: 'button', action_id: action, block_id: 'commands', value: button.value, action_ts: chat.nextTs() },
        ],
      };
    },
    async press(ts: string, action: string, user: string): Promise<Pressed> {
      return deliver(this.payloadOf(ts, action, user));
    },
    /** Submits a dialog; `values` by block. Errors stay with the dialog, else it closes. */
    async submit(id: string, values: Readonly<Record<string, string>>): Promise<Pressed> {
      const open = chat.views.get(id);
      if (!open) throw new Error(`no dialog ${id} is open`);
      const view = { ...open.view, id, hash: `${String(clock())}.x`, state: { values: stateOf(open.view, values) } };
      const answer = await deliver({ type: 'view_submission', user: person(open.user), view });
      const body = parsed(answer.body);
      if (answer.status !== 200) open.errors = { '': 'The app did not answer.' };
      else if (isObject(body) && body.response_action === 'errors')
        open.errors = (body.errors ?? {}) as Record<string, string>;
      else if (isObject(body) && body.response_action === 'update' && isObject(body.view))
        chat.views.set(id, { ...open, view: body.view, errors: {} });
      else chat.views.delete(id);
      return answer;
    },
  };
}

export type Presses = ReturnType<typeof createPresses>;

/** A request of Slack's with its signature (https://docs.slack.dev/authentication/verifying-requests-from-slack). */
export function signed(payload: unknown, secret: string, now: number) {
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  const timestamp = String(Math.floor(now / 1_000));
  const signature = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
  return {
    body,
    headers: {
      'Content-Type': 'application/x-www-form-urlencoded',
      'X-Slack-Request-Timestamp': timestamp,
      'X-Slack-Signature': `v0=${signature}`,
    },
  };
}

function stateOf(view: Record<string, unknown>, values: Readonly<Record<string, string>>) {
  const inputs = (Array.isArray(view.blocks) ? view.blocks : []).filter(
    (block): block is Record<string, unknown> => isObject(block) && block.type === 'input',
  );
  return Object.fromEntries(
    inputs.map(({ block_id, element }) => {
      const { type, action_id } = isObject(element) ? element : {};
      const value = values[String(block_id)] ?? '';
      const shaped =
        type === 'datetimepicker'
          ? { selected_date_time: value === '' ? null : Math.floor(Date.parse(value) / 1_000) }
          : { value: value === '' ? null : value };
      return [String(block_id), { [String(action_id)]: { type, ...shaped } }];
    }),
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
