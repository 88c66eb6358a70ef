import { organizationsByLanguage } from '../../store/inventory/languages';
import { findPlaces, MOST_PLACES, placesUnder, resourceKinds } from '../../store/inventory/places';
import { scopeSchema } from '../../domain/planning/scope';
import { useStore } from './support';

/** N5: the tree of places that people pick a scope from, a level at a time; T3: as far as they may know of it. */

const store = useStore();
const STAFF = { organizationId: null };
const ACME = { organizationId: null, organizations: ['acme'] };

const named = async (found: ReturnType<typeof placesUnder>) => {
  const { places, resources, isCut } = await found;
  return {
    places: places.map(({ path, hasMore }) => [path, hasMore]),
    resources: resources.map(({ id }) => id),
    isCut,
  };
};

describe('N5: the tree of places', () => {
  it('has the regions, what is right below a place, and the resources that stand there', async () => {
    expect(await named(placesUnder(store.db, null, STAFF))).toEqual({
      places: [
        ['eu-1', true],
        ['us-1', true],
      ],
      ...{ resources: [], isCut: false },
    });
    const { places } = await named(placesUnder(store.db, 'eu-1/dc-1', STAFF));
    expect(places).toEqual([
      ['eu-1/dc-1/rack-a1', true],
      ['eu-1/dc-1/rack-a12', true],
    ]);
    const { resources } = await named(placesUnder(store.db, 'eu-1/dc-1/rack-a12', STAFF));
    expect(resources).toEqual(['acme-db', 'acme-web', 'bolt-web']);
    // a rack whose name another one begins with
    expect((await named(placesUnder(store.db, 'eu-1/dc-1/rack-a1', STAFF))).resources).toEqual(['coil-app']);
    expect(await named(placesUnder(store.db, 'nowhere', STAFF))).toEqual({ places: [], resources: [], isCut: false });
  });

  it('T3: has for whoever is limited those places alone in which something of theirs is', async () => {
    const seen = async (path: string | null) => named(placesUnder(store.db, path, ACME));
    expect((await seen(null)).places).toEqual([['eu-1', true]]);
    expect((await seen('eu-1/dc-1')).places).toEqual([['eu-1/dc-1/rack-a12', true]]);
    expect((await seen('eu-1/dc-1/rack-a12')).resources).toEqual(['acme-db', 'acme-web']);
  });

  it('says where there is more than one answer has', async () => {
    const many = Array.from({ length: MOST_PLACES + 1 }, (_, n) => ({
      ...{ path: `zz/r${String(n).padStart(4, '0')}`, parent: 'zz', name: '' },
    }));
    await store.db
      .insertInto('locations')
      .values([{ path: 'zz', parent: null, name: '' }, ...many])
      .execute();
    const { places, isCut } = await named(placesUnder(store.db, 'zz', STAFF));
    expect([places.length, places[0], isCut]).toEqual([MOST_PLACES, ['zz/r0000', false], true]);
    await store.db.deleteFrom('locations').where('parent', '=', 'zz').execute();
    await store.db.deleteFrom('locations').where('path', '=', 'zz').execute();
  });
});

describe('N5: the search for places and resources', () => {
  it('finds places by a part, resources by the beginning of their id or by their customer', async () => {
    const found = (text: string, viewer = STAFF) => named(findPlaces(store.db, text, viewer));
    expect((await found('RACK-A1')).places.map(([path]) => path)).toEqual(['eu-1/dc-1/rack-a1', 'eu-1/dc-1/rack-a12']);
    expect((await found('acme-w')).resources).toEqual(['acme-web']);
    expect((await found('acme')).resources).toEqual(['acme-db', 'acme-web']);
    // a part is no beginning, and a sign of LIKE is a text
    expect((await found('web')).resources).toEqual([]);
    expect(await found('%')).toEqual({ places: [], resources: [], isCut: false });
    expect((await found('a', ACME)).resources).toEqual(['acme-db', 'acme-web']);
    expect((await found('rack', ACME)).places.map(([path]) => path)).toEqual(['eu-1/dc-1/rack-a12']);
  });

  it('names the kinds there are, each once', async () => {
    expect(await resourceKinds(store.db, 10)).toEqual(['app', 'database', 'server']);
    expect(await resourceKinds(store.db, 2)).toEqual(['app', 'database']);
  });
});

test('L11: customers whose mails are shown read different languages where there are some', async () => {
  const scope = scopeSchema.parse({ locations: ['eu-1', 'us-1'] });
  const chosen = (most: number) => organizationsByLanguage(store.db, scope, false, most);
  expect(await chosen(2)).toEqual(['acme', 'bolt']);
  await store.db.updateTable('organizations').set({ locale: 'de' }).where('id', '=', 'dyne').execute();
  expect(await chosen(2)).toEqual(['acme', 'dyne']);
  expect(await chosen(3)).toEqual(['acme', 'dyne', 'bolt']);
});
