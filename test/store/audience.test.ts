import { scopeSchema } from '../../domain/planning/scope';
import { countAudience, unknownInScope } from '../../store/inventory/audience';
import { deliver, rowsOf, StoredWindow, useStore } from './support';

const scope = (parts: Record<string, unknown>) => scopeSchema.parse(parts);

describe('the audience', () => {
  const store = useStore();
  const size = (parts: Record<string, unknown>, isPrivate = false) => countAudience(store.db, scope(parts), isPrivate);

  /** Who a window with this scope is announced to. */
  async function told(parts: Record<string, unknown>, visibility: 'public' | 'private' = 'public'): Promise<string[]> {
    const window = await StoredWindow.announced(store, { scope: scope(parts), visibility });
    return deliver(store, window.key('announcement'));
  }

  it('N5: a location stands for all below it, and for nothing that only begins alike', async () => {
    expect(await size({ locations: ['eu-1/dc-1/rack-a12'] })).toMatchObject({
      organizations: 2,
      recipients: 3,
      resources: 3,
    });
    expect(await size({ locations: ['eu-1/dc-1/rack-a1'] })).toMatchObject({
      organizations: 1,
      recipients: 1,
      resources: 1,
    });
    expect(await size({ locations: ['eu-1'] })).toMatchObject({ organizations: 3, resources: 4 });
    expect(await size({ locations: ['eu'] })).toMatchObject({ organizations: 0, recipients: 0, resources: 0 });
  });

  it.each([
    ['kinds narrow locations', { locations: ['eu-1'], kinds: ['server'] }, 2],
    ['any kind of the list counts', { kinds: ['database', 'app'] }, 2],
    ['labels narrow kinds', { kinds: ['server'], labels: { tier: 'data' } }, 0],
    ['any label of the list counts', { locations: ['eu-1'], labels: { tier: 'data', os: 'linux' } }, 1],
    ['named resources are always in', { locations: ['us-1'], kinds: ['database'], resources: ['coil-app'] }, 1],
    ['resources alone bring nothing else', { resources: ['acme-web', 'dyne-web', 'unknown'] }, 2],
    ['labels alone, several of them on one resource', { labels: { tier: 'web', os: 'linux' } }, 3],
    ['a place inside another one counts once', { locations: ['eu-1', 'eu-1/dc-1/rack-a12', 'eu-1'] }, 4],
    ['a named resource in a named place counts once', { locations: ['eu-1'], resources: ['acme-db', 'coil-app'] }, 4],
    ['a named resource of a named kind counts once', { kinds: ['server', 'server'], resources: ['acme-web'] }, 3],
    ['a named resource with a named label counts once', { labels: { tier: 'web' }, resources: ['acme-web'] }, 3],
    ['kinds and labels narrow a place', { locations: ['eu-1'], kinds: ['server'], labels: { tier: 'web' } }, 2],
    ['all is all', { all: true }, 5],
    ['excepted ones are out of a place', { locations: ['eu-1'], except: ['acme-db', 'dyne-web'] }, 3],
    ['excepted ones are out though they are named', { resources: ['acme-web', 'acme-db'], except: ['acme-db'] }, 1],
    ['excepted ones are out of all', { all: true, except: ['acme-db'] }, 4],
  ])('N5: %s', async (_name, parts, resources) => {
    expect(await size(parts)).toMatchObject({ resources });
  });

  it('N6: the central address and the contacts with a role are told, each address once', async () => {
    expect(await told({ locations: ['eu-1/dc-1/rack-a12'] })).toEqual([
      'NOC@acme.example',
      'bea@bolt.example',
      'ops@acme.example',
    ]);
  });

  it('N6: a contact wins over the central address that is the same mailbox', async () => {
    const window = await StoredWindow.announced(store, { scope: scope({ resources: ['acme-web'] }) });
    await store.ledger.prepare(window.key('announcement'));
    const rows = await rowsOf(store, window.key('announcement'));
    expect(rows.map(({ recipient }) => recipient)).toEqual(['contact:acme-noc', 'contact:acme-ops']);
  });

  it('N6: a contact bound to an environment hears of work in it only, unless nobody else is left', async () => {
    expect(await told({ resources: ['bolt-web'] })).toEqual(['bea@bolt.example']);
  });

  it('N6: no affected customer is silently untold: all contacts when no role fits', async () => {
    expect(await told({ resources: ['coil-app'] })).toEqual(['cy@coil.example']);
  });

  it('N7: a private window is told to every contact whatever the roles', async () => {
    expect(await told({ resources: ['acme-db'] }, 'private')).toEqual([
      'NOC@acme.example',
      'bill@acme.example',
      'ops@acme.example',
    ]);
    expect(await told({ resources: ['bolt-web'] }, 'private')).toEqual(['bea@bolt.example']);
    expect(await size({ resources: ['acme-db'] }, true)).toMatchObject({ recipients: 3 });
    expect(await size({ resources: ['acme-db'] })).toMatchObject({ recipients: 2 });
  });

  it('N7: a contact can do without progress updates, but not of a private window', async () => {
    await setPreference('acme-noc', false);
    const heard = async (visibility: 'public' | 'private') => {
      const parts = { scope: scope({ resources: ['acme-web'] }), visibility };
      const window = await StoredWindow.announced(store, parts);
      const announced = await deliver(store, window.key('announcement'));
      await window.start();
      await deliver(store, window.key('started'));
      await window.give('post', { message: 'Half of it is done.' });
      return { announced, progress: await deliver(store, window.key('progress', 1)) };
    };
    // the central address is the same mailbox
    expect(await heard('public')).toEqual({
      announced: ['NOC@acme.example', 'ops@acme.example'],
      progress: ['ops@acme.example'],
    });
    expect((await heard('private')).progress).toContain('NOC@acme.example');
    await setPreference('acme-noc', true);
  });

  const setPreference = (id: string, wants: boolean) =>
    store.db.updateTable('contacts').set({ wants_optional: wants }).where('id', '=', id).execute();

  it('names what the inventory does not have, and where', async () => {
    const parts = {
      ...{ resources: ['acme-web', 'srv-0'], locations: ['eu-1', 'eu-1/dc-9'], kinds: ['server', 'mainframe'] },
      labels: { tier: 'web', owner: 'x' },
    };
    expect(await unknownInScope(store.db, scope(parts))).toEqual([
      { field: 'scope.resources.1', value: 'srv-0' },
      { field: 'scope.locations.1', value: 'eu-1/dc-9' },
      { field: 'scope.kinds.1', value: 'mainframe' },
      { field: 'scope.labels.owner', value: 'owner' },
    ]);
    expect(await unknownInScope(store.db, scope({ all: true }))).toEqual([]);
  });
});
