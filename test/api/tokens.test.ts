import { sql } from 'kysely';
import { DAY, toIso } from '../../domain/shared/time';
import { iso, T0 } from '../support/windows';
import { problemIn, useApi } from './support/api';

const api = useApi();

interface Issued {
  id: string;
  token: string;
}
const issue = (body: unknown) => api.as('admin').post('/v1/tokens', body);
const use = (token: string, path = '/v1/windows') => api.anonymous().get(path).set('Authorization', `Bearer ${token}`);

describe('T3: tokens', () => {
  it('are shown once, work, and end when they are revoked', async () => {
    const { body } = await issue({ name: 'on-call', role: 'operator' }).expect(201);
    const { id, token } = body as Issued;
    const none = {
      organizationId: null,
      staffId: null,
      organizations: null,
      environments: null,
      access: null,
      isService: false,
    };
    const ends = toIso(T0 + 365 * DAY);
    expect(body).toEqual({ id, token, name: 'on-call', role: 'operator', person: 'on-call', expiresAt: ends, ...none });
    await use(token).expect(200);

    const { body: list, text } = await api.as('admin').get('/v1/tokens').expect(200);
    expect((list as { items: { id: string }[] }).items.find((item) => item.id === id)).toMatchObject({
      name: 'on-call',
      revokedAt: null,
    });
    expect(text).not.toContain(token);

    await api.as('admin').delete(`/v1/tokens/${id}`).expect(204);
    await use(token).expect(401);
    await api.as('admin').delete(`/v1/tokens/${id}`).expect(204);
  });

  it('a repeat of the request issues no second one and does not show the first again', async () => {
    const send = () => issue({ name: 'once', role: 'engineer' }).set('Idempotency-Key', 'token-1').expect(201);
    const { id, token } = (await send()).body as Issued;
    const second = await send().expect('Idempotency-Replayed', 'true');
    expect(second.body).toMatchObject({ id, token: null });
    // nowhere in the database, kept answers included
    const { rows } = await sql`select from idempotency_keys where response::text like ${`%${token}%`}`.execute(
      api.store.db,
    );
    expect(rows).toEqual([]);
  });

  it('of a customer speak for one organization', async () => {
    const { token } = (await issue({ name: 'portal', role: 'customer', organizationId: 'bolt' }).expect(201))
      .body as Issued;
    await use(token).expect(200);
    const { text } = await use(token, '/v1/inventory/organizations').expect(200);
    expect(text).toContain('bolt');
    expect(text).not.toContain('acme');
  });

  it('of a customer only read unless they say otherwise, and the refusal names the way out', async () => {
    const wanted = { name: 'reader', role: 'customer', organizationId: 'acme' };
    const { body } = await issue(wanted).expect(201);
    expect(body).toMatchObject({ access: 'read' });
    const restart = (token: string) =>
      api.anonymous().post('/v1/maintenance/MW-2026-0001/acme-db-3/restart').set('Authorization', `Bearer ${token}`);
    await use((body as Issued).token, '/v1/maintenance').expect(200);
    const refused = problemIn(await restart((body as Issued).token).expect(403));
    expect(refused.detail).toMatch(/yours may only read.*--access self-service/);
    const { body: more } = await issue({ ...wanted, access: 'self-service' }).expect(201);
    await restart((more as Issued).token).expect(404);
    const { body: list } = await api.as('admin').get('/v1/tokens').expect(200);
    const accessOf = (id: string) =>
      (list as { items: { id: string; access: string | null }[] }).items.find((item) => item.id === id)?.access;
    expect([body, more].map((issued) => accessOf((issued as Issued).id))).toEqual(['read', 'self-service']);
  });

  it.each<[unknown, string, string]>([
    [{ role: 'admin' }, 'name', 'is required'],
    [
      { name: 'x', role: 'operator', access: 'read' },
      'access',
      'belongs to customer tokens, not to role operator: leave it out',
    ],
    [
      { name: 'x', role: 'king' },
      'role',
      'must be one of "admin", "engineer", "operator", "approver", "customer", "inbound"',
    ],
    [
      { name: 'x', role: 'customer' },
      'organizationId',
      'is required for a customer token: the organization it speaks for',
    ],
    [
      { name: 'x', role: 'customer', organizationId: 'nobody' },
      'organizationId',
      'is not an organization of the inventory',
    ],
    [
      { name: 'x', role: 'admin', organizationId: 'acme' },
      'organizationId',
      'belongs to customer tokens, not to role admin: leave it out',
    ],
    [
      { name: 'x', role: 'admin', expiresAt: iso(T0 - DAY) },
      'expiresAt',
      '2026-11-24T00:00:00Z has passed; it is 2026-11-25T00:00:00Z',
    ],
  ])('are refused with the field: %j', async (body, field, message) => {
    const before = await api.stored();
    expect(problemIn(await issue(body).expect(422)).errors).toEqual([{ field, message }]);
    expect(await api.stored()).toEqual(before);
  });

  it.each(['nonsense', '00000000-0000-4000-8000-000000000000'])('there is none with id %s', async (id) => {
    expect(problemIn(await api.as('admin').delete(`/v1/tokens/${id}`).expect(404)).code).toBe('not-found');
  });
});
