import { DAY } from '../../domain/shared/time';
import { sql } from 'kysely';
import { ERRORS } from '../../domain/shared/errors';
import { openDatabase } from '../../store/database/database';
import { createApp } from '../../api/app';
import pino from 'pino';
import request from 'supertest';
import { freePort } from '../../dev/processes/ports';
import { T0, openingBody } from '../support/windows';
import { createConfiguredWebhooks } from '../../composition/webhooks';
import { problemIn, useApi, WEBHOOKS } from './support/api';
import { FakeSeries } from './support/fake-series';
import { FakeWindows } from './support/fake-windows';

const api = useApi();

describe('probes', () => {
  afterEach(() => {
    api.windows.reachable = true;
  });

  it('healthz: the process is up', async () => {
    const { status, body } = await api.anonymous().get('/healthz');
    expect([status, body]).toEqual([200, { status: 'up' }]);
  });

  it('readyz: names what does not answer', async () => {
    const ready = async () => {
      const { status, body } = await api.anonymous().get('/readyz');
      return [status, body];
    };
    expect(await ready()).toEqual([200, { status: 'ready', database: 'reachable', temporal: 'reachable' }]);
    api.windows.reachable = false;
    expect(await ready()).toEqual([503, { status: 'not ready', database: 'reachable', temporal: 'unreachable' }]);
  });

  it('without a database: 503 everywhere it is needed, and the metrics go on', async () => {
    const db = openDatabase(`postgres://nobody@127.0.0.1:${String(await freePort())}/none`);
    const clock = () => T0;
    const config = {
      publicUrl: 'https://status.provider.example',
      temporalUiUrl: 'x',
      providerName: 'x',
      approvals: 'by-request' as const,
      supportAddress: 'support@provider.example',
      mailFrom: 'Maintenance <maintenance@provider.example>',
      temporalNamespace: 'x',
      metricsToken: 'scraper-0123456789',
    };
    const webhooks = createConfiguredWebhooks(db, WEBHOOKS);
    const app = createApp({
      db,
      windows: new FakeWindows(clock),
      webhooks,
      series: new FakeSeries(),
      work: { carryOut: () => Promise.resolve() },
      repair: () => Promise.resolve(),
      config,
      logger: pino({ level: 'silent' }),
      clock,
    });
    await request(app)
      .get('/readyz')
      .expect(503, { status: 'not ready', database: 'unreachable', temporal: 'reachable' });
    const response = await request(app).get('/v1/windows').set('Authorization', 'Bearer fw_any').expect(503);
    expect(problemIn(response)).toMatchObject({
      code: 'database-unreachable',
      detail: expect.stringContaining('Try again') as string,
    });
    const { text } = await request(app).get('/metrics').set('Authorization', 'Bearer scraper-0123456789').expect(200);
    expect(text).toContain('forewarn_http_request_duration_seconds_count');
    expect(text).not.toMatch(/^forewarn_windows\{/m);
    await db.destroy();
  });
});

describe('metrics', () => {
  it('count windows and deliveries, and time requests by template, without naming anybody', async () => {
    const { body } = await api.as('admin').post('/v1/windows', openingBody()).expect(201);
    const { reference } = body as { reference: string };
    await api.as('customer').get(`/v1/windows/${reference}`);
    await api.anonymous().get('/somewhere/acme').expect(404);
    // counted at most every ten seconds
    api.time.now += 60_000;
    const { text } = await api.as('operator').get('/metrics').expect(200);
    api.time.now = T0;
    expect(text).toContain('forewarn_windows{phase="approved"} 1');
    expect(text).toContain('forewarn_deliveries{state="failed"} 0');
    expect(text).toContain(
      'forewarn_http_request_duration_seconds_count{method="GET",route="/v1/windows/{reference}",status="404"} 1',
    );
    expect(text).toContain('forewarn_http_request_duration_seconds_count{method="GET",route="other",status="404"} 1');
    expect(text).not.toMatch(new RegExp(`${reference}|acme`));
  });
});

describe('documentation', () => {
  it('is served under the strict policy, with nothing inline', async () => {
    for (const path of ['/docs', '/docs/problems']) {
      const { text, headers } = await api
        .anonymous()
        .get(path)
        .expect(200)
        .expect('Content-Type', /^text\/html/);
      expect(headers['content-security-policy']).toContain("script-src 'self'");
      expect(headers['content-security-policy']).not.toContain('unsafe-inline');
      expect(text).not.toMatch(/<script>|<script [^>]*>[^<]|<style|style=|onload=/);
      for (const [, link = ''] of text.matchAll(/(?:src|href)="(\/[^"]+)"/g))
        await api.anonymous().get(link).expect(200);
    }
  });

  it('explains every code under the address a problem names', async () => {
    const { text } = await api.anonymous().get('/docs/problems');
    for (const code of [...Object.keys(ERRORS), 'internal-error']) expect(text).toContain(`id="${code}"`);
  });

  it('escapes the name of the provider', async () => {
    const { text } = await api.anonymous().get('/docs');
    expect(text).toContain('Example &amp; Sons');
  });
});

it('C2: serves the status page at the root', async () => {
  const { status, headers } = await api.anonymous().get('/');
  expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
  expect((await api.anonymous().get('/api/v2/summary.json')).status).toBe(200);
});

it('T4: logs one line a request, without tokens, addresses, names, queries or free paths', async () => {
  const from = api.log.length;
  const canary = 'canary-7731';
  const body = openingBody({ title: canary, pointOfContact: `${canary}@provider.example` });
  await api.as('admin').post('/v1/windows', body).set('Idempotency-Key', canary).expect(201);
  await api.as('admin').get(`/v1/windows?q=${canary}`).expect(200);
  await api.as('admin').get(`/unsubscribe/${canary}`).expect(404);
  await api
    .as('admin')
    .post('/v1/windows', { [canary]: canary })
    .expect(422);
  await api.anonymous().get('/v1/windows').set('Authorization', `Bearer ${canary}`).expect(401);
  // the database quotes values in its messages
  await sql`alter table windows add constraint planted check (title not like 'planted%')`.execute(api.store.db);
  await api
    .as('admin')
    .post('/v1/windows', openingBody({ title: `planted ${canary}` }, { inMs: 30 * DAY }))
    .expect(201);
  const lines = api.log.slice(from).map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(lines.filter(({ msg }) => msg === 'answered')).toHaveLength(6);
  expect(lines).toContainEqual(expect.objectContaining({ route: '/v1/windows', res: { statusCode: 201 } }));
  expect(lines).toContainEqual(
    expect.objectContaining({ level: 50, failure: expect.objectContaining({ constraint: 'planted' }) as object }),
  );
  for (const line of api.log.slice(from)) expect((line.match(/"route":/g) ?? []).length).toBeLessThan(2);
  const everything = api.log.slice(from).join('');
  for (const secret of [canary, ...Object.values(api.tokens), 'acme token']) expect(everything).not.toContain(secret);
});
