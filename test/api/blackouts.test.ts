import { StoredWindow } from '../store/support';
import { openingBody } from '../support/windows';
import { problemIn, useApi, type TokenName } from './support/api';

const api = useApi();
afterEach(() => api.store.db.deleteFrom('blackouts').execute());

const night = { start: '2026-12-10T00:00:00Z', end: '2026-12-10T02:00:00Z' };
const sale = { id: 'sale', start: '2026-12-09T00:00:00Z', end: '2026-12-11T00:00:00Z', reason: 'The sale.' };
const make = (body: object = sale, token: TokenName = 'operator') => api.as(token).post('/v1/blackouts', body);
const list = async (query = '') =>
  ((await api.as('operator').get(`/v1/blackouts${query}`).expect(200)).body as { items: { id: string }[] }).items;

describe('L9: /v1/blackouts', () => {
  it('are made, listed and taken off, and windows keep to them', async () => {
    const { body } = await make().expect(201);
    expect(body).toEqual({
      ...{ ...sale, organization: null, createdBy: 'operator token', createdAt: '2026-11-25T00:00:00Z', warnings: [] },
    });
    const refused = await api
      .as('engineer')
      .post('/v1/windows', openingBody({ slots: [night] }))
      .expect(409);
    expect(problemIn(refused).detail).toContain(
      'blackout sale from Wed 9 Dec 2026, 00:00 to Fri 11 Dec 2026, 00:00 UTC',
    );
    expect(await list()).toMatchObject([{ id: 'sale', reason: 'The sale.' }]);
    expect((await api.as('approver').delete('/v1/blackouts/sale').expect(200)).body).toMatchObject({ id: 'sale' });
    expect(problemIn(await api.as('approver').delete('/v1/blackouts/sale').expect(404)).code).toBe('not-found');
    await api
      .as('engineer')
      .post('/v1/windows', openingBody({ slots: [night] }))
      .expect(201);
  });

  it('tell which windows were planned inside before', async () => {
    const inside = await StoredWindow.announced(api.store, { slots: [night] });
    const { body } = await make({ ...sale, organization: 'acme' }).expect(201);
    expect(body).toMatchObject({
      organization: 'acme',
      warnings: [{ ...night, reference: inside.reference, text: expect.stringContaining('move it') as string }],
    });
    expect((await make({ ...sale, id: 'overseas', organization: 'dyne' }).expect(201)).body).toMatchObject({
      warnings: [],
    });
  });

  it('are refused with the field and the rule', async () => {
    const faults = async (change: object) => problemIn(await make({ ...sale, ...change }).expect(422)).errors;
    expect(await faults({ end: sale.start })).toEqual([{ field: 'end', message: 'must be after the start' }]);
    expect(await faults({ end: '2026-12-08T00:00:00Z' })).toMatchObject([{ field: 'end' }]);
    expect(await faults({ organization: 'nobody' })).toEqual([
      { field: 'organization', message: '"nobody" is not in the inventory' },
    ]);
    expect(await faults({ reason: ' ' })).toMatchObject([{ field: 'reason' }]);
    expect(await faults({ id: '../sale' })).toMatchObject([{ field: 'id' }]);
    expect(await faults({ start: 'tomorrow' })).toMatchObject([{ field: 'start' }]);
    expect(await list()).toEqual([]);
    await make().expect(201);
    const again = problemIn(await make({ ...sale, reason: 'Another.' }).expect(409));
    expect(again).toMatchObject({ code: 'already-done', errors: [{ field: 'id' }] });
    expect(await list()).toMatchObject([{ reason: 'The sale.' }]);
  });

  it('are given a name where they have none, and listed by time and organization, page by page', async () => {
    const later = { ...sale, start: '2027-01-09T00:00:00Z', end: '2027-01-11T00:00:00Z' };
    const { id: _id, ...nameless } = { ...later, organization: 'acme' };
    const { body } = await make(nameless).expect(201);
    const { id } = body as { id: string };
    expect(id).toMatch(/^blackout-[0-9a-f]{8}$/);
    await make().expect(201);
    const ids = async (query: string) => (await list(query)).map((one) => one.id);
    expect(await ids('?organization=acme')).toEqual(['sale', id]);
    expect(await ids('?organization=bolt')).toEqual(['sale']);
    expect(await ids('?from=2026-12-11T00:00:00Z')).toEqual([id]);
    expect(await ids('?to=2027-01-09T00:00:00Z')).toEqual(['sale']);
    const first = (await api.as('admin').get('/v1/blackouts?limit=1')).body as { items: object[]; next: string };
    expect(await ids(`?limit=1&cursor=${first.next}`)).toEqual([id]);
    await api.as('admin').get('/v1/blackouts?from=2027-01-01T00:00:00Z&to=2026-01-01T00:00:00Z').expect(422);
  });

  it('T3: are no business of customers, and taken off by approvers', async () => {
    await make(sale, 'customer').expect(403);
    await api.as('customer').get('/v1/blackouts').expect(403);
    await make().expect(201);
    await api.as('operator').delete('/v1/blackouts/sale').expect(403);
    expect(await list()).toHaveLength(1);
  });
});
