import { scopeSchema } from '../../domain/planning/scope';
import { importInventory } from '../../store/inventory/import/import-inventory';
import { scopeSizes } from '../../store/inventory/scope-sizes';
import { resource, useStore } from './support';

const store = useStore();
const RACK = 'eu-1/dc-1/rack-a12';

beforeAll(async () => {
  const grouped = (group: string, count: number, kind: string) =>
    Array.from({ length: count }, (_, n) => ({
      ...resource(`${group}-${String(n)}`, 'acme', RACK, kind, { of: 'sizes' }),
      redundancyGroup: group,
    }));
  const many = Array.from({ length: 600 }, (_, n) => ({
    ...resource(`many-${String(n)}`, 'bolt', RACK, 'server', { of: 'many' }),
    redundancyGroup: `many-${String(n)}`,
  }));
  const rows = [
    ...grouped('orders', 3, 'database'),
    ...grouped('cache', 2, 'cache'),
    resource('alone-1', 'acme', RACK, 'database', { of: 'sizes' }),
    resource('alone-2', 'acme', RACK, 'server', { of: 'sizes' }),
    ...many,
  ];
  const { rejected } = await importInventory(store.db, 'resources', rows);
  if (rejected.length > 0) throw new Error(JSON.stringify(rejected));
});

const sizes = (scope: object) => scopeSizes(store.db, scopeSchema.parse(scope));

test('S2: the resources of a scope are counted by redundancy group, and those in none together; every kind is named', async () => {
  const { byGroup, kinds } = await sizes({ labels: { of: 'sizes' } });
  expect(Object.fromEntries([...byGroup].map(([group, count]) => [String(group), count]))).toEqual({
    undefined: 2,
    cache: 2,
    orders: 3,
  });
  expect(kinds).toEqual(['cache', 'database', 'server']);
});

test('S2: a resource that a scope names twice counts once', async () => {
  const { byGroup } = await sizes({ labels: { of: 'sizes' }, resources: ['orders-0', 'alone-1'] });
  expect(byGroup.get('orders')).toBe(3);
  expect(byGroup.get(undefined)).toBe(2);
});

test('S2: of very many redundancy groups so many are counted that any batch finds one for each of its resources', async () => {
  const { byGroup } = await sizes({ labels: { of: 'many' } });
  expect(byGroup.size).toBe(501);
});
