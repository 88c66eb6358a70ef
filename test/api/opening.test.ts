import { KnownError } from '../../domain/shared/errors';
import { DAY } from '../../domain/shared/time';
import { getTimeline } from '../../store/windows/windows';
import { iso, openingBody, T0 } from '../support/windows';
import { problemIn, PUBLIC_URL, useApi } from './support/api';

const api = useApi();

interface Opened {
  reference: string;
  plan: { kind: string; at: string; organizations: number; recipients: number }[];
  debts: { promised: string; given: string }[];
}

const open = (body: unknown = openingBody(), key?: string) => {
  const test = api.as('engineer').post('/v1/windows', body);
  return key === undefined ? test : test.set('Idempotency-Key', key);
};
const countWindows = async () => (await api.stored())?.windows ?? 0;

describe('POST /v1/windows', () => {
  it('N1: answers 201 with the plan, every notice with its date and audience', async () => {
    const response = await open().expect(201);
    const { reference } = response.body as Opened;
    expect(reference).toMatch(/^MW-2026-\d{4}$/);
    expect(response.headers.location).toBe(`/v1/windows/${reference}`);
    const audience = { organizations: 2, recipients: 3 };
    expect(response.body).toEqual({
      reference,
      phase: 'approved',
      revision: 1,
      workflowId: reference,
      plan: [
        { kind: 'announcement', at: '2026-11-26T00:00:00Z', ...audience },
        { kind: 'reminder-7d', at: '2026-12-03T00:00:00Z', ...audience },
        { kind: 'reminder-3d', at: '2026-12-07T00:00:00Z', ...audience },
        { kind: 'reminder-1d', at: '2026-12-09T00:00:00Z', ...audience },
      ],
      untoldCount: 0,
      untold: [],
      languages: [{ language: 'en', contacts: 3, missing: [], text: '3 contacts read English: nothing is missing.' }],
      debts: [],
      conflicts: [],
      links: {
        self: `${PUBLIC_URL}/v1/windows/${reference}`,
        statusPage: `${PUBLIC_URL}/windows/${reference}`,
        statusPageFrom: '2026-11-26T00:00:00Z',
        temporalUi: `https://temporal.provider.example/namespaces/default/workflows/${reference}`,
      },
    });
  });

  it('N4: says which languages the contacts read and what they lack, at opening, rehearsed, and until customers are told', async () => {
    const { db } = api.store;
    await db.updateTable('organizations').set({ locale: 'de-AT' }).where('id', '=', 'acme').execute();
    await db.updateTable('contacts').set({ locale: 'fr' }).where('id', '=', 'acme-noc').execute();
    const translations = { de: { title: 'Stromverteilung tauschen' } };
    const lacking = ['title', 'impactDescription', 'customerAction'];
    const expected = [
      expect.objectContaining({ language: 'de-AT', contacts: 1, missing: lacking.slice(1) }),
      expect.objectContaining({ language: 'en', contacts: 1, missing: [] }),
      {
        ...{ language: 'fr', contacts: 1, missing: lacking },
        text: '1 contact reads French, and title, impactDescription, customerAction are in English only. Give translations.fr, at opening or with edit.',
      },
    ];
    const body = openingBody({ translations, customerAction: 'Stop your jobs.' });
    const rehearsed = await api.as('engineer').post('/v1/rehearsals', body).expect(200);
    expect(rehearsed.body).toMatchObject({ languages: expected });
    const opened = await open({ ...body, draft: true }).expect(201);
    expect(opened.body).toMatchObject({ languages: expected });
    const { reference } = opened.body as Opened;
    const read = async () => (await api.as('approver').get(`/v1/windows/${reference}`).expect(200)).body;
    expect(await read()).toMatchObject({ languages: expected });

    const french = { title: 'Remplacer', impactDescription: 'Coupure.', customerAction: 'Arrêtez vos tâches.' };
    await api
      .as('engineer')
      .post(`/v1/windows/${reference}/edit`, { translations: { fr: french } })
      .expect(200);
    await api.store.timeline.record({ reference, events: api.windows.core(reference).log });
    expect(await read()).toMatchObject({
      languages: expect.arrayContaining([
        { ...expected[2], missing: [], text: '1 contact reads French: nothing is missing.' },
      ]) as unknown,
    });
    // customers hear nothing of each other
    expect((await api.as('customer').get(`/v1/windows/${reference}`)).body).not.toHaveProperty('languages');
    await db.updateTable('organizations').set({ locale: 'en' }).where('id', '=', 'acme').execute();
    await db.updateTable('contacts').set({ locale: null }).where('id', '=', 'acme-noc').execute();
  });

  it('can be read at once, before the window has taken a step', async () => {
    const { reference } = (await open()).body as Opened;
    const { body } = await api.as('operator').get(`/v1/windows/${reference}`).expect(200);
    expect(body).toMatchObject({ reference, phase: 'approved', openedBy: 'engineer token', attention: [] });
    const { body: timeline } = await api.as('operator').get(`/v1/windows/${reference}/timeline`).expect(200);
    expect(timeline).toMatchObject({ items: [{ sequence: 1, type: 'opened', by: 'engineer token', door: 'api' }] });
  });

  it('N7: a private window has no page', async () => {
    const { body } = await open(openingBody({ visibility: 'private' })).expect(201);
    expect(body).toMatchObject({ links: { statusPage: null, statusPageFrom: null } });
  });

  it('N11: refuses a date that leaves less notice than the class promises, with the figures and the ways out', async () => {
    const short = openingBody({}, { inMs: 5 * DAY });
    const problem = problemIn(await open(short).expect(422));
    expect(problem).toMatchObject({ code: 'notice-debt', errors: [{ field: 'slots.0.start' }] });
    expect(problem.detail).toContain('Class standard promises 14 days of notice; 2 organizations would get 5 days.');
    expect(problem.detail).toContain('a start at 2026-12-09T00:00:00Z or later; class expedited');
    const byEngineer = problemIn(await open({ ...short, override: 'agreed by phone' }).expect(403));
    expect(byEngineer).toMatchObject({ code: 'not-permitted' });
  });

  it('N11: an approver may accept the debt, with a reason; the answer names it', async () => {
    const short = openingBody({ override: 'agreed by phone' }, { inMs: 5 * DAY });
    const { body } = await api.as('admin').post('/v1/windows', short).expect(201);
    const { reference, debts } = body as Opened;
    expect(debts).toEqual([
      {
        class: 'standard',
        promised: 'P14D',
        given: 'P5D',
        organizations: 2,
        text: `Class standard promises 14 days of notice; 5 days are left. A start at 2026-12-09T00:00:00Z or later keeps the promise.`,
      },
    ]);
    const [first] = await getTimeline(api.store.db, reference, { organizationId: null });
    expect(first?.event).toMatchObject({ type: 'opened', override: 'agreed by phone' });
  });

  it('gives Temporal the same event that is on record', async () => {
    const { reference } = (await open()).body as Opened;
    const [first] = await getTimeline(api.store.db, reference, { organizationId: null });
    const given = api.windows.opened.find(({ event }) => event.type === 'opened' && event.reference === reference);
    expect(first?.event).toEqual(given?.event);
  });

  it('skips references that Temporal has and the database has not', async () => {
    const { reference } = (await open()).body as Opened;
    const [year, number] = [reference.slice(0, 8), Number(reference.slice(8))];
    api.windows.adopt(api.windows.core(reference));
    await api.store.db
      .updateTable('reference_counters')
      .set({ last: number - 1 })
      .where('year', '=', 2026)
      .execute();
    expect((await open(openingBody({}, { inMs: 30 * DAY })).expect(201)).body).toMatchObject({
      reference: `${year}${String(number + 1).padStart(4, '0')}`,
    });
  });
});

describe('a request that comes twice', () => {
  it('with the same key and body gets the first answer, marked', async () => {
    const first = await open(openingBody(), 'twice').expect(201);
    const before = await countWindows();
    api.time.now += 1_000;
    const second = await open(openingBody(), 'twice').expect(201);
    api.time.now = T0;
    expect(second.body).toEqual(first.body);
    expect(first.headers['idempotency-replayed']).toBeUndefined();
    expect(second.headers).toMatchObject({ 'idempotency-replayed': 'true', location: first.headers.location });
    expect(await countWindows()).toBe(before);
  });

  it('with the same key and another body is refused', async () => {
    await open(openingBody(), 'reused').expect(201);
    const before = await api.stored();
    const problem = problemIn(await open(openingBody({ title: 'Another' }), 'reused').expect(422));
    expect(problem).toMatchObject({ code: 'key-reused' });
    expect(await api.stored()).toEqual(before);
  });

  it('without a key opens a second window', async () => {
    const before = await countWindows();
    await open().expect(201);
    await open(openingBody({}, { inMs: 30 * DAY })).expect(201);
    expect(await countWindows()).toBe(before + 2);
  });

  it('frees its key when it is refused, so that the corrected request can use it', async () => {
    await open(openingBody({ scope: { resources: ['nowhere'] } }), 'corrected').expect(422);
    expect((await open(openingBody(), 'corrected')).status).toBe(201);
  });

  it('of two tokens with the same key is two requests', async () => {
    const before = await countWindows();
    await open(openingBody(), 'shared').expect(201);
    const later = openingBody({}, { inMs: 30 * DAY });
    await api.as('admin').post('/v1/windows', later).set('Idempotency-Key', 'shared').expect(201);
    expect(await countWindows()).toBe(before + 2);
  });

  it('100 times at once opens one window', async () => {
    const before = await countWindows();
    const opened = api.windows.opened.length;
    const responses = await Promise.all(Array.from({ length: 100 }, () => open(openingBody(), 'parallel')));
    const statuses = new Set(responses.map(({ status }) => status));
    expect(statuses).toContain(201);
    expect([...statuses].filter((status) => status !== 201 && status !== 409)).toEqual([]);
    const answers = responses.filter(({ status }) => status === 201).map(({ body }) => body as Opened);
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    for (const response of responses.filter(({ status }) => status === 409)) {
      expect(problemIn(response).code).toBe('key-in-progress');
    }
    expect(await countWindows()).toBe(before + 1);
    expect(api.windows.opened).toHaveLength(opened + 1);
  });

  it.each([[''], ['x'.repeat(256)], ['größe']])('with a key that is none is refused: %j', async (key) => {
    const problem = problemIn(await open(openingBody(), Buffer.from(key).toString('latin1')).expect(422));
    expect(problem.errors).toEqual([
      { field: 'Idempotency-Key', message: 'must have 1 to 255 printable ASCII characters' },
    ]);
  });
});

describe('when Temporal is in trouble', () => {
  const unreachable = new KnownError('temporal-unreachable', 'Temporal does not answer. Try again in a moment.');
  const inDoubt = new KnownError('no-answer-yet', 'There was no answer within 10 seconds.');
  afterEach(() => {
    api.windows.reachable = true;
    api.windows.nextOpening = undefined;
  });

  it('answers 503 and stores nothing', async () => {
    const before = await api.stored();
    api.windows.reachable = false;
    const response = await open().expect(503);
    expect(problemIn(response).code).toBe('temporal-unreachable');
    expect(response.headers['retry-after']).toBe('5');
    expect(await api.stored()).toEqual(before);
  });

  it('a repeat with the key opens the window once Temporal is back', async () => {
    const before = await countWindows();
    api.windows.nextOpening = { fails: unreachable, started: false };
    await open(openingBody(), 'back').expect(503);
    expect(await countWindows()).toBe(before);
    await open(openingBody(), 'back').expect(201);
    expect(await countWindows()).toBe(before + 1);
  }, 10_000);

  it('a repeat after a lost answer finds the window that was started, and opens no second one', async () => {
    const opened = api.windows.opened.length;
    api.windows.nextOpening = { fails: inDoubt, started: true };
    expect(problemIn(await open(openingBody(), 'doubt').expect(503)).code).toBe('no-answer-yet');
    const started = api.windows.opened.at(-1)?.event;
    // nothing has been recorded yet: the workflow is not at it
    expect(problemIn(await open(openingBody(), 'doubt').expect(409)).code).toBe('key-in-progress');
    // the window's first step
    const core = api.windows.core(started?.type === 'opened' ? started.reference : '');
    await api.recordFirstStep(core);
    const { body } = await open(openingBody(), 'doubt').expect(201);
    expect(body).toMatchObject({ reference: core.state.reference });
    expect(api.windows.opened).toHaveLength(opened + 1);
  }, 15_000);
});

it('opens at the instant of the clock', async () => {
  const { reference } = (await open()).body as Opened;
  const { body } = await api.as('admin').get(`/v1/windows/${reference}`);
  expect(body).toMatchObject({ openedAt: iso(T0).replace('.000', '') });
});
