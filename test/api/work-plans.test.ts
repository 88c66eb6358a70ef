import { USUAL_WINDOW_RULES } from '../../use-cases/open-window';
import { executorsToExamine } from '../../composition/executors';
import type { ExecutorsConfig } from '../../config/executors';
import { DAY, HOUR } from '../../domain/shared/time';
import { importInventory } from '../../store/inventory/import/import-inventory';
import type { TemporalAccess } from '../../temporal/connection';
import { createSeriesNights } from '../../use-cases/open-nights';
import { resource, StoredWindow } from '../store/support';
import { CoreWindow, iso, openedEvent, openingBody, T0 } from '../support/windows';
import { problemIn, useApi, type Answered } from './support/api';

/** What is refused when a window's work is planned (S2, S7): at the opening, in a rehearsal, in series, and by later changes. */

const RACK = 'eu-1/dc-1/rack-a12';
const http = { type: 'http', url: 'http://127.0.0.1:9/jobs', secret: `whsec_${'A'.repeat(44)}` } as const;
const CONFIG: ExecutorsConfig = {
  executors: { demo: { ...http, kinds: ['server', 'database'] }, metal: { ...http, kinds: ['server'] } },
  probes: [{ name: 'checkout', tcp: 'shop.example.net:443', settleSeconds: 1, timeoutSeconds: 1 }],
  blockedBy: [],
};
const SERVING = Object.entries(CONFIG.executors).map(([name, { kinds }]) => ({ name, kinds }));
// no executor of these asks Temporal
const configured = executorsToExamine(
  { executors: CONFIG, publicUrl: 'https://status.provider.example' },
  {} as TemporalAccess,
);

const api = useApi({}, { executors: configured });
const without = useApi();

beforeAll(async () => {
  const rows = ['pair-1', 'pair-2'].map((id) => ({
    ...resource(id, 'acme', RACK, 'database', { set: 'pair' }),
    redundancyGroup: 'pair',
  }));
  const app = resource('acme-app', 'acme', RACK, 'app', { set: 'apps' });
  const { rejected } = await importInventory(api.store.db, 'resources', [...rows, app]);
  if (rejected.length > 0) throw new Error(JSON.stringify(rejected));
});
beforeEach(() => {
  api.time.now = T0;
});

const AUTOMATIC = { mode: 'automatic', executor: 'demo', batch: 1 } as const;
const SERVERS = { locations: [RACK], kinds: ['server'] };
const planned = (work: object, scope: object = SERVERS) => ({ ...openingBody(), scope, work });
const later = { slots: openingBody({}, { inMs: 30 * DAY }).slots };
const open = (body: object) => api.as('engineer').post('/v1/windows', body);
const faultsIn = (answer: Answered) => {
  const { code, errors, detail } = problemIn(answer);
  return { code, detail, fields: errors.map(({ field }) => field) };
};

/** What is planned, the field at fault, and the figures and ways out that are said. */
const FAULTS: [string, object, object, string, RegExp][] = [
  [
    'an executor that is not configured',
    { ...AUTOMATIC, executor: 'robot' },
    SERVERS,
    'work.executor',
    /names robot, which is not configured\. .*there is demo for server, database; metal for server\b/,
  ],
  [
    'kinds that it does not serve',
    { ...AUTOMATIC, executor: 'metal' },
    { locations: [RACK] },
    'work.executor',
    /names metal, which does not serve app, database \(it serves server\)\. .*narrow the scope by kinds/,
  ],
  [
    'more at once than redundancy allows',
    { ...AUTOMATIC, batch: 2 },
    { labels: { set: 'pair' } },
    'work.batch',
    /is 2, more than half of the redundancy group pair \(2 resources\).*Set it to 1 or less/,
  ],
  [
    'a canary of all there is',
    { ...AUTOMATIC, canary: 2 },
    { labels: { set: 'pair' } },
    'work.canary',
    /is 2 of 2 resources.*at most 1/,
  ],
  [
    'more time for a resource than the window has',
    { ...AUTOMATIC, timeoutSeconds: 7_201 },
    SERVERS,
    'work.timeoutSeconds',
    /is 7201, longer than the window \(2 hours\).*at most 7200/,
  ],
  ['self-service without an executor', { selfService: true }, SERVERS, 'work.executor', /is required for self-service/],
];

describe('S2, S7: work that cannot be done as it is planned is refused before anything is stored', () => {
  it.each(FAULTS)('%s', async (_what, work, scope, field, words) => {
    const before = await api.stored();
    for (const path of ['/v1/windows', '/v1/rehearsals']) {
      const refused = faultsIn(await api.as('engineer').post(path, planned(work, scope)).expect(422));
      expect(refused).toMatchObject({ code: 'invalid-body', fields: [field] });
      expect(refused.detail).toMatch(words);
    }
    expect(await api.stored()).toMatchObject({ windows: before?.windows, timeline: before?.timeline });
    expect(api.windows.opened).toEqual([]);
  });

  it('what can be done is opened, and manual work needs neither executor nor batches', async () => {
    await api.as('engineer').post('/v1/rehearsals', planned(AUTOMATIC)).expect(200);
    await open(planned(AUTOMATIC)).expect(201);
    const manual = { ...planned({ mode: 'manual' }, { resources: ['acme-app'] }), ...later };
    await open(manual).expect(201);
    expect(api.windows.opened).toHaveLength(2);
    api.windows.opened.length = 0;
  });

  it('the shorter night of two is what counts', async () => {
    const [slot] = openingBody().slots;
    const start = Date.parse(slot?.start ?? '') + 7 * DAY;
    const slots = [slot, { start: iso(start), end: iso(start + HOUR) }];
    const body = { ...planned({ ...AUTOMATIC, timeoutSeconds: 3_601 }), slots, decideBy: iso(start - 7 * DAY - HOUR) };
    expect(faultsIn(await open(body).expect(422)).detail).toMatch(/longer than the window \(1 hour\)/);
  });

  it('without any executor it is said how to configure one', async () => {
    const answer = await without.as('engineer').post('/v1/windows', planned(AUTOMATIC)).expect(422);
    expect(faultsIn(answer).detail).toMatch(/No executor is configured: FOREWARN_EXECUTORS names the file.*"manual"/);
  });
});

describe('S2: the work of a window that is open stays one that can be done', () => {
  const adopted = async () => {
    const window = await StoredWindow.announced(api.store, planned(AUTOMATIC));
    api.windows.adopt(window.core);
    api.time.now = window.core.now;
    return window;
  };
  const give = ({ reference }: StoredWindow, command: string, body: object) =>
    api.as('admin').post(`/v1/windows/${reference}/${command}`, body);

  it('another scope with kinds that the executor does not serve is refused, and the window has not heard of it', async () => {
    const window = await adopted();
    const body = { scope: { labels: { set: 'apps' } }, reason: 'more' };
    const refused = faultsIn(await give(window, 'rescope', body).expect(422));
    expect(refused).toMatchObject({ code: 'invalid-body', fields: ['work.executor'] });
    expect(refused.detail).toMatch(/does not serve app/);
    expect(window.core.state.revision).toBe(1);
    await give(window, 'rescope', { ...body, scope: { resources: ['acme-web'] } }).expect(200);
  });

  it('a shorter night than a resource is given is refused', async () => {
    const window = await adopted();
    const start = window.core.state.spec.slot.startsAt + 20 * DAY;
    const body = { start: iso(start), end: iso(start + 60_000), reason: 'shorter' };
    expect(faultsIn(await give(window, 'reschedule', body).expect(422)).fields).toEqual(['work.timeoutSeconds']);
    await give(window, 'reschedule', { ...body, end: iso(start + HOUR) }).expect(200);
  });

  it('a window without work is moved as before', async () => {
    const core = new CoreWindow(openedEvent(openingBody(), { reference: 'MW-2026-0900' }));
    api.windows.adopt(core);
    await api.recordFirstStep(core);
    const scope = { resources: ['acme-app', 'acme-web'] };
    await api.as('admin').post('/v1/windows/MW-2026-0900/rescope', { scope, reason: 'more' }).expect(200);
    expect(core.state.spec.scope.resources).toEqual(scope.resources);
  });
});

describe('S2, L10: a series plans work that can be done', () => {
  const { slots: _slots, ...window } = openingBody({ class: 'expedited' });
  const series = (work: object) => ({
    ...{ name: 'Kernel updates', leadDays: 21, window: { ...window, scope: SERVERS, work } },
    recurrence: {
      ...{ every: 'week', weekdays: ['sunday'], at: '02:30', durationMinutes: 120 },
      ...{ timeZone: 'Europe/Paris', from: '2026-12-01', until: '2026-12-14' },
    },
  });
  const openDue = (id: string, executors = SERVING) =>
    createSeriesNights({
      ...{ db: api.store.db, windows: api.windows, clock: () => api.time.now, executors },
      provider: {
        ...{ approvals: 'by-request', supportAddress: 'support@provider.example' },
        ...{ providerName: 'Example', rules: USUAL_WINDOW_RULES, channelsToUndo: [], signals: [] },
      },
      onLateFailure: (_reference, error) => {
        throw error;
      },
    }).openDue(id, () => false);

  it('is refused with the field of its window', async () => {
    const refused = faultsIn(
      await api
        .as('engineer')
        .post('/v1/series', series({ ...AUTOMATIC, executor: 'robot' }))
        .expect(422),
    );
    expect(refused).toMatchObject({ code: 'invalid-body', fields: ['window.work.executor'] });
  });

  it('a night whose executor is gone by then is refused with the reason, and the others are opened', async () => {
    const { body } = await api.as('engineer').post('/v1/series', series(AUTOMATIC)).expect(201);
    const { id } = body as { id: string };
    expect(await openDue(id, [])).toMatchObject({ opened: [], refused: ['2026-12-06', '2026-12-13'] });
    const { body: read } = await api.as('engineer').get(`/v1/series/${id}`).expect(200);
    expect(JSON.stringify(read)).toContain('names demo, which is not configured');
    const { body: another } = await api.as('engineer').post('/v1/series', series(AUTOMATIC)).expect(201);
    expect((await openDue((another as { id: string }).id)).opened).toHaveLength(2);
  });
});

test('E3: a window names a probe that is configured, at the opening and in a rehearsal', async () => {
  const watched = (probe: string) => ({ ...openingBody(), verification: { monitorMinutes: 60, monitor: { probe } } });
  const { code, detail, fields } = faultsIn(await open(watched('search')));
  expect({ code, fields }).toEqual({ code: 'invalid-body', fields: ['verification.monitor.probe'] });
  expect(detail).toContain('There is checkout');
  const rehearsed = await api.as('engineer').post('/v1/rehearsals', watched('search'));
  expect(faultsIn(rehearsed).fields).toEqual(['verification.monitor.probe']);
  await api.as('engineer').post('/v1/rehearsals', watched('checkout')).expect(200);
  const alone = await without.as('engineer').post('/v1/windows', watched('checkout'));
  expect(faultsIn(alone).detail).toContain('No probe has a name');
});
