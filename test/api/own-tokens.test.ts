import { DAY, toIso } from '../../domain/shared/time';
import { createToken } from '../../store/access/create-token';
import { iso, T0 } from '../support/windows';
import { problemIn, useApi } from './support/api';

const api = useApi();

interface Made {
  readonly id: string;
  readonly token: string;
}
const withToken = (token: string) => ({
  get: (path: string) => api.anonymous().get(path).set('Authorization', `Bearer ${token}`),
  post: (path: string, body: unknown = {}) =>
    api.anonymous().post(path).set('Authorization', `Bearer ${token}`).send(body),
  delete: (path: string) => api.anonymous().delete(path).set('Authorization', `Bearer ${token}`),
});
const make = async (token: string, body: unknown) =>
  (await withToken(token).post('/v1/me/tokens', body).expect(201)).body as Made;
const listed = async (token: string) =>
  ((await withToken(token).get('/v1/me/tokens').expect(200)).body as { items: { id: string; name: string }[] }).items;
const person = (more: object = {}) =>
  createToken(api.store.db, { name: 'rita', role: 'engineer', staffId: 'rita', expiresAt: T0 + 30 * DAY, ...more });

describe('T9: people make tokens for themselves', () => {
  it('of what they may do themselves, shown once, and are the same person with it', async () => {
    const own = await person();
    const { body } = await withToken(own.token).post('/v1/me/tokens', { name: 'laptop' }).expect(201);
    const { id, token } = body as Made;
    const facts = { name: 'laptop', role: 'engineer', organizations: null, person: 'rita' };
    expect(body).toEqual({ id, token, ...facts, expiresAt: toIso(T0 + 30 * DAY) });
    expect((await withToken(token).get('/v1/tokens/current').expect(200)).body).toMatchObject({ id, person: 'rita' });
    const { text } = await withToken(own.token).get('/v1/me/tokens').expect(200);
    expect(text).not.toContain(token);
    expect((await listed(token)).map((one) => one.id)).toEqual(expect.arrayContaining([id, own.id]) as string[]);
    const { body: all } = await api.as('admin').get('/v1/tokens').expect(200);
    expect(all).toMatchObject({
      items: expect.arrayContaining([expect.objectContaining({ id, origin: 'own', issuedBy: null })]) as unknown,
    });
  });

  it('a repeat of the request makes no second one and does not show the first again', async () => {
    const own = await person();
    const send = () =>
      withToken(own.token).post('/v1/me/tokens', { name: 'once' }).set('Idempotency-Key', 'own-1').expect(201);
    const { id } = (await send()).body as Made;
    expect((await send()).body).toMatchObject({ id, token: null });
    expect((await listed(own.token)).filter(({ name }) => name === 'once')).toHaveLength(1);
  });

  it.each<[string, object, object, string, RegExp]>([
    ['another role', {}, { role: 'operator' }, 'role', /you act as engineer, and can hand on engineer/],
    ['the highest role', {}, { role: 'admin' }, 'role', /is more than you have/],
    [
      'other organizations',
      { organizations: ['acme'] },
      { organizations: ['acme', 'bolt'] },
      'organizations',
      /has "bolt", and you act for acme alone/,
    ],
    [
      'an organization there is not',
      {},
      { organizations: ['nobody'] },
      'organizations',
      /not an organization of the inventory/,
    ],
    [
      'a later end than the token it is made with',
      {},
      { expiresAt: iso(T0 + 31 * DAY) },
      'expiresAt',
      /the end of the token with which you make it/,
    ],
    [
      'an end too far ahead',
      { expiresAt: undefined },
      { expiresAt: iso(T0 + 366 * DAY) },
      'expiresAt',
      /365 days ahead/,
    ],
    ['an end that has passed', {}, { expiresAt: iso(T0 - DAY) }, 'expiresAt', /has passed/],
    ['no name', {}, { name: undefined }, 'name', /is required/],
  ])('%s is refused at its field, and nothing is made', async (_what, own, wanted, field, message) => {
    const { token } = await person(own);
    const before = await api.stored();
    const refused = problemIn(
      await withToken(token)
        .post('/v1/me/tokens', { name: 'x', ...wanted })
        .expect(422),
    );
    expect(refused.errors).toEqual([{ field, message: expect.stringMatching(message) as string }]);
    expect(await api.stored()).toEqual(before);
  });

  it('an administrator hands on any role, and limits it', async () => {
    const own = await person({ role: 'admin' });
    const made = await make(own.token, { name: 'x', role: 'operator', organizations: ['acme'] });
    const { body } = await withToken(made.token).get('/v1/tokens/current').expect(200);
    expect(body).toMatchObject({ role: 'operator', organizations: ['acme'] });
    const beyond = await withToken(own.token)
      .post('/v1/me/tokens', { name: 'x', organizations: ['acme'] })
      .expect(422);
    expect(problemIn(beyond).errors[0]?.field).toBe('organizations');
  });

  it('what is limited stays limited when nothing is said', async () => {
    const own = await person({ organizations: ['acme'] });
    const made = await make(own.token, { name: 'x' });
    const { body } = await withToken(made.token).get('/v1/tokens/current').expect(200);
    expect(body).toMatchObject({ role: 'engineer', organizations: ['acme'] });
  });

  it('L8: a token that does not say which person uses it makes, lists and ends none', async () => {
    for (const more of [
      { staffId: null, person: 'backup', isService: true },
      { staffId: null, person: 'somebody', issuedBy: 'ops' },
    ]) {
      const { token, id } = await person(more);
      for (const asked of [
        withToken(token).post('/v1/me/tokens', { name: 'x' }),
        withToken(token).get('/v1/me/tokens'),
        withToken(token).delete(`/v1/me/tokens/${id}`),
      ]) {
        expect(problemIn(await asked.expect(403)).detail).toContain('does not say which person uses it');
      }
    }
  });

  it("they end their own, with what was made with it, and nobody else's", async () => {
    const own = await person();
    const made = await make(own.token, { name: 'x' });
    const other = await person({ staffId: null, person: 'mallory' });
    expect(problemIn(await withToken(other.token).delete(`/v1/me/tokens/${made.id}`).expect(404)).code).toBe(
      'not-found',
    );
    await withToken(made.token).get('/v1/tokens/current').expect(200);
    await withToken(own.token).delete(`/v1/me/tokens/${own.id}`).expect(204);
    await withToken(own.token).get('/v1/tokens/current').expect(401);
    await withToken(made.token).get('/v1/tokens/current').expect(401);
  });
});
