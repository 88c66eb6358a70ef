import { USUAL_WINDOW_RULES } from '../../use-cases/open-window';
import { createSeriesNights } from '../../use-cases/open-nights';
import { openingBody, T0 } from '../support/windows';
import { problemIn, useApi, type Answered } from './support/api';

const api = useApi();
const { slots: _slots, ...window } = openingBody({ title: 'Kernel updates' });
const recurrence = {
  ...{ every: 'week', weekdays: ['sunday'], at: '02:30', durationMinutes: 120 },
  ...{ timeZone: 'Europe/Paris', from: '2027-03-21', until: '2027-11-30' },
};
const body = (change: object = {}) => ({ name: 'Kernel updates', window, recurrence, ...change });
const rhythm = (change: object) => body({ recurrence: { ...recurrence, ...change } });

interface Night {
  night: string;
  state: string;
  reference: string | null;
  opensAt: string | null;
}
interface Series {
  id: string;
  state: string;
  nights: Night[];
}
const seriesIn = ({ body: answered }: Answered) => answered as Series;
const create = async (sent: object = body()) => seriesIn(await api.as('engineer').post('/v1/series', sent).expect(201));
const give = (id: string, command: string, sent?: object) =>
  api.as('operator').post(`/v1/series/${id}/${command}`, sent);
const night = ({ nights }: Series, date: string) => nights.find((one) => one.night === date);

/** What the worker does when the schedule wakes it. */
const openDue = (id: string) =>
  createSeriesNights({
    ...{ db: api.store.db, windows: api.windows, executors: [], clock: () => api.time.now },
    provider: {
      ...{ approvals: 'by-request', supportAddress: 'support@provider.example' },
      ...{ providerName: 'Example', rules: USUAL_WINDOW_RULES, channelsToUndo: [], signals: [] },
    },
    onLateFailure: (_reference, error) => {
      throw error;
    },
  }).openDue(id, () => false);

beforeEach(() => {
  api.time.now = T0;
  api.series.reachable = true;
});

describe('L10: POST /v1/series', () => {
  it('answers the next nights by both clocks, with what is odd about them', async () => {
    const response = await api.as('engineer').post('/v1/series', body());
    expect(response.status).toBe(201);
    const series = seriesIn(response);
    expect(response.headers.location).toBe(`/v1/series/${series.id}`);
    expect(series).toMatchObject({
      ...{ id: expect.stringMatching(/^MS-2026-\d{4}$/) as string, state: 'active', leadDays: 21 },
      ...{ createdBy: 'engineer token', createdAt: '2026-11-25T00:00:00Z', recurrence: { ...recurrence, interval: 1 } },
    });
    expect(series.nights).toHaveLength(12);
    expect(series.nights.slice(0, 2)).toEqual([
      {
        ...{ night: '2027-03-21', start: '2027-03-21T01:30:00Z', end: '2027-03-21T03:30:00Z', note: null },
        ...{ localStart: '2027-03-21T02:30:00+01:00', localEnd: '2027-03-21T04:30:00+01:00' },
        // 21 days before at 02:30; then the next noon in Paris
        ...{ state: 'planned', opensAt: '2027-02-28T11:00:00Z', reference: null, phase: null, reason: null, by: null },
      },
      expect.objectContaining({
        ...{ night: '2027-03-28', start: '2027-03-28T01:30:00Z', localStart: '2027-03-28T03:30:00+02:00' },
        note: '02:30 does not exist on 2027-03-28 in Europe/Paris; the work starts at 03:30.',
      }),
    ]);
    expect(api.series.schedules.get(series.id)).toEqual({
      ...{ id: series.id, timeZone: 'Europe/Paris', until: '2027-11-30', paused: false, woken: 1 },
    });
  });

  it('with the same Idempotency-Key makes one series', async () => {
    const post = () => api.as('admin').post('/v1/series', body()).set('Idempotency-Key', 'series-1');
    const [first, second] = [await post(), await post()];
    expect(seriesIn(second)).toEqual(seriesIn(first));
    expect(second.headers['idempotency-replayed']).toBe('true');
  });

  it('takes the name of the zone whatever its case', async () => {
    const { id } = await create(rhythm({ timeZone: 'europe/paris' }));
    expect(api.series.schedules.get(id)?.timeZone).toBe('Europe/Paris');
  });

  const faults: [string, object, Record<string, string>][] = [
    [
      'an unknown zone',
      rhythm({ timeZone: 'Mars/Base' }),
      { 'recurrence.timeZone': 'must be an IANA time zone, such as Europe/Paris' },
    ],
    ['25:00', rhythm({ at: '25:00' }), { 'recurrence.at': 'must be a time of day from 00:00 to 23:59, such as 02:30' }],
    ['no duration', rhythm({ durationMinutes: 0 }), { 'recurrence.durationMinutes': 'must be at least 1' }],
    [
      'an end before the beginning',
      rhythm({ until: '2027-03-20' }),
      { 'recurrence.until': 'must not be before the first date, 2027-03-21' },
    ],
    [
      'slots',
      body({ window: openingBody() }),
      { 'window.slots': 'must be left out: every night of the series is a slot' },
    ],
    [
      'an override for every night',
      body({ window: { ...window, override: 'It must be.' } }),
      { 'window.override': 'must be left out: it is given for one window, when that is opened' },
    ],
    ['a window without a title', body({ window: { ...window, title: undefined } }), { 'window.title': 'is required' }],
    [
      'an expedited window without a reason',
      body({ window: { ...window, class: 'expedited' } }),
      {
        'window.justification':
          'is required for an expedited window: why it cannot wait, and what keeps the outage short (N2)',
      },
    ],
    [
      'an emergency',
      body({ window: { ...window, class: 'emergency', emergency: openingBody({ class: 'emergency' }).emergency } }),
      {
        'window.class': 'must be standard or expedited: an emergency is not planned ahead, it is opened by itself',
      },
    ],
    [
      'a lead that cannot keep the promise',
      body({ leadDays: 15 }),
      { leadDays: 'must be at least 16: class standard promises 14 days of notice, and nights are opened once a day' },
    ],
    ['no body', {}, { name: 'is required', window: 'is required', recurrence: 'is required' }],
  ];
  it.each(faults)('refuses %s', async (_what, sent, expected) => {
    const before = await api.stored();
    const { errors } = problemIn(await api.as('engineer').post('/v1/series', sent).expect(422));
    // of several rules for one field the series' own counts
    expect(Object.fromEntries(errors.reverse().map(({ field, message }) => [field, message]))).toEqual(expected);
    expect(await api.stored()).toEqual(before);
  });

  it('refuses a series that never fires, a scope nobody knows and one that reaches nobody', async () => {
    const refusals: [object, string, string][] = [
      [rhythm({ until: '2027-03-27', weekdays: ['monday'], from: '2027-03-23' }), 'never-fires', 'recurrence'],
      [body({ window: { ...window, scope: { locations: ['eu-1/dc-9'] } } }), 'unknown-scope', 'window.scope.locations'],
      [
        body({ window: { ...window, scope: { kinds: ['app'], locations: ['us-1'] } } }),
        'empty-audience',
        'window.scope',
      ],
    ];
    for (const [sent, code, field] of refusals) {
      const problem = problemIn(await api.as('engineer').post('/v1/series', sent).expect(422));
      expect([problem.code, problem.errors[0]?.field]).toEqual([code, expect.stringContaining(field)]);
    }
  });

  it('keeps nothing while Temporal is down, and a repeat with the same key goes on', async () => {
    const before = (await api.stored())?.series;
    api.series.reachable = false;
    const post = () => api.as('admin').post('/v1/series', body()).set('Idempotency-Key', 'series-2');
    expect(problemIn(await post().expect(503)).code).toBe('temporal-unreachable');
    expect((await api.stored())?.series).toBe(before);
    api.series.reachable = true;
    await post().expect(201);
  });
});

describe('L10: a series at work', () => {
  it('is listed and shown with its nights and their windows', async () => {
    const { id } = await create();
    api.time.now = Date.UTC(2027, 2, 6, 12);
    await openDue(id);
    const series = seriesIn(await api.as('operator').get(`/v1/series/${id}`).expect(200));
    expect(night(series, '2027-03-21')).toMatchObject({
      ...{ state: 'opened', reference: expect.stringMatching(/^MW-/) as string, phase: 'approved', opensAt: null },
      by: `series ${id}`,
    });
    expect(night(series, '2027-04-04')).toMatchObject({ state: 'planned', opensAt: '2027-03-14T11:00:00Z' });
    const { body: page } = await api.as('operator').get('/v1/series?state=active&limit=500');
    expect((page as { items: unknown[] }).items).toContainEqual(
      expect.objectContaining({ id, next: expect.objectContaining({ night: '2027-03-21' }) as object }),
    );
    // the night is over: it stays in sight
    api.time.now = Date.UTC(2027, 2, 22);
    expect(night(seriesIn(await api.as('admin').get(`/v1/series/${id}`)), '2027-03-21')).toMatchObject({
      state: 'opened',
    });
  });

  it('skips a night, and takes it in again', async () => {
    const { id } = await create();
    const off = await give(id, 'skip', { night: '2027-03-28', reason: 'The trade fair.' }).expect(200);
    expect(night(seriesIn(off), '2027-03-28')).toMatchObject({
      state: 'skipped',
      reason: 'The trade fair.',
      by: 'operator token',
    });
    const on = await give(id, 'unskip', { night: '2027-03-28' }).expect(200);
    expect(night(seriesIn(on), '2027-03-28')).toMatchObject({ state: 'planned', opensAt: '2027-03-07T11:00:00Z' });
    expect(api.series.schedules.get(id)?.woken).toBe(2);
  });

  it('refuses to skip what is open, naming the window, and what is no night', async () => {
    const { id } = await create(rhythm({ at: '14:30' }));
    api.time.now = Date.UTC(2027, 2, 7, 12);
    const { opened } = await openDue(id);
    const taken = problemIn(await give(id, 'skip', { night: '2027-03-21', reason: 'x' }).expect(409));
    expect(taken).toMatchObject({
      code: 'night-taken',
      detail: expect.stringMatching(`${String(opened[0])}. Cancel that window`) as string,
    });
    const none = problemIn(await give(id, 'skip', { night: '2027-03-22', reason: 'x' }).expect(422));
    expect(none).toMatchObject({
      code: 'no-such-night',
      detail: 'The night 2027-03-22 is no night of this series. The next ones are 2027-03-21, 2027-03-28, 2027-04-04.',
    });
    api.time.now = Date.UTC(2027, 2, 28, 13);
    const late = problemIn(await give(id, 'skip', { night: '2027-03-28', reason: 'x' }).expect(422));
    expect(late.detail).toContain('began at 2027-03-28T12:30:00Z');
  });

  it('pauses, resumes and ends, with its schedule', async () => {
    const { id } = await create();
    const paused = seriesIn(await give(id, 'pause').expect(200));
    expect([paused.state, paused.nights[0]?.opensAt, api.series.schedules.get(id)?.paused]).toEqual([
      'paused',
      null,
      true,
    ]);
    const resumed = seriesIn(await give(id, 'resume').expect(200));
    expect([resumed.state, api.series.schedules.get(id)?.paused]).toEqual(['active', false]);
    const ended = await api.as('engineer').delete(`/v1/series/${id}`).expect(200);
    expect([seriesIn(ended).state, seriesIn(ended).nights, api.series.schedules.has(id)]).toEqual(['ended', [], false]);
    await api.as('engineer').delete(`/v1/series/${id}`).expect(200);
    for (const [command, sent] of [
      ['pause'],
      ['resume'],
      ['skip', { night: '2027-03-28', reason: 'x' }],
      ['unskip', { night: '2027-03-28' }],
    ] as const) {
      expect(problemIn(await give(id, command, sent).expect(409)).code).toBe('series-ended');
    }
  });

  it('is paused and ended even while Temporal is down; to resume it is needed', async () => {
    const { id } = await create();
    api.series.reachable = false;
    expect(seriesIn(await give(id, 'pause').expect(200)).state).toBe('paused');
    await give(id, 'resume').expect(503);
    expect(seriesIn(await api.as('admin').get(`/v1/series/${id}`)).state).toBe('paused');
    expect(seriesIn(await api.as('admin').delete(`/v1/series/${id}`).expect(200)).state).toBe('ended');
    expect(api.log.join()).toContain('its schedule has not heard of it');
  });

  it('shows a refused night and its task', async () => {
    const { id } = await create();
    await give(id, 'resume').expect(200);
    api.time.now = Date.UTC(2027, 2, 21, 6);
    await openDue(id);
    const series = seriesIn(await api.as('operator').get(`/v1/series/${id}`));
    expect(night(series, '2027-03-21')).toMatchObject({
      state: 'refused',
      reason: expect.stringContaining('was 4 hours') as string,
    });
    const { body: tasks } = await api.as('operator').get(`/v1/tasks?reference=${id}&open=true`).expect(200);
    const refused = { reference: id, kind: 'night-refused', organizationId: null };
    // N11: the nights that are ahead came too late for the notice that is promised
    const late = { ...refused, reason: expect.stringContaining('promises 14 days of notice') as string };
    expect(tasks).toMatchObject({
      items: [
        { ...refused, subject: 'night:2027-03-21' },
        { ...late, subject: 'night:2027-03-28' },
        { ...late, subject: 'night:2027-04-04' },
      ],
    });
  });

  it('does not exist: 404', async () => {
    for (const path of ['MS-2020-0001', 'MW-2026-0001', '..']) {
      await api
        .as('admin')
        .get(`/v1/series/${encodeURIComponent(path)}`)
        .expect(404);
    }
    expect(problemIn(await give('MS-2020-0001', 'pause').expect(404)).detail).toContain('GET /v1/series lists');
  });
});
