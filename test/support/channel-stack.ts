import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Connection } from '@temporalio/client';
import { demoComponents } from '../../dev/demo/inventory/components';
import { loadDemoInventory } from '../../dev/demo/inventory';
import { keepInFile } from '../../stand-ins/shared/kept-state';
import { freePort } from '../../dev/processes/ports';
import type { ChatMessage } from '../../stand-ins/slack/chat';
import { startSlackStandIn, type SlackStandIn } from '../../stand-ins/slack/stand-in';
import { startStatuspageStandIn, type StatuspageStandIn } from '../../stand-ins/statuspage/stand-in';
import { fastForward } from '../../dev/temporal/time-skipping';
import type { WindowAnswer } from '../../dev/demo/window-answer';
import { createClock, type WindowClock } from '../../dev/demo/window-clock';
import type { Channel } from '../../domain/channels/channels';
import { DAY, HOUR } from '../../domain/shared/time';
import { channelWorkflowId } from '../../workflows/messages';
import { testDatabase } from './database';
import { startRecordingSmtp, type RecordingSmtp } from './recording-smtp';
import { Stack } from './stack';
import { startReceiver, type WebhookReceiver } from './webhook-receiver';
import { openingBody } from './windows';

/** The fields the tests read from GET /v1/windows/{reference}. */
export interface WatchedWindow extends WindowAnswer {
  readonly attention: readonly { readonly code: string; readonly text: string }[];
  readonly channels: readonly {
    readonly channel: string;
    readonly lastError: string | null;
    readonly failures: number;
    readonly drift: readonly string[];
  }[];
}

/** A stand-in at one address. It can be stopped, so that connections are refused, and started again with its earlier data. */
class Outside<StandIn extends { close(): Promise<void> }> {
  private constructor(
    private readonly begin: () => Promise<StandIn>,
    /** the current stand-in, or the last one */
    public standIn: StandIn,
  ) {}

  static async start<T extends { close(): Promise<void> }>(begin: () => Promise<T>): Promise<Outside<T>> {
    return new Outside(begin, await begin());
  }

  async goesAway(): Promise<void> {
    await this.standIn.close();
  }

  async comesBack(): Promise<void> {
    this.standIn = await this.begin();
  }
}

const TOKEN = 'xoxb-canary-5d1f';
const SECRET = 'canary-signing-secret';
const CHANNEL = 'C024BE91L';
const KEY = 'canary-key-5d1f';
const PAGE = 'ab12cd34ef56';

/** All parts as real processes with the demo's inventory, and every outside service as a server of its own. */
export function useChannelStack() {
  const database = testDatabase();
  const world = {} as {
    folder: string;
    smtp: RecordingSmtp;
    receiver: WebhookReceiver;
    slack: Outside<SlackStandIn>;
    statuspage: Outside<StatuspageStandIn>;
    stack: Stack;
    connection: Connection;
  };
  const mapFile = () => path.join(world.folder, 'map.json');

  async function map(drift: 'repair' | 'report'): Promise<void> {
    const locations = Object.fromEntries(demoComponents().map(({ id, path: place }) => [place, [id]]));
    await writeFile(mapFile(), JSON.stringify({ drift, locations }));
  }

  beforeAll(async () => {
    world.folder = await mkdtemp(path.join(tmpdir(), 'forewarn-channels-'));
    await loadDemoInventory(database.url());
    await map('repair');
    world.smtp = await startRecordingSmtp();
    world.receiver = await startReceiver();
    const ports = { slack: await freePort(), statuspage: await freePort() };
    world.slack = await Outside.start(() =>
      startSlackStandIn({
        ...{ port: ports.slack, token: TOKEN, signingSecret: SECRET, channel: CHANNEL },
        kept: keepInFile(path.join(world.folder, 'slack.json')),
      }),
    );
    world.statuspage = await Outside.start(() =>
      startStatuspageStandIn({
        ...{ port: ports.statuspage, key: KEY, page: PAGE, components: demoComponents() },
        kept: keepInFile(path.join(world.folder, 'statuspage.json')),
      }),
    );
    world.stack = await Stack.start(database.url(), world.smtp.url, {
      env: {
        FOREWARN_SECRETS_KEY: randomBytes(32).toString('base64'),
        FOREWARN_WEBHOOKS_ALLOW: 'loopback',
        FOREWARN_STATUSPAGE_KEY: KEY,
        FOREWARN_STATUSPAGE_PAGE: PAGE,
        FOREWARN_STATUSPAGE_MAP: mapFile(),
        FOREWARN_STATUSPAGE_URL: world.statuspage.standIn.url,
        FOREWARN_SLACK_TOKEN: TOKEN,
        FOREWARN_SLACK_CHANNEL: CHANNEL,
        FOREWARN_SLACK_SIGNING_SECRET: SECRET,
        FOREWARN_SLACK_USERS: 'U0OPERATOR=olivia',
        FOREWARN_SLACK_URL: world.slack.standIn.url,
      },
    });
    world.slack.standIn.interactivityUrl = `${world.stack.apiUrl}/slack/interactivity`;
    world.connection = await Connection.connect({ address: world.stack.env.TEMPORAL_ADDRESS ?? '' });
  }, 120_000);

  afterAll(async () => {
    await world.connection.close();
    await world.stack.stop();
    await Promise.all([world.slack.goesAway(), world.statuspage.goesAway()]);
    await world.receiver.close();
    await world.smtp.close();
    await rm(world.folder, { recursive: true });
  });

  async function call<T>(method: 'GET' | 'POST', where: string, body?: object): Promise<T> {
    const answer = await world.stack.call(method, where, body);
    if (answer.status >= 300) throw new Error(`${where} answers ${JSON.stringify(answer)}`);
    return answer.body as T;
  }

  const entries = (reference: string) =>
    world.statuspage.standIn.incidents().filter(({ name }) => name.includes(reference));

  return {
    map,
    call,
    get smtp() {
      return world.smtp;
    },
    get receiver() {
      return world.receiver;
    },
    get slack() {
      return world.slack;
    },
    get statuspage() {
      return world.statuspage;
    },
    /** Opens a window in that location as an engineer does, announced at once, three days ahead. Returns its reference. */
    async open(location: string): Promise<string> {
      const body = openingBody(
        { class: 'expedited', scope: { locations: [location] } },
        { now: Date.now(), inMs: 3 * DAY + HOUR },
      );
      return (await call<{ reference: string }>('POST', '/v1/windows', body)).reference;
    },
    read: (reference: string) => call<WatchedWindow>('GET', `/v1/windows/${reference}`),
    give: (reference: string, command: string, body: object = {}) =>
      call<object>('POST', `/v1/windows/${reference}/${command}`, body),
    clockOf: (reference: string): WindowClock =>
      createClock({ call, connection: world.connection, namespace: 'default' }, reference),
    entries,
    /** The window's one entry at Statuspage; throws when there is none, or more than one. */
    entry: (reference: string) => only(entries(reference), `${reference} at Statuspage`),
    /** The status of each component there. */
    statuses: () => world.statuspage.standIn.statuses(),
    /** The window's one thread; throws when there is none, or more than one. */
    thread(reference: string) {
      const { messages } = world.slack.standIn;
      const firsts = messages.filter(({ thread_ts, text }) => thread_ts === undefined && text.includes(reference));
      const first = only(firsts, `${reference} in Slack`);
      return { first, replies: messages.filter(({ thread_ts }) => thread_ts === first.ts) };
    },
    /** How many mails of that notice of the window the mail server has accepted. */
    mailsOf: (reference: string, notice: string) =>
      world.smtp.accepted.filter(({ messageId }) => messageId.startsWith(`${reference}.${notice}.r`)).length,
    /** Moves the channel's own clock by `ms`: its pauses, not the services' clocks. */
    passTime: (reference: string, channel: Channel, ms: number) =>
      fastForward(
        { connection: world.connection, namespace: 'default', workflowId: channelWorkflowId(reference, channel) },
        ms,
      ),
  };
}

function only<T>(found: readonly T[], what: string): T {
  const [one, ...others] = found;
  if (one === undefined || others.length > 0) throw new Error(`${what}: ${String(found.length)}`);
  return one;
}

/** The texts of a thread's replies, oldest first. */
export function repliesIn({ replies }: { readonly replies: readonly ChatMessage[] }): string[] {
  return replies.map(({ blocks }) => wordsIn(blocks));
}

/** The texts of a message's rich text, joined. */
function wordsIn(value: unknown): string {
  if (Array.isArray(value)) return value.map(wordsIn).join('');
  if (typeof value !== 'object' || value === null) return '';
  if ('elements' in value) return wordsIn(value.elements);
  return 'text' in value && typeof value.text === 'string' ? value.text : '';
}
