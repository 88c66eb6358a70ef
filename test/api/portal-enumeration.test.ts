import { sql } from 'kysely';
import { Client } from 'pg';
import { serveOnLoopback, type Loopback } from '../../stand-ins/shared/loopback';
import { ASK_LIMITS } from '../../store/public/subscribe-counts';
import { Browsing } from '../support/browsing';
import { linkAfter, visitPortal } from '../support/portal-visit';
import { PORTAL_COOKIE } from '../support/portal-session';
import { useApi } from './support/api';

/** T8: what signing in to the portal tells those who try addresses, and leaves to those who plant sessions. */

const api = useApi();
let server: Loopback;

beforeAll(async () => {
  server = await serveOnLoopback(api.app);
});
afterAll(() => server.close());
beforeEach(async () => {
  await api.store.db.deleteFrom('subscribe_counts').execute();
});
afterEach(() => jest.restoreAllMocks());

const at = (path: string) => server.origin + path;

/** Every statement that any connection is given from now on. */
function statements(): string[] {
  const given: string[] = [];
  // oxlint-disable-next-line typescript/unbound-method -- called below with its own client
  const query = Client.prototype.query as (this: Client, ...args: unknown[]) => unknown;
  jest.spyOn(Client.prototype, 'query').mockImplementation(function (this: Client, ...args: unknown[]) {
    const [asked] = args as [string | { readonly text?: string } | undefined];
    given.push((typeof asked === 'string' ? asked : asked?.text) ?? '');
    return query.apply(this, args) as never;
  });
  return given;
}

/** Asks for a link; what the answer is, and which statements were given by then. */
async function asked(email: string) {
  const given = statements();
  const response = await new Browsing().form(at('/portal/sign-in'), { email });
  const html = await response.text();
  jest.restoreAllMocks();
  return { status: response.status, names: [...response.headers.keys()], html, given };
}

/** While nobody can look a contact up. */
async function withContactsLocked<T>(work: () => Promise<T>): Promise<T> {
  return api.store.db.transaction().execute(async (trx) => {
    await sql`lock table contacts in access exclusive mode`.execute(trx);
    return work();
  });
}

it('answers before it knows whether there is such a contact, and has asked the database the same things by then', async () => {
  const { db } = api.store;
  const suppression = { address: 'cy@coil.example', reason: 'bounced', since: new Date(api.time.now) };
  await db.insertInto('suppressions').values(suppression).execute();
  // a mailbox that has had all its links
  const full = { kind: 'portal-mailbox', asks: ASK_LIMITS['portal-mailbox'].most };
  const before = api.letters.length;
  await new Browsing().form(at('/portal/sign-in'), { email: 'bob@bolt.example' });
  await linkAfter(api.letters, before);
  await db.updateTable('subscribe_counts').set(full).where('kind', '=', 'portal-mailbox').execute();
  const addresses = {
    contact: 'ops@acme.example',
    'contact who has asked too often': 'bob@bolt.example',
    'contact whose address bounced': 'cy@coil.example',
    'central address': 'maintenance@dyne.example',
    nobody: 'nobody@acme.example',
    'nobody with a long name': `${'n'.repeat(60)}@acme.example`,
  };
  const answers = await withContactsLocked(async () => {
    const all: Record<string, Awaited<ReturnType<typeof asked>>> = {};
    for (const [who, address] of Object.entries(addresses)) all[who] = await asked(address);
    return all;
  });
  const { nobody, ...others } = answers;
  expect(nobody?.status).toBe(200);
  // the count of the network, and the one look-up that has to wait
  expect(nobody?.given.filter((text) => text.includes('from contacts'))).toHaveLength(1);
  for (const [who, answer] of Object.entries(others)) expect([who, answer]).toEqual([who, nobody]);
  // and the mail comes once there is an answer to that
  expect(await linkAfter(api.letters, before + 1)).toMatch(/^\/portal\/sign-in\//);
  expect(api.letters.slice(before + 1).map(({ to }) => to.address)).toEqual(['ops@acme.example']);
  await db.deleteFrom('suppressions').execute();
});

it('says of a link that is used, too old, or of nobody the same, after the same statements', async () => {
  const before = api.letters.length;
  await new Browsing().form(at('/portal/sign-in'), { email: 'ops@acme.example' });
  const used = await linkAfter(api.letters, before);
  await new Browsing().form(at(used), {});
  const invented = used.replace(/.{6}$/, 'AAAAAA');
  for (const method of ['GET', 'POST']) {
    const [first, second] = await Promise.all(
      [used, invented].map((path) => new Browsing().once(at(path), { method })),
    );
    expect([method, first?.status, second?.status]).toEqual([method, 410, 410]);
    expect(await first?.text()).toBe(await second?.text());
    expect([...(first?.headers.keys() ?? [])]).toEqual([...(second?.headers.keys() ?? [])]);
  }
  const given: string[][] = [];
  for (const path of [used, invented]) {
    const all = statements();
    await new Browsing().once(at(path), { method: 'POST' });
    jest.restoreAllMocks();
    given.push(all);
  }
  expect(given[0]?.length).toBeGreaterThan(0);
  expect(given[1]).toEqual(given[0]);
});

it('T9: a session that somebody planted is over once its victim signs in, and is nobody’s', async () => {
  const letters = { origin: server.origin, letters: api.letters };
  const attacker = await visitPortal(letters, 'bea@bolt.example');
  const planted = attacker.cookies(server.origin)[PORTAL_COOKIE] ?? '';
  const victim = new Browsing();
  victim.setCookie(server.origin, PORTAL_COOKIE, planted);
  const ids = async () => (await api.store.db.selectFrom('portal_sessions').select('id').execute()).map(({ id }) => id);
  const known = await ids();
  const before = api.letters.length;
  await victim.form(at('/portal/sign-in'), { email: 'noc@acme.example' });
  await victim.form(at(await linkAfter(api.letters, before)), {});
  expect(victim.cookies(server.origin)[PORTAL_COOKIE]).not.toBe(planted);
  expect(await (await victim.go(at('/portal/settings'))).text()).toContain('NOC@acme.example');
  // the new session has no row of an earlier one
  const fresh = (await ids()).filter((id) => !known.includes(id));
  expect(fresh).toHaveLength(1);
  expect((await attacker.once(at('/portal'))).headers.get('location')).toBe('/portal/sign-in?to=%2Fportal');
});
