import { request as httpRequest } from 'node:http';
import { useServer } from '../support/server';
import { openingBody } from '../support/windows';
import { problemIn, useApi, type Answered } from './support/api';

/** Longer than any test run, so that it does not begin anew in between. */
const LIMIT = { requests: 20, windowMs: 3_600_000 };

describe('too many requests', () => {
  const api = useApi({ rateLimit: LIMIT });

  it('ten times the limit: the limit is served, the rest is told to wait, and other tokens are not concerned', async () => {
    const answers: Answered[] = [];
    for (let i = 0; i < 10 * LIMIT.requests; i++) answers.push(await api.as('operator').get('/v1/windows?limit=1'));
    const served = answers.filter(({ status }) => status === 200);
    const refused = answers.filter(({ status }) => status === 429);
    expect([served.length, refused.length]).toEqual([LIMIT.requests, 9 * LIMIT.requests]);
    expect(served[0]?.headers.ratelimit).toMatch(/^"token"; r=19; t=\d+/);

    const [first] = refused;
    expect(first && problemIn(first)).toMatchObject({
      code: 'too-many-requests',
      detail: expect.stringMatching(
        /^This token has sent more than 20 requests in 3600 seconds\. .*wait \d+ seconds/,
      ) as string,
    });
    const wait = Number(first?.headers['retry-after']);
    expect(wait).toBeGreaterThan(3_000);
    expect(wait).toBeLessThanOrEqual(3_600);
    await api.as('engineer').get('/v1/windows').expect(200);
    // what is not asked with a token goes on
    await api.anonymous().get('/healthz').expect(200);
    await api.anonymous().get('/api/v2/summary.json').expect(200);
  });

  it('counts what is refused for its role or its body, too, and does nothing beyond the limit', async () => {
    for (let i = 0; i < LIMIT.requests; i++) await api.as('customer').post('/v1/windows', {}).expect(403);
    await api.as('customer').get('/v1/windows').expect(429);
    for (let i = 0; i < LIMIT.requests; i++) await api.as('admin').post('/v1/windows', {}).expect(422);
    const before = await api.stored();
    await api.as('admin').post('/v1/windows', openingBody()).expect(429);
    expect(await api.stored()).toEqual(before);
    expect(api.windows.opened).toEqual([]);
  });

  it('an unknown token is 401 however often', async () => {
    const statuses = new Set<number>();
    for (let i = 0; i < 2 * LIMIT.requests; i++) {
      statuses.add((await api.anonymous().get('/v1/windows').set('Authorization', 'Bearer fw_guess')).status);
    }
    expect([...statuses]).toEqual([401]);
  });
});

describe('bodies of another size or shape than ours', () => {
  const api = useApi();
  const server = useServer(() => api.app);
  afterEach(expectNothingDone);

  async function expectNothingDone(): Promise<void> {
    expect(api.windows.opened).toEqual([]);
    expect((await api.stored())?.windows).toBe(0);
    await api.anonymous().get('/healthz').expect(200);
  }

  /** Sends that many megabytes, or as many as the server takes, and gives the answer's status and code. */
  function sendMegabytes(path: string, megabytes: number, headers: Record<string, string>): Promise<[number, unknown]> {
    const { port } = new URL(server.origin);
    const authorized = { Authorization: `Bearer ${api.tokens.admin}`, 'Content-Type': 'application/json' };
    return new Promise((resolve, reject) => {
      const asked = httpRequest({ port, path, method: 'POST', headers: { ...authorized, ...headers } }, (response) => {
        let text = '';
        response.on('data', (piece: Buffer) => (text += piece.toString()));
        response.on('end', () => {
          resolve([response.statusCode ?? 0, (JSON.parse(text) as { code: string }).code]);
          asked.destroy();
        });
      });
      // the server may close as soon as it has answered; only an end without an answer is a failure
      asked.on('error', reject);
      const piece = Buffer.alloc(1_000_000, '[');
      let left = megabytes;
      const more = () => {
        while (left > 0) {
          left -= 1;
          if (!asked.write(piece)) {
            asked.once('drain', more);
            return;
          }
        }
        asked.end();
      };
      more();
    });
  }

  it.each([
    ['announced', { 'Content-Length': String(100_000_000) }],
    ['in chunks of which nobody knows how many', { 'Transfer-Encoding': 'chunked' }],
  ])('100 MB %s: 413', async (_how, headers) => {
    expect(await sendMegabytes('/v1/windows', 100, headers)).toEqual([413, 'body-too-large']);
    expect(await sendMegabytes('/v1/inventory/locations', 100, headers)).toEqual([413, 'body-too-large']);
  });

  const million = (item: string) => `[${Array.from({ length: 1_000_000 }, () => item).join(',')}]`;
  it.each([
    ['a million numbers for a window', '/v1/windows', million('0'), 413],
    [
      'half a million short texts in a scope',
      '/v1/windows',
      `{"scope":{"resources":${million('1').slice(0, 900_000)}1]}}`,
      422,
    ],
    ['a million rows of inventory', '/v1/inventory/locations', million('{}'), 422],
    ['a million rows that are none', '/v1/inventory/locations', `{"rows":${million('0')}}`, 422],
    [
      'an object with very many fields',
      '/v1/windows',
      `{${Array.from({ length: 60_000 }, (_, i) => `"k${String(i)}":0`).join(',')}}`,
      422,
    ],
    ['JSON 100,000 levels deep', '/v1/windows', '['.repeat(100_000) + ']'.repeat(100_000), 400],
    ['objects 100,000 levels deep', '/v1/windows', '{"a":'.repeat(100_000) + '0' + '}'.repeat(100_000), 400],
    ['deep inside a field', '/v1/windows', `{"title":${'['.repeat(50_000)}${']'.repeat(50_000)}}`, 400],
    ['never closed', '/v1/windows', '['.repeat(500_000), 400],
    ['a number of very many digits', '/v1/windows', '9'.repeat(500_000), 422],
    ['a prototype', '/v1/windows', '{"__proto__":{"role":"admin"},"constructor":{"prototype":{}}}', 422],
  ])('%s: a problem, quickly', async (_what, path, body, status) => {
    const response = await api.as('admin').post(path).type('json').send(body);
    expect([response.status, response.text.length < 200_000]).toEqual([status, true]);
    problemIn(response);
  });
});

describe('/metrics', () => {
  const metricsToken = 'scraper-0123456789abcdef';
  const api = useApi({ metricsToken });
  const scrape = (token: string) => api.anonymous().get('/metrics').set('Authorization', `Bearer ${token}`);

  it('is for the scraper and for staff', async () => {
    await scrape(metricsToken).expect(200);
    for (const role of ['admin', 'engineer', 'operator'] as const) await api.as(role).get('/metrics').expect(200);
    for (const role of ['customer', 'inbound', 'approver'] as const)
      expect(problemIn(await api.as(role).get('/metrics').expect(403)).code).toBe('not-permitted');
    expect(problemIn(await api.anonymous().get('/metrics').expect(401)).code).toBe('missing-token');
    expect(problemIn(await scrape(`${metricsToken}0`).expect(401)).code).toBe('wrong-token');
    expect(problemIn(await scrape('').expect(401)).code).toBe('wrong-token');
    // and it opens nothing else
    await api.anonymous().get('/v1/windows').set('Authorization', `Bearer ${metricsToken}`).expect(401);
  });
});

describe('cursors somebody made up', () => {
  const api = useApi();
  const made = (key: unknown) => Buffer.from(JSON.stringify(key)).toString('base64url');

  it.each([
    ['/v1/windows', [9e15, 'MW-2026-0001']],
    ['/v1/windows', [8.64e15, 'MW-2026-0001']],
    ['/v1/windows', [-8.64e15, 'MW-2026-0001']],
    ['/v1/windows', [0, 'a\u0000b']],
    ['/v1/suppressions', ['a\u0000b']],
    ['/v1/inventory/locations', ['a\u0000b']],
    ['/v1/tasks', [1e300]],
  ])('%s with %j: 422, and the database is not asked', async (path, key) => {
    const problem = problemIn(
      await api
        .as('admin')
        .get(`${path}?cursor=${made(key)}`)
        .expect(422),
    );
    expect(problem.errors).toEqual([
      { field: 'cursor', message: expect.stringContaining('is not a cursor') as string },
    ]);
  });
});
