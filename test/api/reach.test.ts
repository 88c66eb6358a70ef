import { sql } from 'kysely';
import { StoredWindow } from '../store/support';
import { problemIn, useApi } from './support/api';

describe('whom mail does not reach', () => {
  const api = useApi();

  beforeAll(async () => {
    await sql`insert into suppressions (address, reason) values
      ('a@gone.example', '550 5.1.1 no such user'), ('b@gone.example', '550 5.1.1 no such user')`.execute(api.store.db);
  });

  it('lists suppressed addresses with the server’s words, page by page', async () => {
    const first = await api.as('operator').get('/v1/suppressions?limit=1').expect(200);
    expect(first.body).toMatchObject({ items: [{ address: 'a@gone.example', reason: '550 5.1.1 no such user' }] });
    const { next } = first.body as { next: string };
    const second = await api.as('operator').get(`/v1/suppressions?limit=1&cursor=${next}`).expect(200);
    expect(second.body).toMatchObject({ items: [{ address: 'b@gone.example' }], next: null });
  });

  it('finds addresses by a part of them, and by what the server said', async () => {
    const found = async (q: string) => {
      const { body } = await api
        .as('operator')
        .get(`/v1/suppressions?q=${encodeURIComponent(q)}`)
        .expect(200);
      return (body as { items: { address: string }[] }).items.map(({ address }) => address);
    };
    expect(await found('A@GONE')).toEqual(['a@gone.example']);
    expect(await found('no such user')).toEqual(['a@gone.example', 'b@gone.example']);
    expect(await found('%')).toEqual([]);
  });

  it('T2: takes an address off the list, once, with who and why', async () => {
    const lift = (address: string, body: unknown) => api.as('operator').post(`/v1/suppressions/${address}/lift`, body);
    const unfounded = problemIn(await lift('b@gone.example', {}).expect(422));
    expect(unfounded.errors).toEqual([{ field: 'reason', message: 'is required' }]);
    await lift('B@gone.example', { reason: 'The mailbox is back.' }).expect(200);
    const gone = await lift('b@gone.example', { reason: 'Again.' }).expect(404);
    expect(problemIn(gone).code).toBe('not-found');
    const { rows } = await sql`
      select address, suppressed_because, lifted_by, reason from suppression_lifts
    `.execute(api.store.db);
    expect(rows).toEqual([
      {
        ...{ address: 'b@gone.example', suppressed_because: '550 5.1.1 no such user' },
        ...{ lifted_by: 'operator token', reason: 'The mailbox is back.' },
      },
    ]);
  });

  it('T3: customers see neither addresses nor tasks', async () => {
    for (const path of ['/v1/suppressions', '/v1/tasks']) {
      expect((await api.as('customer').get(path)).status).toBe(403);
    }
  });

  it('refuses to tick off a task that is not there, with the way out', async () => {
    const answer = await api.as('operator').post('/v1/tasks/424242/done', {}).expect(404);
    expect(problemIn(answer).detail).toContain('GET /v1/tasks');
  });

  it('N12: each person has their own ticks, and their customers that mail does not reach', async () => {
    const window = await StoredWindow.announced(api.store);
    await sql`
      insert into staff_tasks (window_reference, kind, organization_id, subject, reason) values
        (${window.reference}, 'tell-customer', 'acme', 'staff:rita', 'x'),
        (${window.reference}, 'tell-customer', 'acme', 'staff:carl', 'x'),
        (${window.reference}, 'reach-otherwise', 'bolt', 'organization:bolt', 'x'),
        (${window.reference}, 'reach-otherwise', 'dyne', 'organization:dyne', 'x')
    `.execute(api.store.db);
    const issue = (staffId: string, role = 'operator') =>
      api.as('admin').post('/v1/tokens', { name: staffId, role, staffId });
    const { token } = (await issue('rita').expect(201)).body as { token: string };
    const subjects = (body: unknown) => (body as { items: { subject: string }[] }).items.map(({ subject }) => subject);
    const mine = await api
      .anonymous()
      .get('/v1/tasks?mine=true&open=true')
      .set('Authorization', `Bearer ${token}`)
      .expect(200);
    expect(subjects(mine.body)).toEqual(['staff:rita', 'organization:bolt']);
    expect(subjects((await api.as('operator').get('/v1/tasks?staff=carl').expect(200)).body)).toEqual(['staff:carl']);
    expect(problemIn(await api.as('operator').get('/v1/tasks?mine=true').expect(422)).errors[0]?.field).toBe('mine');
    const customers = await api.as('operator').get('/v1/tasks?staff=rita&customers=true').expect(200);
    expect(subjects(customers.body)).toEqual(['staff:rita', 'staff:carl', 'organization:bolt']);
    const whose = problemIn(await api.as('operator').get('/v1/tasks?customers=true').expect(422));
    expect(whose.errors[0]?.field).toBe('customers');
    const kinds = await api.as('operator').get('/v1/tasks?kind=reach-otherwise&kind=objection').expect(200);
    expect(subjects(kinds.body)).toEqual(['organization:bolt', 'organization:dyne']);
    expect(problemIn(await issue('nobody').expect(422)).errors[0]?.field).toBe('staffId');
  });
});
