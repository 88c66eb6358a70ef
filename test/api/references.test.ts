import { deliver, loadInventory, StoredWindow } from '../store/support';
import { PLAIN_POLICY } from '../support/windows';
import { useApi, type TokenName } from './support/api';

/** Windows are found by the changes behind them in other systems (P9). */

const api = useApi();
beforeAll(() => loadInventory(api.store.db));

const found = async (token: TokenName, change: string) => {
  const { body } = await api.as(token).get(`/v1/windows?change=${change}`).expect(200);
  return (body as { items: { reference: string }[] }).items;
};

test('P9: staff find a window by each change, customers by those that are public', async () => {
  api.windows.timeline = api.store.timeline;
  const references = [
    { system: 'servicenow', id: 'CHG0031337', url: 'https://changes.example/CHG0031337' },
    { system: 'jira', id: 'OPS-7', public: true },
  ];
  const scope = { locations: ['eu-1/dc-1/rack-a12'] };
  const window = await StoredWindow.announced(api.store, { references, scope }, PLAIN_POLICY);
  await deliver(api.store, window.key('announcement'));
  api.windows.adopt(window.core);
  const { reference } = window;
  const shown = async (token: TokenName) =>
    ((await api.as(token).get(`/v1/windows/${reference}`).expect(200)).body as { references?: unknown }).references;
  expect(await found('operator', 'CHG0031337')).toEqual([expect.objectContaining({ reference })]);
  expect(await shown('operator')).toEqual(references);
  expect(await found('operator', 'CHG003')).toEqual([]);
  expect(await found('customer', 'CHG0031337')).toEqual([]);
  expect(await found('customer', 'OPS-7')).toEqual([expect.objectContaining({ reference })]);
  expect(await shown('customer')).toEqual([{ system: 'jira', id: 'OPS-7', public: true }]);

  const own = [{ system: 'jira', id: 'OPS-8' }];
  await api.as('operator').post(`/v1/windows/${reference}/refer`, { references: own }).expect(200);
  expect(await found('operator', 'OPS-8')).toHaveLength(1);
  expect([await found('customer', 'OPS-7'), await shown('customer')]).toEqual([[], undefined]);
});
