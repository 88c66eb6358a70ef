import { sql } from 'kysely';
import { serveOnLoopback, type Loopback } from '../../stand-ins/shared/loopback';
import { deliver, StoredWindow } from '../store/support';
import { addressOf, nameOf } from '../support/console-walk';
import { gainedIn, HOSTILE, notStandardIn } from '../support/page-faults';
import { pathsOfPortal, type PortalPaths } from '../support/portal-app';
import { contactAt, PORTAL_COOKIE, type ContactAt } from '../support/portal-session';
import { pageWeight } from '../support/weight';
import { useApi } from './support/api';
import { useMaintenance } from './support/maintenance';

const api = useApi();
const { made } = useMaintenance(api);
let server: Loopback;
let paths: PortalPaths;
let who: ContactAt;
const references: string[] = [];

/** Windows at every stage, each word of which somebody might have written with bad intent. */
async function hostileWindows(): Promise<void> {
  const text = {
    title: HOSTILE.slice(0, 118).trim(),
    impact: { level: 'outage', minutes: 30, description: HOSTILE },
    customerAction: HOSTILE,
  } as const;
  const cancelled = await StoredWindow.announced(api.store, text);
  await deliver(api.store, cancelled.key('announcement'));
  await cancelled.give('cancel', { reason: HOSTILE });
  const running = await StoredWindow.announced(api.store, text);
  await deliver(api.store, running.key('announcement'));
  await running.start();
  await running.give('post', { message: HOSTILE });
  const { reference } = await made({}, ['acme-db-3', 'acme-app']);
  references.push(cancelled.reference, running.reference, reference);
}

beforeAll(async () => {
  const { db } = api.store;
  server = await serveOnLoopback(api.app);
  paths = pathsOfPortal(db, api.routes);
  await db
    .insertInto('contacts')
    .values({ id: 'bolt-ada', organization_id: 'bolt', name: 'Ada', email: 'noc@acme.example', roles: [] })
    .execute();
});
afterAll(() => server.close());

beforeEach(async () => {
  const { db } = api.store;
  references.length = 0;
  await hostileWindows();
  for (const table of ['organizations', 'contacts', 'resources', 'environments', 'locations', 'calendar_feeds'])
    await sql`update ${sql.table(table)} set name = ${HOSTILE}`.execute(db);
  await sql`update contacts set roles = roles || ${HOSTILE}::text where id = 'acme-noc'`.execute(db);
  who = await contactAt(db, server.origin, 'acme-noc', api.time.now);
  // elsewhere, by a browser that says anything
  await contactAt(db, server.origin, 'acme-noc', api.time.now);
  await sql`update portal_sessions set browser = ${HOSTILE}`.execute(db);
  const reference = references.at(-1) ?? '';
  await who.send(`/portal/windows/${reference}/object`, { reason: HOSTILE });
  await who.send('/portal/organization/feeds', { name: HOSTILE.slice(0, 90) });
  await who.send('/portal/organization/webhooks', { url: `https://hooks.acme.example/${encodeURI(HOSTILE)}` });
});
afterEach(async () => {
  for (const table of ['webhook_endpoints', 'calendar_feeds', 'acknowledgements'])
    await sql`delete from ${sql.table(table)}`.execute(api.store.db);
});

interface Shown {
  readonly name: string;
  readonly html: string;
  readonly status: number;
}

const query = new URLSearchParams({ to: HOSTILE, done: HOSTILE, cursor: '', lang: HOSTILE, out: HOSTILE }).toString();
const isHtml = ({ headers }: Response) => (headers.get('content-type') ?? '').startsWith('text/html');

/** Every page of the portal in each of its states: as it is, with a hostile query, in another language; and every form refused. */
async function everything(): Promise<Shown[]> {
  const shown: Shown[] = [];
  const keep = async (name: string, response: Response) => {
    if (isHtml(response)) shown.push({ name, html: await response.text(), status: response.status });
  };
  const besides = paths.beside.map((name) => {
    const [method = '', path = ''] = name.split(' ');
    return { method: method as 'GET' | 'POST', path, operation: undefined };
  });
  const typed = [
    'reason',
    'to',
    'resources',
    'name',
    'url',
    'locale',
    'timeZone',
    'maintenanceEmail',
    'email',
    'contact',
  ];
  const fields = Object.fromEntries(typed.map((name) => [name, HOSTILE]));
  for (const one of [...paths.served, ...besides]) {
    // it would be the last of them
    if (one.path === '/portal/sign-out') continue;
    for (const reference of one.path.includes(':reference') ? [...references, 'MW-2026-9999'] : ['']) {
      const address = addressOf(one, { reference, resource: encodeURIComponent(HOSTILE.slice(0, 60)) });
      if (one.method === 'POST') {
        await keep(nameOf(one), await who.send(address, fields));
        await keep(`${nameOf(one)}, without its token`, await who.post(address, fields));
        continue;
      }
      for (const asked of [address, `${address}?${query}`, `${address}?lang=de`, `${address}?lang=fr`])
        await keep(`${nameOf(one)}: ${asked}`, await who.get(asked));
    }
  }
  const stranger = { ...who, get: (path: string) => fetch(server.origin + path) };
  for (const path of ['/portal/sign-in', `/portal/sign-in?${query}`]) await keep(path, await stranger.get(path));
  return shown;
}

describe('P8: every page of the portal', () => {
  it('gains no element and no attribute by what people write (T8), and is HTML as the standard has it', async () => {
    expect(gainedIn('<p><owned></owned><i style="a" onclick="b"></i><script>1</script></p>')).toHaveLength(3);
    expect(await notStandardIn('<!doctype html><p><div>no</div></p>')).not.toEqual([]);
    const shown = await everything();
    const wrong: string[] = [];
    for (const { name, html, status } of shown) {
      // the proof is a file of its own, with its style sheet in it
      wrong.push(...gainedIn(html).map((fault) => `${name}: ${fault}`));
      wrong.push(...(await notStandardIn(html)).map((fault) => `${name}: ${fault}`));
      if (status >= 500) wrong.push(`${name}: ${String(status)}`);
      if (html.includes('<script')) wrong.push(`${name}: has a script`);
    }
    expect(wrong).toEqual([]);
    // what people write is on every page, and what was typed is on the forms that were refused
    const isOwned = ({ html }: Shown) => html.includes('owned');
    const pages = paths.served.filter(({ method }) => method === 'GET').map(nameOf);
    expect(pages.filter((page) => !shown.some((one) => one.name.startsWith(`${page}: `) && isOwned(one)))).toEqual([]);
    const refused = shown.filter((one) => one.status === 422 && isOwned(one)).map(({ name }) => name);
    expect(new Set(refused).size).toBeGreaterThan(4);
  });

  it('weighs at most 100 kB with all its files, and has no script: the first one with all windows it lists', async () => {
    for (let n = 0; n < 30; n++) {
      await api.store.db.deleteFrom('window_slots').execute();
      const window = await StoredWindow.announced(api.store);
      await deliver(api.store, window.key('announcement'));
    }
    const cookie = `${PORTAL_COOKIE}=${who.secret}`;
    const first = await pageWeight(server.origin, '/portal', cookie);
    expect(first.html.match(/class="card /g)?.length).toBeGreaterThanOrEqual(25);
    const [reference = ''] = references;
    for (const path of ['/portal', `/portal/windows/${reference}`, '/portal/settings', '/portal/organization']) {
      const { all, scripts, files } = await pageWeight(server.origin, path, cookie);
      expect([path, files.length > 2, scripts]).toEqual([path, true, 0]);
      expect(all).toBeLessThanOrEqual(100_000);
    }
  });
});
