import { KnownError } from '../../domain/shared/errors';
import { DAY, HOUR } from '../../domain/shared/time';
import { iso, openingBody, T0 } from '../support/windows';
import { problemIn, useApi } from './support/api';

const api = useApi();
let before: unknown;
beforeEach(async () => {
  before = await api.stored();
});
afterEach(expectNothingDone);

/** Whatever was wrong: nothing was stored and nothing was started. */
async function expectNothingDone(): Promise<void> {
  expect(await api.stored()).toEqual(before);
  expect(api.windows.opened).toEqual([]);
}

const post = (body: unknown, path = '/v1/windows') => api.as('admin').post(path, body);
const slots = (start: number, end: number) => [{ start: iso(start), end: iso(end) }];
const without = (field: string) => Object.fromEntries(Object.entries(openingBody()).filter(([name]) => name !== field));

describe('a body with faults names each field and its rule', () => {
  it.each<[string, unknown, Record<string, string>]>([
    ['no title', without('title'), { title: 'is required' }],
    ['no slots', without('slots'), { slots: 'is required' }],
    ['an unknown field', { ...openingBody(), colour: 'red' }, { colour: 'is not a known field' }],
    [
      'an unknown field inside',
      openingBody({ scope: { rack: 'a12' } as never }),
      { 'scope.rack': 'is not a known field' },
    ],
    ['a wrong type', openingBody({ title: 5 as never }), { title: 'must be a text' }],
    [
      'a word of none',
      openingBody({ reason: 'boredom' as never }),
      {
        reason:
          'must be one of "hardware", "platform-security", "platform-feature", "database-security", "network", "power", "performance", "third-party"',
      },
    ],
    ['a title that is empty', openingBody({ title: ' ' }), { title: 'must not be empty' }],
    [
      'a title that is too long',
      openingBody({ title: 'x'.repeat(121) }),
      { title: 'must have at most 120 characters' },
    ],
    [
      'a title with a header in it',
      openingBody({ title: 'a\r\nBcc: b@c.example' }),
      { title: 'must be one line without control characters' },
    ],
    [
      'minutes that are none',
      openingBody({ impact: { level: 'outage', minutes: -1, description: 'x' } }),
      { 'impact.minutes': 'must be at least 0' },
    ],
    [
      'half a minute',
      openingBody({ impact: { level: 'outage', minutes: 0.5, description: 'x' } }),
      { 'impact.minutes': 'must be a whole number' },
    ],
    [
      'an end before the start',
      openingBody({ slots: slots(T0 + 2 * DAY, T0 + DAY) }),
      { 'slots.0.end': 'must be after the start' },
    ],
    [
      'a start without an offset',
      openingBody({ slots: [{ start: '2026-12-10T01:00:00', end: '2026-12-10T03:00:00Z' }] }),
      { 'slots.0.start': 'must be a date and time with an offset, such as 2026-12-10T01:00:00Z' },
    ],
    ['no end', openingBody({ slots: [{ start: '2026-12-10T01:00:00Z' }] as never }), { 'slots.0.end': 'is required' }],
    [
      'two addresses in one',
      openingBody({ pointOfContact: 'a@b.example, c@d.example' }),
      { pointOfContact: 'must be one mail address with a host name after the @, such as noc@customer.example' },
    ],
    [
      'an empty scope',
      openingBody({ scope: {} }),
      { scope: 'is empty: name locations, resources, kinds or labels, or set "all" to true' },
    ],
    [
      'a scope without end',
      openingBody({
        scope: { labels: Object.fromEntries(Array.from({ length: 1_001 }, (_, i) => [`k${String(i)}`, 'v'])) },
      }),
      { 'scope.labels': 'must have at most 1,000 keys' },
    ],
    [
      'N2: an expedited window without a justification',
      { ...openingBody(), class: 'expedited' },
      {
        justification: 'is required for an expedited window: why it cannot wait, and what keeps the outage short (N2)',
      },
    ],
    [
      'a text with NUL',
      openingBody({ scope: { resources: ['a\u0000b'] } }),
      { 'scope.resources.0': 'must not contain NUL or half a surrogate pair' },
    ],
    ['a list', [openingBody()], { '(body)': 'must be an object' }],
    ['nothing but a number', 5, { '(body)': 'must be an object' }],
  ])('%s', async (_what, body, faults) => {
    const response = await api.as('admin').post('/v1/windows').type('json').send(JSON.stringify(body)).expect(422);
    const problem = problemIn(response);
    expect(problem.code).toBe('invalid-body');
    expect(Object.fromEntries(problem.errors.map(({ field, message }) => [field, message]))).toMatchObject(faults);
    const [first] = problem.errors;
    expect(problem.detail).toContain(`${first?.field ?? '?'} ${first?.message ?? '?'}`);
  });

  it('names all of them at once', async () => {
    const { errors } = problemIn(await post({}).expect(422));
    const fields = ['title', 'class', 'reason', 'slots', 'scope', 'impact'];
    expect(errors).toHaveLength(fields.length);
    for (const field of fields) expect(errors).toContainEqual({ field, message: 'is required' });
  });
});

describe('a rule that needs the clock or the inventory', () => {
  it.each<[string, unknown, string, string | undefined, RegExp]>([
    [
      'a start in the past',
      openingBody({ slots: slots(T0 - HOUR, T0 + HOUR) }),
      'start-in-past',
      'slots.0.start',
      /1 hour ago.*later start/,
    ],
    [
      'an end in the past',
      openingBody({ class: 'emergency', slots: slots(T0 - 2 * HOUR, T0 - HOUR) }),
      'end-in-past',
      'slots.0.end',
      /1 hour ago/,
    ],
    ['a year typed wrong', openingBody({}, { inMs: 1_000 * DAY }), 'too-far-ahead', 'slots.0.start', /Check the year/],
    [
      'N2: too little notice',
      openingBody({ class: 'expedited' }, { inMs: 2 * DAY }),
      'notice-too-short',
      'slots.0.start',
      /3 days.*2 days are left/,
    ],
    [
      'an unknown resource',
      openingBody({ scope: { resources: ['acme-web', 'no-such'] } }),
      'unknown-scope',
      'scope.resources.1',
      /"no-such" \(scope\.resources\.1\).*Correct the scope/,
    ],
    [
      'an unknown location',
      openingBody({ scope: { locations: ['eu-9'] } }),
      'unknown-scope',
      'scope.locations.0',
      /"eu-9"/,
    ],
    [
      'N5: lists with nothing in common',
      openingBody({ scope: { kinds: ['app'], locations: ['us-1'] } }),
      'empty-audience',
      'scope',
      /matches no resource.*Widen/,
    ],
  ])('%s', async (_what, body, code, field, detail) => {
    const problem = problemIn(await post(body).expect(422));
    expect(problem).toMatchObject({ code, detail: expect.stringMatching(detail) as string });
    expect(problem.errors.map((error) => error.field)).toEqual([field]);
  });

  it('nobody to tell among those affected', async () => {
    const { db } = api.store;
    const contact = await db
      .deleteFrom('contacts')
      .where('organization_id', '=', 'coil')
      .returningAll()
      .executeTakeFirstOrThrow();
    const problem = problemIn(await post(openingBody({ scope: { locations: ['eu-1/dc-1/rack-a1'] } })).expect(422));
    expect(problem).toMatchObject({
      code: 'empty-audience',
      detail: expect.stringContaining('Import contacts first') as string,
    });
    await db.insertInto('contacts').values(contact).execute();
  });
});

describe('a body that cannot be read', () => {
  const raw = (body: string, type = 'application/json') => {
    const test = api.as('admin').post('/v1/windows');
    void test.set('Content-Type', type);
    return test.serialize((sent) => sent).send(body);
  };

  it.each([['{"title": '], ['nonsense'], ['{"a":1}{"b":2}']])('is 400: %s', async (body) => {
    expect(problemIn(await raw(body).expect(400)).code).toBe('malformed-body');
  });

  it('is 400 when it is missing', async () => {
    const problem = problemIn(await api.as('admin').post('/v1/windows').expect(400));
    expect(problem).toMatchObject({
      code: 'malformed-body',
      detail: expect.stringContaining('needs a body') as string,
    });
  });

  it('is 400 when it is nested without end', async () => {
    const depth = 100_000;
    expect(problemIn(await raw('['.repeat(depth) + ']'.repeat(depth)).expect(400)).code).toBe('malformed-body');
  });

  it.each([['text/plain'], ['text/csv'], ['application/x-www-form-urlencoded']])('is 415 as %s', async (type) => {
    const problem = problemIn(await raw(JSON.stringify(openingBody()), type).expect(415));
    expect(problem).toMatchObject({ code: 'unsupported-media-type', detail: expect.stringContaining(type) as string });
  });

  it('is 415 in another charset, 413 beyond 1 MB', async () => {
    expect(problemIn(await raw('{}', 'application/json; charset=latin1').expect(415)).code).toBe(
      'unsupported-media-type',
    );
    const problem = problemIn(await raw(JSON.stringify({ title: 'x'.repeat(1_000_000) })).expect(413));
    expect(problem).toMatchObject({
      code: 'body-too-large',
      detail: expect.stringContaining('1000000 bytes') as string,
    });
  });

  it('is not read for somebody without a token', async () => {
    const big = JSON.stringify({ title: 'x'.repeat(2_000_000) });
    const nobody = await api.anonymous().post('/v1/windows').type('json').send(big);
    const customer = await api.as('customer').post('/v1/windows').type('json').send(big);
    expect([nobody.status, customer.status]).toEqual([401, 403]);
  });
});

describe('a request to the wrong place', () => {
  it.each(['/v1', '/v1/window', '/v1/windows/MW-2026-0001/explode', '/v1/inventory/people', '/nowhere', '/V1/windows'])(
    '%s is 404',
    async (path) => {
      expect(problemIn(await api.as('admin').get(path).expect(404)).code).toBe('not-found');
    },
  );

  it.each(['MW-1', 'x', '%00', encodeURIComponent("' or 1=1"), 'MW-2026-00000000000001'])(
    'reference %s is 404',
    async (reference) => {
      expect(problemIn(await api.as('admin').get(`/v1/windows/${reference}`).expect(404)).code).toBe('not-found');
      expect(problemIn(await post({ reason: 'x' }, `/v1/windows/${reference}/cancel`).expect(404)).code).toBe(
        'not-found',
      );
    },
  );

  it('a path that is not percent-encoding is 400', async () => {
    expect(problemIn(await api.as('admin').get('/v1/windows/%zz').expect(400)).code).toBe('malformed-body');
  });

  it.each([
    ['delete', '/v1/windows', 'GET, HEAD, POST'],
    ['get', '/v1/windows/MW-2026-0001/start', 'POST'],
    ['post', '/v1/windows/MW-2026-0001', 'GET, HEAD'],
    ['post', '/healthz', 'GET, HEAD'],
    ['post', '/openapi.json', 'GET, HEAD'],
  ] as const)('%s %s is 405 and says what is allowed', async (method, path, allow) => {
    const response = await api.as('admin')[method](path).expect(405).expect('Allow', allow);
    expect(problemIn(response).code).toBe('method-not-allowed');
  });

  it('answers OPTIONS with what is allowed', async () => {
    const { status, headers } = await api.anonymous().options('/v1/windows');
    expect([status, headers.allow]).toEqual([204, 'GET, HEAD, POST']);
  });
});

describe('an unforeseen failure', () => {
  afterEach(() => {
    api.windows.nextOpening = undefined;
  });

  it('is 500 with an incident that the log explains, and no internals', async () => {
    api.windows.nextOpening = { fails: new RangeError('secret internals'), started: false };
    const response = await post(openingBody()).expect(500);
    const problem = problemIn(response);
    expect(problem.code).toBe('internal-error');
    expect(response.text).not.toContain('secret internals');
    const logged = api.log.filter(
      (line) => line.includes(problem.incident ?? '-') && line.includes('secret internals'),
    );
    expect(logged).toHaveLength(1);
  });

  it('of a known kind keeps its status', async () => {
    api.windows.nextOpening = { fails: new KnownError('no-answer-yet', 'There was no answer.'), started: false };
    expect(problemIn(await post(openingBody()).expect(503)).code).toBe('no-answer-yet');
  });
});

test.each(['/v1/organizations/a%00b/calendar-feeds', '/v1/suppressions/a%00b@c.example/lift'])(
  '%s: a path with NUL names nothing',
  async (path) => {
    const answer = path.endsWith('lift') ? api.as('admin').post(path, { reason: 'text' }) : api.as('admin').get(path);
    expect(problemIn(await answer).status).toBe(404);
  },
);
