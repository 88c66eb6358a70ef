import type { Express } from 'express';
import request from 'supertest';
import { HOUR, MINUTE } from '../../domain/shared/time';
import { openDatabase, type Database } from '../../store/database/database';
import { testDatabase } from '../support/database';
import { PublicLife, seedInventory } from '../support/public-life';
import { PUBLIC_URL, statusPageApp } from '../support/status-page-app';
import { iso } from '../support/windows';

/** C2: the public Status API v2 against its description, field by field: there, of its type and form, null where it may be, in order. */

const database = testDatabase();
let db: Database;
let app: Express;

type Value = unknown;
/** What a field may hold; throws nothing, answers what is wrong. */
type Rule = (value: Value) => string | undefined;
const is =
  (what: string, test: (value: Value) => boolean): Rule =>
  (value) =>
    test(value) ? undefined : `is not ${what}: ${JSON.stringify(value)}`;
const text = is('text', (value) => typeof value === 'string');
const filled = is('text of at least a character', (value) => typeof value === 'string' && value !== '');
const id = is('an id', (value) => typeof value === 'string' && /^[a-z0-9]{12}$/.test(value));
const flag = is('a flag', (value) => typeof value === 'boolean');
const place = is('a place from 1', (value) => Number.isInteger(value) && Number(value) >= 1);
const time = is(
  'a time with milliseconds',
  (value) => typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}(Z|[+-]\d\d:\d\d)$/.test(value),
);
const page = is('an address of the page', (value) => typeof value === 'string' && value.startsWith(PUBLIC_URL));
const nothing = is('null', (value) => value === null);
const word = (...words: string[]) => is(`one of ${words.join(', ')}`, (value) => words.includes(String(value)));
const nullable =
  (rule: Rule): Rule =>
  (value) =>
    value === null ? undefined : rule(value);
const listOf =
  (shape: Shape | Rule): Rule =>
  (value) => {
    if (!Array.isArray(value)) return `is no list: ${JSON.stringify(value)}`;
    return value.flatMap((item, at) => {
      const fault = typeof shape === 'function' ? shape(item) : faultsOf(item, shape).join('; ');
      return fault === undefined || fault === '' ? [] : [`[${String(at)}] ${fault}`];
    })[0];
  };

/** Fields in their order. */
type Shape = readonly (readonly [name: string, rule: Rule])[];

const COMPONENT_STATUS = word(
  'operational',
  'under_maintenance',
  'degraded_performance',
  'partial_outage',
  'major_outage',
);
const PAGE: Shape = [
  ['id', id],
  ['name', filled],
  ['url', page],
  ['time_zone', filled],
  ['updated_at', time],
];
const STATUS: Shape = [
  ['indicator', word('none', 'minor', 'major', 'critical', 'maintenance')],
  ['description', filled],
];
const PLAIN_COMPONENT: Shape = [
  ['id', id],
  ['name', filled],
  ['status', COMPONENT_STATUS],
  ['created_at', time],
  ['updated_at', time],
  ['position', place],
  ['description', nullable(text)],
  ['showcase', flag],
  ['start_date', nullable(text)],
  ['group_id', nullable(id)],
  ['page_id', id],
  ['group', flag],
  ['only_show_if_degraded', flag],
];
const GROUP: Shape = [...PLAIN_COMPONENT, ['components', listOf(id)]];
const AFFECTED: Shape = [
  ['code', id],
  ['name', filled],
  ['old_status', COMPONENT_STATUS],
  ['new_status', COMPONENT_STATUS],
];
const updates = (...statuses: string[]): Shape => [
  ['id', id],
  ['status', word(...statuses)],
  ['body', filled],
  ['incident_id', id],
  ['created_at', time],
  ['updated_at', time],
  ['display_at', time],
  ['affected_components', nullable(listOf(AFFECTED))],
  ['deliver_notifications', flag],
  ['custom_tweet', nothing],
  ['tweet_id', nothing],
];
const INCIDENT_STATUSES = ['investigating', 'identified', 'monitoring', 'resolved', 'postmortem'];
const MAINTENANCE_STATUSES = ['scheduled', 'in_progress', 'verifying', 'completed'];
const entry = (statuses: readonly string[], impact: Rule): Shape => [
  ['id', id],
  ['name', filled],
  ['status', word(...statuses)],
  ['created_at', time],
  ['updated_at', time],
  ['monitoring_at', nullable(time)],
  ['resolved_at', nullable(time)],
  ['impact', impact],
  ['shortlink', page],
  ['started_at', time],
  ['page_id', id],
  ['incident_updates', listOf(updates(...statuses))],
  ['components', listOf(PLAIN_COMPONENT)],
];
const INCIDENT = entry(INCIDENT_STATUSES, word('none', 'minor', 'major', 'critical'));
const MAINTENANCE: Shape = [
  ...entry(MAINTENANCE_STATUSES, word('maintenance')),
  ['scheduled_for', time],
  ['scheduled_until', time],
];

const components: Rule = (value) =>
  listOf((item) =>
    faultsOf(item, isGroup(item) ? GROUP : PLAIN_COMPONENT)
      .join('; ')
      .trim(),
  )(value);
const isGroup = (item: Value) => (item as { group?: boolean }).group === true;
const incidents = listOf(INCIDENT);
const maintenances = listOf(MAINTENANCE);
const object =
  (shape: Shape): Rule =>
  (value) =>
    faultsOf(value, shape)[0];

/** Every path, its keys in their order. */
const ANSWERS: Readonly<Record<string, Shape>> = {
  'summary.json': [
    ['page', object(PAGE)],
    ['components', components],
    ['incidents', incidents],
    ['scheduled_maintenances', maintenances],
    ['status', object(STATUS)],
  ],
  'status.json': [
    ['page', object(PAGE)],
    ['status', object(STATUS)],
  ],
  'components.json': [
    ['page', object(PAGE)],
    ['components', components],
  ],
  ...Object.fromEntries(
    ['incidents.json', 'incidents/unresolved.json'].map((path) => [
      path,
      [
        ['page', object(PAGE)],
        ['incidents', incidents],
      ] satisfies Shape,
    ]),
  ),
  ...Object.fromEntries(
    ['', '/upcoming', '/active'].map((list) => [
      `scheduled-maintenances${list}.json`,
      [
        ['page', object(PAGE)],
        ['scheduled_maintenances', maintenances],
      ] satisfies Shape,
    ]),
  ),
};

function faultsOf(value: Value, shape: Shape): string[] {
  if (typeof value !== 'object' || value === null) return [`is no object: ${JSON.stringify(value)}`];
  const has = Object.keys(value).join(',');
  const wanted = shape.map(([name]) => name).join(',');
  if (has !== wanted) return [`has ${has} where ${wanted} is described`];
  return shape.flatMap(([name, rule]) => {
    const fault = rule((value as Record<string, Value>)[name]);
    return fault === undefined || fault === '' ? [] : [`${name} ${fault}`];
  });
}

beforeAll(async () => {
  db = openDatabase(database.url());
  await seedInventory(db);
  app = statusPageApp(db);
});
afterAll(() => db.destroy());

interface Update {
  readonly body: string;
  readonly deliver_notifications: boolean;
}
interface Entry {
  readonly status: string;
  readonly monitoring_at: string | null;
  readonly resolved_at: string | null;
  readonly incident_updates: readonly Update[];
}
type Answer = Readonly<Record<'incidents' | 'scheduled_maintenances', readonly Entry[] | undefined>>;

const read = async (path: string) => (await request(app).get(`/api/v2/${path}`).expect(200)).body as Answer;

async function faults(): Promise<string[]> {
  const found = await Promise.all(
    Object.entries(ANSWERS).map(async ([path, shape]) =>
      faultsOf(await read(path), shape).map((fault) => `${path}: ${fault}`),
    ),
  );
  return found.flat();
}

/** One of everything the lists can hold: scheduled, running, verified, done, called off, and an emergency with its report. */
async function lives(): Promise<void> {
  const open = (n: number, body = {}, more = {}) =>
    new PublicLife(db, { reference: `MW-2026-000${String(n)}`, body, ...more });
  await open(1).announce();
  const running = await open(2, { scope: { locations: ['eu-1'] } }).start();
  await running.give('post', { message: 'For the page only.', notify: false });
  await running.give('post', { message: 'For everybody.', nextUpdateBy: iso(running.now + 30 * MINUTE) });
  await (await open(3, { scope: { locations: ['us-1/dc-1'] } }).start()).give('verify');
  await (await open(4).start()).give('complete');
  await (await open(5).announce()).give('cancel', { reason: 'not needed' });
  const emergency = open(6, { class: 'emergency' }, { inMs: 0 });
  await emergency.give('start');
  await emergency.give('verify');
  await emergency.advance(HOUR);
  await emergency.give('complete');
  await emergency.give('draftRfo', { summary: 'A pump failed.', rootCause: 'Wear.' });
  await emergency.give('approveRfo');
  await open(7, { class: 'emergency', scope: { locations: ['us-1'] } }, { inMs: 0 }).give('start');
}

test('the description is looked at with everything the lists can hold, and before there is anything', async () => {
  expect(await faults()).toEqual([]);
  await lives();
  expect(await faults()).toEqual([]);
  const [all, upcoming, active] = await Promise.all(
    ['', '/upcoming', '/active'].map(async (list) =>
      (await read(`scheduled-maintenances${list}.json`)).scheduled_maintenances?.map(({ status }) => status).sort(),
    ),
  );
  expect(all).toEqual(['completed', 'completed', 'in_progress', 'scheduled', 'verifying']);
  expect(upcoming).toEqual(['scheduled']);
  expect(active).toEqual(['in_progress', 'verifying']);
  const ended = (await read('incidents.json')).incidents?.find(({ status }) => status === 'postmortem');
  expect([ended?.monitoring_at, ended?.resolved_at]).not.toContain(null);
});

test('an update for the page only says that nobody was mailed', async () => {
  const list = (await read('scheduled-maintenances/active.json')).scheduled_maintenances ?? [];
  const posted = list
    .flatMap(({ incident_updates: all }) => all)
    .filter(({ body }) => body.startsWith('For '))
    .map(({ body, deliver_notifications: mailed }) => [body.split('.')[0], mailed]);
  expect(posted).toEqual([
    ['For everybody', true],
    ['For the page only', false],
  ]);
});

test('the table notices what is wrong', () => {
  const status = { indicator: 'none', description: 'All Systems Operational' };
  expect(faultsOf(status, STATUS)).toEqual([]);
  expect(faultsOf({ ...status, indicator: 'green' }, STATUS)).toHaveLength(1);
  expect(faultsOf({ description: 'x', indicator: 'none' }, STATUS)).toHaveLength(1);
  expect(faultsOf({ ...status, description: null }, STATUS)).toHaveLength(1);
  expect(components([{ group: false }])).toMatch(/where id,name/);
});
