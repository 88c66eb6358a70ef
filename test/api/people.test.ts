import { sql } from 'kysely';
import { ENDING_HEADER } from '../../api/http/router';
import { DAY, HOUR, toIso } from '../../domain/shared/time';
import { createToken } from '../../store/access/create-token';
import { deliver, StoredWindow } from '../store/support';
import { iso, openingBody, T0 } from '../support/windows';
import { problemIn, useApi, type Answered } from './support/api';

/** Who did it, from the credential (T5), and tokens as what says so (T3). */

const api = useApi();
afterEach(() => {
  api.windows.timeline = undefined;
});

interface Issued {
  readonly id: string;
  readonly token: string;
  readonly person: string;
}
const issue = async (body: object) => (await api.as('admin').post('/v1/tokens', body).expect(201)).body as Issued;
const withToken = (token: string) => {
  const signed = { Authorization: `Bearer ${token}` };
  return {
    get: (path: string) => api.anonymous().get(path).set('Authorization', signed.Authorization),
    post: (path: string, body: unknown = {}) =>
      api.anonymous().post(path).set('Authorization', signed.Authorization).send(body),
  };
};
const opened = async (token: string, change: object = {}) => {
  const body = openingBody({ draft: true, ...change });
  const response = await withToken(token).post('/v1/windows', body).expect(201);
  return (response.body as { reference: string }).reference;
};
const command = (token: string, reference: string, name: string, body: unknown = {}) =>
  withToken(token).post(`/v1/windows/${reference}/${name}`, body);

describe('T5: who did it', () => {
  it('is on record with the token and the request, for staff to read', async () => {
    const rita = await issue({ name: 'laptop', role: 'engineer', staffId: 'rita' });
    const reference = await opened(rita.token);
    await api.store.timeline.record({ reference, events: api.windows.core(reference).log });
    api.windows.timeline = api.store.timeline;
    const nominated = { pointOfContact: 'ada@provider.example', by: 'the night shift' };
    await command(rita.token, reference, 'nominate', nominated).expect(200);
    const { body } = await api.as('operator').get(`/v1/windows/${reference}/timeline`).expect(200);
    const items = (body as { items: { by: string; request: string }[] }).items.filter(({ by }) => by !== 'forewarn');
    expect(items).toMatchObject([
      { type: 'opened', by: 'rita', credential: `token:${rita.id}` },
      { type: 'nominated', by: 'rita', credential: `token:${rita.id}`, onBehalfOf: 'the night shift' },
    ]);
    expect(items[0]).not.toHaveProperty('onBehalfOf');
    // the log has the same requests
    const log = api.log.join('');
    for (const { request } of items) expect(log).toContain(request);
    expect(new Set(items.map(({ request }) => request)).size).toBe(2);
  });

  it('is not told to customers', async () => {
    const window = await StoredWindow.announced(api.store);
    await deliver(api.store, window.key('announcement'));
    await sql`
      update timeline set credential = 'token:secretly', request = 'secretly', on_behalf_of = 'secretly', issued_by = 'secretly'
      where window_reference = ${window.reference}
    `.execute(api.store.db);
    for (const path of ['', '/timeline']) {
      const { text } = await api.as('customer').get(`/v1/windows/${window.reference}${path}`).expect(200);
      expect(text).toContain('Opened as standard');
      expect(text).not.toContain('secretly');
    }
  });
});

describe('L8: four eyes are two persons', () => {
  it('a second token of the same person is the same person, whoever issued it and whatever it is called', async () => {
    const first = await issue({ name: 'laptop', role: 'engineer', staffId: 'rita' });
    const reference = await opened(first.token);
    for (const whose of [{ staffId: 'rita' }, { person: 'rita@provider.example' }, { person: 'rita' }]) {
      const second = await issue({ name: 'phone', role: 'approver', ...whose });
      expect(second.person).toBe('rita');
      const refused = problemIn(await command(second.token, reference, 'approve').expect(409));
      expect(refused).toMatchObject({ code: 'own-plan' });
    }
    const carl = await issue({ name: 'phone', role: 'approver', staffId: 'carl' });
    await command(carl.token, reference, 'approve').expect(200);
  });

  it.each([
    ['somebody who is not of the staff', { person: 'Somebody Else' }],
    ['a program', { service: 'deploy' }],
    ['whoever the name says', {}],
  ])('a token of %s that somebody issued approves nothing', async (_whose, whose) => {
    const reference = await opened(api.tokens.engineer);
    const { token } = await issue({ name: 'second me', role: 'approver', ...whose });
    for (const name of ['approve', 'approveRfo']) {
      const refused = problemIn(await command(token, reference, name).expect(403));
      expect(refused.detail).toMatch(/does not belong to a person of the staff.*tokens add --staff/);
    }
  });

  it('whoever issued the token that a plan was made with is its author, too', async () => {
    const { token } = await issue({ name: 'deploy', role: 'engineer', service: 'deploy' });
    const reference = await opened(token);
    expect(problemIn(await command(api.tokens.admin, reference, 'approve').expect(409)).code).toBe('own-plan');
    await command(api.tokens.approver, reference, 'approve').expect(200);
  });
});

describe('T3: a token', () => {
  const listed = async (id: string) => {
    const { body } = await api.as('admin').get('/v1/tokens').expect(200);
    return (body as { items: { id: string }[] }).items.find((token) => token.id === id);
  };
  const isGood = async (token: string) => (await withToken(token).get('/v1/windows')).status === 200;

  it('ends after a year when nobody says otherwise, and one of a person not later', async () => {
    const { body } = await api.as('admin').post('/v1/tokens', { name: 'x', role: 'operator' }).expect(201);
    expect(body).toMatchObject({ expiresAt: toIso(T0 + 365 * DAY) });
    const late = { name: 'x', role: 'operator', expiresAt: iso(T0 + 400 * DAY) };
    const faults = async (change: object) =>
      problemIn(
        await api
          .as('admin')
          .post('/v1/tokens', { ...late, ...change })
          .expect(422),
      ).errors;
    expect(await faults({ staffId: 'rita' })).toMatchObject([
      {
        field: 'expiresAt',
        message: expect.stringMatching(/more than 365 days ahead.*only the token of a "service"/) as string,
      },
    ]);
    expect(await faults({ service: 'deploy' })).toMatchObject([{ field: 'reason' }]);
    await issue({ ...late, service: 'deploy', reason: 'The console cannot be reached.' });
  });

  it('says for two weeks that it ends: in every answer, in a task once, in the list and in a metric', async () => {
    const soon = Date.now() + 10 * DAY;
    const { id, token } = await createToken(api.store.db, { name: 'console', role: 'operator', expiresAt: soon });
    const answers: Answered[] = [];
    for (let asked = 0; asked < 3; asked++) answers.push(await withToken(token).get('/v1/windows').expect(200));
    for (const { headers } of answers) expect(headers[ENDING_HEADER.toLowerCase()]).toBe(toIso(soon));
    const { headers } = await api.as('operator').get('/v1/windows').expect(200);
    expect(headers).not.toHaveProperty(ENDING_HEADER.toLowerCase());
    expect(await listed(id)).toMatchObject({ isEnding: true });
    const tasks = async () =>
      api.store.db
        .selectFrom('staff_tasks')
        .select(['reason', 'done_at'])
        .where('subject', '=', `token:${id}`)
        .execute();
    // noted without anybody waiting for it
    for (let tries = 0; (await tasks()).length === 0 && tries < 100; tries++)
      await new Promise((go) => setTimeout(go, 20));
    expect(await tasks()).toMatchObject([
      { reason: expect.stringContaining('Issue another one') as string, done_at: null },
    ]);
    const { text } = await api.as('admin').get('/metrics').expect(200);
    expect(text).toMatch(/^forewarn_tokens_ending [1-9]/m);
    await api.as('admin').delete(`/v1/tokens/${id}`).expect(204);
    expect((await tasks())[0]?.done_at).not.toBeNull();
  });

  it('is listed with its last use', async () => {
    const { id, token } = await issue({ name: 'used', role: 'operator' });
    expect(await listed(id)).toMatchObject({ lastUsedAt: null });
    await withToken(token).get('/v1/windows').expect(200);
    const isNoted = async () => (await listed(id)) as { lastUsedAt?: string | null } | undefined;
    for (let tries = 0; (await isNoted())?.lastUsedAt === null && tries < 100; tries++)
      await new Promise((go) => setTimeout(go, 20));
    expect(Date.parse(String((await isNoted())?.lastUsedAt))).toBeGreaterThan(Date.now() - HOUR);
  });

  it('ends with its person: all of them at once, by whatever name one is known', async () => {
    const tokens = [
      await issue({ name: 'laptop', role: 'engineer', staffId: 'carl' }),
      await issue({ name: 'phone', role: 'approver', person: 'Carl@Provider.example' }),
    ];
    const other = await issue({ name: 'laptop', role: 'engineer', staffId: 'rita' });
    const end = () => api.as('admin').post('/v1/tokens/end', { person: 'carl@provider.example' }).expect(200);
    const { body } = await end();
    expect(body).toMatchObject({ person: 'carl', ids: expect.arrayContaining(tokens.map(({ id }) => id)) as string[] });
    for (const { token } of tokens) expect(await isGood(token)).toBe(false);
    expect(await isGood(other.token)).toBe(true);
    expect((await end()).body).toEqual({ person: 'carl', ids: [] });
    expect(problemIn(await api.as('admin').post('/v1/tokens/end', { person: 'nobody' }).expect(404)).detail).toContain(
      'nobody',
    );
  });

  it('ends with its person who is no longer in the table of the staff', async () => {
    await api.store.db
      .insertInto('staff')
      .values({ id: 'leaver', name: 'Lee', email: 'lee@provider.example', role: 'support' })
      .execute();
    const { token } = await issue({ name: 'laptop', role: 'engineer', staffId: 'leaver' });
    expect(await isGood(token)).toBe(true);
    await api.store.db.deleteFrom('staff').where('id', '=', 'leaver').execute();
    expect(await isGood(token)).toBe(false);
  });

  it.each([
    [{ role: 'admin', organizations: ['acme'] }, 'organizations', /not of role admin/],
    [{ role: 'engineer', organizations: ['nobody'] }, 'organizations', /"nobody", which is not an organization/],
    [{ role: 'engineer', environments: ['acme-production'] }, 'environments', /limits customer tokens/],
    [
      { role: 'customer', organizationId: 'acme', environments: ['bolt-production'] },
      'environments',
      /not an environment of the organization/,
    ],
    [{ role: 'engineer', staffId: 'rita', service: 'deploy' }, 'service', /belongs to one of them/],
    [{ role: 'engineer', service: 'rita@provider.example' }, 'service', /is a person of the staff/],
  ])('that could not be is refused with the field: %j', async (body, field, message) => {
    const { errors } = problemIn(
      await api
        .as('admin')
        .post('/v1/tokens', { name: 'x', ...body })
        .expect(422),
    );
    expect(errors).toEqual([{ field, message: expect.stringMatching(message) as string }]);
  });
});

it('T8: a rule is overridden at a change of date by an approver as at an opening', async () => {
  const reference = await opened(api.tokens.engineer);
  const soon = { start: iso(T0 + 2 * DAY), end: iso(T0 + 2 * DAY + HOUR), reason: 'Parts are late.' };
  const move = (token: 'operator' | 'approver', body: object) =>
    command(api.tokens[token], reference, 'reschedule', { ...soon, ...body });
  expect(problemIn(await move('operator', { override: 'They know.' }).expect(403)).code).toBe('not-permitted');
  expect(problemIn(await move('approver', {}).expect(422)).code).toBe('notice-debt');
  await move('approver', { override: 'They know.' }).expect(200);
  expect(problemIn(await command(api.tokens.approver, reference, 'approve').expect(409)).code).toBe('own-plan');
});
