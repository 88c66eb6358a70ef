import { sql } from 'kysely';
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

  it('takes an address off the list, once', async () => {
    await api.as('operator').delete('/v1/suppressions/B@gone.example').expect(204);
    const gone = await api.as('operator').delete('/v1/suppressions/b@gone.example').expect(404);
    expect(problemIn(gone).code).toBe('not-found');
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
});
