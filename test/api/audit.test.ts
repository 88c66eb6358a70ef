import { StoredWindow } from '../store/support';
import { problemIn, useApi, type Answered } from './support/api';

interface Lines {
  readonly items: readonly { readonly at: string; readonly kind: string; readonly by: string; readonly text: string }[];
  readonly next: string | null;
}

describe('T2: GET /v1/audit', () => {
  const api = useApi();
  let window: StoredWindow;

  beforeAll(async () => {
    window = await StoredWindow.announced(api.store);
  });

  const linesIn = ({ body }: Answered) => body as Lines;

  it('answers who did what, page by page, with the filters in the address', async () => {
    const first = linesIn(await api.as('operator').get(`/v1/audit?reference=${window.reference}&limit=1`).expect(200));
    expect(first.items).toMatchObject([
      { kind: 'window', reference: window.reference, by: expect.any(String) as string },
    ]);
    const second = linesIn(
      await api
        .as('operator')
        .get(`/v1/audit?reference=${window.reference}&limit=1&cursor=${String(first.next)}`)
        .expect(200),
    );
    expect(second.items[0]?.text).not.toBe(first.items[0]?.text);
    expect(linesIn(await api.as('operator').get('/v1/audit?by=nobody').expect(200))).toEqual({ items: [], next: null });
  });

  it('T3: shows tokens to administrators alone', async () => {
    await api.as('admin').post('/v1/tokens', { name: 'another one', role: 'operator' }).expect(201);
    const tokens = async (role: 'admin' | 'operator') =>
      linesIn(await api.as(role).get('/v1/audit?kind=token').expect(200)).items.length;
    expect(await tokens('admin')).toBeGreaterThan(0);
    expect(await tokens('operator')).toBe(0);
    await api.as('customer').get('/v1/audit').expect(403);
  });

  it.each(['door=window', 'kind=everything', 'day=yesterday', 'day=2026-02-30', 'reference=x', 'cursor=WzFd', 'by='])(
    'refuses %s with its field',
    async (query) => {
      const problem = problemIn(await api.as('operator').get(`/v1/audit?${query}`).expect(422));
      expect(problem.errors.map(({ field }) => field)).toEqual([query.split('=')[0]]);
    },
  );
});
