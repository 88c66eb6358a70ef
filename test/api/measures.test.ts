import { createToken } from '../../store/access/create-token';
import { loadInventory, StoredWindow } from '../store/support';
import { PROCESS_POLICY, T0 } from '../support/windows';
import { problemIn, useApi } from './support/api';

/** Preventive measures over the API (E5): what reports promised, who ends it, and what customers read of it. */

const api = useApi();
let reference: string;
let rita: string;
let dyne: string;

interface Item {
  readonly id: number;
  readonly text: string;
  readonly state: string;
}

beforeAll(async () => {
  const { db } = api.store;
  await loadInventory(db);
  rita = (await createToken(db, { name: 'rita', role: 'approver', staffId: 'rita' })).token;
  dyne = (await createToken(db, { name: 'dyne only', role: 'operator', organizations: ['dyne'] })).token;
  const window = await StoredWindow.announced(api.store, { class: 'emergency' }, PROCESS_POLICY);
  ({ reference } = window);
  await window.start();
  await window.give('complete');
  const due = '2027-01-31';
  await window.give('draftRfo', {
    ...{ summary: 'A pump failed.', rootCause: 'Wear.' },
    preventiveMeasures: [
      { text: 'A second pump.', owner: 'rita', due, public: true },
      { text: 'Ask the vendor for our money.', owner: 'Procurement', due: '2027-02-28' },
      { text: 'A third pump.', owner: 'rita', due: '2027-03-31' },
    ],
  });
  await window.give('approveRfo', { by: 'second' });
  await api.store.ledger.prepare(window.key('announcement'));
});

const list = async (query = '') =>
  ((await api.as('operator').get(`/v1/measures?window=${reference}${query}`).expect(200)).body as { items: Item[] })
    .items;
const idOf = async (text: string) => (await list()).find((item) => item.text === text)?.id ?? 0;
const bearer = (token: string, path: string, body: object) =>
  api.anonymous().post(path).set('Authorization', `Bearer ${token}`).send(body);

describe('E5: measures', () => {
  it('are listed by date, owner and window', async () => {
    expect(await list()).toMatchObject([
      {
        ...{ reference, text: 'A second pump.', owner: 'rita', due: '2027-01-31', public: true, state: 'open' },
        ...{ endedAt: null, endedBy: null, note: null },
      },
      { text: 'Ask the vendor for our money.', public: false },
      { text: 'A third pump.' },
    ]);
    expect((await list('&owner=rita@provider.example')).map(({ text }) => text)).toEqual([
      'A second pump.',
      'A third pump.',
    ]);
    expect(await list('&late=true')).toEqual([]);
    api.time.now = Date.UTC(2027, 1, 28);
    expect((await list('&late=true')).map(({ text }) => text)).toEqual(['A second pump.']);
    api.time.now = T0;
    const first = await api.as('approver').get('/v1/measures?limit=2').expect(200);
    const { next } = first.body as { next: string };
    const second = await api.as('approver').get(`/v1/measures?limit=2&cursor=${next}`).expect(200);
    expect(second.body).toMatchObject({ items: [{ text: 'A third pump.' }], next: null });
  });

  it('T3: customers read in the report what is public, without its owner, and nothing here', async () => {
    for (const path of ['/v1/measures', `/v1/measures/${String(await idOf('A second pump.'))}`]) {
      expect(problemIn(await api.as('customer').get(path).expect(403)).code).toBe('not-permitted');
    }
    const rfo = await api.as('customer').get(`/v1/windows/${reference}/rfo`).expect(200);
    expect(rfo.body).toMatchObject({
      items: [{ preventiveMeasures: [{ text: 'A second pump.', owner: '', due: '2027-01-31', public: true }] }],
    });
    expect(rfo.text).not.toMatch(/vendor|third|rita/);
    const forStaff = await api.as('operator').get(`/v1/windows/${reference}/rfo`).expect(200);
    expect(forStaff.body).toMatchObject({
      items: [{ preventiveMeasures: [{ owner: 'rita' }, { public: false }, {}] }],
    });
  });

  it('T3: of windows that a token does not cover do not exist', async () => {
    const path = `/v1/measures/${String(await idOf('A second pump.'))}/done`;
    expect(problemIn(await bearer(dyne, path, {}).expect(404)).code).toBe('not-found');
    expect(problemIn(await api.as('operator').get('/v1/measures/999999').expect(404)).code).toBe('not-found');
  });

  it('are ended by their owner whatever their role, and by operators; the history says who, when and how', async () => {
    const others = await idOf('Ask the vendor for our money.');
    const refused = problemIn(
      await bearer(rita, `/v1/measures/${String(others)}/give-up`, { reason: 'x' }).expect(403),
    );
    expect(refused.detail).toContain(
      'by its owner, Procurement, or with a token of role admin or engineer or operator',
    );
    const own = await idOf('A third pump.');
    const done = await bearer(rita, `/v1/measures/${String(own)}/done`, { note: 'It runs.', by: 'Olga' }).expect(200);
    expect(done.body).toMatchObject({ id: own, state: 'done', note: 'It runs.', endedBy: 'rita, on behalf of Olga' });
    const { body } = await api
      .as('operator')
      .get(`/v1/measures/${String(own)}`)
      .expect(200);
    expect(body).toMatchObject({
      history: [
        {
          by: 'second',
          door: 'api',
          type: 'agreed',
          text: expect.stringContaining('owner rita, due 2027-03-31') as string,
        },
        {
          ...{ by: 'rita', onBehalfOf: 'Olga', door: 'api', type: 'done', text: 'Done: It runs.' },
          credential: expect.stringMatching(/^token:/) as string,
        },
      ],
    });
    expect(problemIn(await bearer(rita, `/v1/measures/${String(own)}/done`, {}).expect(409)).code).toBe('already-done');
    expect((await list('&open=true')).map(({ id }) => id)).not.toContain(own);
  });

  it('get a later date with a reason, and are given up with one', async () => {
    const id = await idOf('A second pump.');
    const post = (what: string, body: object) => api.as('operator').post(`/v1/measures/${String(id)}/${what}`, body);
    for (const [body, field] of [
      [{ due: '2027-01-01', reason: 'Parts.' }, 'due'],
      [{ due: '2027-02-30', reason: 'Parts.' }, 'due'],
      [{ due: '9999-01-01', reason: 'Parts.' }, 'due'],
      [{ due: '2027-05-31' }, 'reason'],
    ] as const) {
      const { code, errors } = problemIn(await post('postpone', body).expect(422));
      expect([code, errors.map((fault) => fault.field)]).toEqual(['invalid-body', [field]]);
    }
    const postponed = await post('postpone', { due: '2027-05-31', reason: 'Parts are late.' }).expect(200);
    expect(postponed.body).toMatchObject({ id, due: '2027-05-31', state: 'open' });
    expect(problemIn(await post('give-up', {}).expect(422)).errors.map(({ field }) => field)).toEqual(['reason']);
    const givenUp = await post('give-up', { reason: 'The hall is closed.' }).expect(200);
    expect(givenUp.body).toMatchObject({ state: 'given-up', note: 'The hall is closed.', endedBy: 'operator token' });
  });
});
