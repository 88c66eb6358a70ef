import { sql } from 'kysely';
import { accessOf } from '../../../domain/access/contact-access';
import type { Access } from '../../../domain/shared/roles';
import { DAY, HOUR, toIso } from '../../../domain/shared/time';
import { importInventory } from '../../../store/inventory/import/import-inventory';
import { createToken } from '../../../store/access/create-token';
import { deliver, StoredWindow } from '../../store/support';
import { T0 } from '../../support/windows';
import type { useApi } from './api';
import type { useMaintenance } from './maintenance';

/** A contact of acme, and a token of acme that may see and do as much. */
export interface Asking {
  /** Of the contact. */
  readonly id: string;
  readonly access: Access;
  readonly environments: readonly string[] | null;
  readonly token: string;
}

/** What the names in paths stand for, those of the portal and of the API's operation. */
export type Names = Readonly<Record<string, string>>;

/** How a page or form of the portal is asked for, and its operation of the API in the same way. */
export interface PortalCase {
  /** Things to ask for, by what they are to acme: those of acme begin with `own`. Made anew for each request, where it may change something. */
  readonly things: Readonly<Record<string, (who: Asking) => Promise<Names>>> & {
    readonly own: (who: Asking) => Promise<Names>;
  };
  readonly typed?: (names: Names) => Readonly<Record<string, string>>;
  /** What the operation is given. */
  readonly body?: (names: Names) => unknown;
}

const ROLES = [['maintenance'], ['billing'], []] as const;
const LIMITS = [null, ['acme-production']] as const;

/** A contact of each role, with and without limits. */
export async function everyContact({ store: { db } }: ReturnType<typeof useApi>): Promise<Asking[]> {
  const asking: Asking[] = [];
  for (const roles of ROLES) {
    for (const environments of LIMITS) {
      const id = `acme-${roles[0] ?? 'none'}-${environments === null ? 'all' : 'limited'}`;
      const contact = { id, organizationId: 'acme', name: id, email: `${id}@acme.example`, roles: [...roles] };
      const { rejected } = await importInventory(db, 'contacts', [
        { ...contact, ...(environments === null ? {} : { environments: [...environments] }) },
      ]);
      if (rejected.length > 0) throw new Error(JSON.stringify(rejected));
      const access = accessOf({ roles });
      const { token } = await createToken(db, {
        ...{ name: `as ${id}`, role: 'customer', organizationId: 'acme', access },
        ...(environments === null ? {} : { environments }),
      });
      asking.push({ id, access, environments, token });
    }
  }
  return asking;
}

const remembered = (make: () => Promise<Names>) => {
  let made: Promise<Names> | undefined;
  return () => (made ??= make());
};

/** A case for every path of the portal that names a thing, or changes one. */
export function portalCases(
  api: ReturnType<typeof useApi>,
  { made }: Pick<ReturnType<typeof useMaintenance>, 'made'>,
): Readonly<Record<string, PortalCase>> {
  const announced = async (resources: string[], inDays: number, offers: readonly string[] = []): Promise<string> => {
    const start = T0 + inDays * DAY;
    const slots = [{ start: toIso(start), end: toIso(start + 2 * HOUR) }];
    const offered = { alternatives: [...offers], capacity: 100 };
    const window = await StoredWindow.announced(api.store, { slots, scope: { resources }, ...offered });
    await deliver(api.store, window.key('announcement'));
    api.windows.adopt(window.core);
    return window.reference;
  };
  /** A window with work on resources of acme in both of its environments, and of bolt. */
  const window = async (): Promise<Names> => {
    // earlier ones are not in the way
    await api.store.db.deleteFrom('window_slots').execute();
    await sql`truncate work, work_jobs, work_plans`.execute(api.store.db);
    const { reference } = await made({}, ['acme-db-3', 'acme-app', 'bolt-db']);
    return { reference, resource: 'acme-db-3' };
  };
  /** One that offers another night: `to`. */
  const movable = async (): Promise<Names> => {
    api.windows.timeline = api.store.timeline;
    await api.store.db.deleteFrom('window_slots').execute();
    api.time.now = T0 + 12 * DAY;
    const to = await announced(['dyne-web'], 18);
    return { reference: await announced(['acme-web', 'acme-db'], 15, [to]), to };
  };
  const others = remembered(async () => {
    const reference = await announced(['dyne-web'], 20);
    return { reference, resource: 'dyne-web', to: reference };
  });
  const nothing = () => Promise.resolve({ reference: 'MW-2026-9999', resource: 'nothing', to: 'MW-2026-9999' });
  const windows = { own: window, "another's": others, nothing };
  const read = { things: { ...windows, 'own, with another night': movable } };
  const reason = () => ({ reason: 'Our sale begins.' });
  const toNight = ({ to = '' }: Names) => ({ to });

  const issued = async (token: 'customer' | 'stranger', path: string, body: unknown, name: string) => {
    const { body: answer } = await api.as(token).post(path, body).expect(201);
    return { id: 'acme', [name]: (answer as { readonly id: string }).id };
  };
  const feedOf = (token: 'customer' | 'stranger', organization: string) => () =>
    issued(token, `/v1/organizations/${organization}/calendar-feeds`, { name: 'Our feed' }, 'feed');
  const hookOf = (token: 'customer' | 'stranger', host: string) => async () => {
    // an organization has so many and no more
    await api.store.db.deleteFrom('webhook_endpoints').where('organization_id', '=', host).execute();
    return issued(token, '/v1/webhooks', { url: `https://hooks.${host}.example/x` }, 'id');
  };
  const none = '00000000-0000-4000-8000-000000000000';
  const feeds = {
    own: feedOf('customer', 'acme'),
    "another's": feedOf('stranger', 'dyne'),
    nothing: () => Promise.resolve({ id: 'acme', feed: none }),
  };
  const hooks = {
    own: hookOf('customer', 'acme'),
    "another's": hookOf('stranger', 'dyne'),
    nothing: () => Promise.resolve({ id: none }),
  };
  const own = (names: Names = {}) => ({ own: () => Promise.resolve(names) });
  const settings = () => ({ locale: 'fr', timeZone: 'Europe/Paris' });
  const feed = () => ({ name: 'Our feed' });
  const hook = () => ({ url: 'https://hooks.acme.example/y' });
  return {
    'GET /portal/windows/:reference': read,
    'GET /portal/windows/:reference/proof': read,
    'POST /portal/windows/:reference/acknowledge': { things: windows },
    'POST /portal/windows/:reference/object': { things: windows, typed: reason, body: reason },
    'POST /portal/windows/:reference/move': { things: { ...windows, own: movable }, typed: toNight, body: toNight },
    'POST /portal/windows/:reference/restart/:resource': {
      things: {
        ...windows,
        'of their other environment': async () => ({ ...(await window()), resource: 'acme-app' }),
        "another's in a window of theirs": async () => ({ ...(await window()), resource: 'bolt-db' }),
      },
    },
    'POST /portal/settings': {
      things: { own: ({ id }) => Promise.resolve({ id }) },
      typed: settings,
      body: () => ({ ...settings(), wantsOptional: false }),
    },
    'POST /portal/organization': {
      things: own({ id: 'acme' }),
      typed: () => ({ ...settings(), calendarMode: 'none' }),
      body: () => ({ ...settings(), calendarMode: 'none', maintenanceEmail: null }),
    },
    'POST /portal/organization/feeds': { things: own({ id: 'acme' }), typed: feed, body: feed },
    'POST /portal/organization/feeds/:feed/renew': { things: feeds },
    'POST /portal/organization/feeds/:feed/end': { things: feeds },
    'POST /portal/organization/webhooks': {
      things: {
        own: async () => {
          await api.store.db.deleteFrom('webhook_endpoints').where('organization_id', '=', 'acme').execute();
          return {};
        },
      },
      typed: hook,
      body: hook,
    },
    'POST /portal/organization/webhooks/:id/end': { things: hooks },
    'POST /portal/organization/webhooks/:id/enable': { things: hooks },
  };
}
