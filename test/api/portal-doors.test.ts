import { isPermitted, permissionFor, type Operation } from '../../api/permissions';
import { serveOnLoopback, type Loopback } from '../../stand-ins/shared/loopback';
import type { ServedPath } from '../../web/console/area';
import { formToken } from '../../web/sign-in/forgery';
import { addressOf, nameOf } from '../support/console-walk';
import { elementsOf } from '../support/elements';
import { pathsOfPortal, type PortalPaths } from '../support/portal-app';
import { contactAt } from '../support/portal-session';
import { useApi } from './support/api';
import { useMaintenance } from './support/maintenance';
import { everyContact, portalCases, type Asking, type Names, type PortalCase } from './support/portal-cases';

jest.setTimeout(240_000);

const api = useApi();
const maintenance = useMaintenance(api);
const cases = portalCases(api, maintenance);
let server: Loopback;
let paths: PortalPaths;
let contacts: readonly Asking[];

beforeAll(async () => {
  server = await serveOnLoopback(api.app);
  paths = pathsOfPortal(api.store.db, api.routes);
  contacts = await everyContact(api);
});
afterAll(() => server.close());
beforeEach(() => api.store.db.deleteFrom('subscribe_counts').execute());

/** Beside what contacts are served for an operation of the API: by whom it can be asked for. */
const BESIDE: Readonly<Record<string, 'everybody' | 'signed in'>> = {
  'GET /portal/sign-in': 'everybody',
  'POST /portal/sign-in': 'everybody',
  'GET /portal/sign-in/:token': 'everybody',
  'POST /portal/sign-in/:token': 'everybody',
  'GET /portal/openid/begin': 'everybody',
  'GET /portal/openid/callback': 'everybody',
  'POST /portal/sign-out': 'signed in',
  'GET /portal/choose': 'signed in',
  'POST /portal/choose': 'signed in',
};

/** Of the operations by which customers change something, those without a form, and why. */
const NO_FORM: Readonly<Record<string, string>> = {
  'POST /v1/webhooks/{id}': 'what an endpoint hears is for programs; who wants another address makes another endpoint',
  'POST /v1/webhooks/{id}/rotate': 'whoever verifies signatures changes the secret by a program',
  'POST /v1/webhooks/{id}/test': 'for whoever writes the receiver',
  'POST /v1/webhooks/{id}/deliveries/{delivery}/redeliver': 'for whoever writes the receiver',
};

const PLAIN: PortalCase = { things: { own: () => Promise.resolve({}) } };

/** How the path is asked for; undefined for one that names or changes something, and nobody has said what. */
const caseOf = (one: ServedPath): PortalCase | undefined =>
  cases[nameOf(one)] ?? (one.method === 'GET' && !one.path.includes(':') ? PLAIN : undefined);

const visitOf = (who: Pick<Asking, 'id'>) => contactAt(api.store.db, server.origin, who.id, api.time.now);

/** What came of it: `done`, or the status by which it was refused. */
const outcome = ({ status, headers }: Response): string =>
  status < 400 && !(headers.get('location') ?? '').startsWith('/portal/sign-in') ? 'done' : String(status);

async function byPortal(one: ServedPath, { typed }: PortalCase, who: Asking, names: Names): Promise<string> {
  const contact = await visitOf(who);
  const address = addressOf(one, names);
  return outcome(await (one.method === 'GET' ? contact.get(address) : contact.send(address, typed?.(names))));
}

async function byApi(operation: Operation, { body }: PortalCase, who: Asking, names: Names): Promise<string> {
  const [method = '', path = ''] = operation.split(' ');
  const address = path.replaceAll(/\{(\w+)\}/g, (_whole, name: string) => names[name] ?? 'nothing');
  const given = body?.(names);
  const headers = { authorization: `Bearer ${who.token}`, 'content-type': 'application/json' };
  const init = { method, headers, ...(given === undefined ? {} : { body: JSON.stringify(given) }) };
  return outcome(await fetch(server.origin + address, init));
}

const postTo = (path: string): ServedPath => ({ method: 'POST', path, operation: undefined });

const looked = new Map<string, Promise<Names>>();

/** What is only looked at is made once. */
function lookedAt(name: string, make: () => Promise<Names>): Promise<Names> {
  const made = looked.get(name) ?? make();
  looked.set(name, made);
  return made;
}

/** Asks by both doors for every thing; what is wrong about it. */
async function compare(one: ServedPath & { readonly operation: Operation }, asked: PortalCase, who: Asking) {
  const wrong: string[] = [];
  for (const [thing, make] of Object.entries(asked.things)) {
    const made = one.method === 'GET' ? lookedAt(`${nameOf(one)}, ${thing}`, () => make(who)) : undefined;
    const portal = await byPortal(one, asked, who, await (made ?? make(who)));
    const apis = await byApi(one.operation, asked, who, await (made ?? make(who)));
    const isOthers = thing.startsWith('another') || thing === 'nothing';
    const say = `${nameOf(one)} as ${who.id}, ${thing}: ${portal} by the portal, ${apis} by the API`;
    if (portal !== apis || portal.startsWith('5')) wrong.push(say);
    if (isOthers && !['403', '404'].includes(portal)) wrong.push(`${say}, but is not theirs`);
    // else both doors would be shut, and nothing was seen
    if (thing.startsWith('own') && who.id === 'acme-maintenance-all' && portal !== 'done')
      wrong.push(`${say}, but is theirs`);
  }
  return wrong;
}

const operates = (one: ServedPath): one is ServedPath & { readonly operation: Operation } =>
  one.operation !== undefined;

describe('P8, T3: the portal and the API as two doors of one house', () => {
  it('knows how every page and form of the portal is asked for', () => {
    expect(paths.served.filter((one) => caseOf(one) === undefined && operates(one)).map(nameOf)).toEqual([]);
    // of nobody but whoever asks
    const own = ['GET /portal/settings', 'POST /portal/settings/end-session'];
    expect(paths.served.filter((one) => !operates(one)).map(nameOf)).toEqual(own);
    const names = paths.served.map(nameOf);
    expect(Object.keys(cases).filter((name) => !names.includes(name))).toEqual([]);
    expect([...paths.beside].sort()).toEqual(Object.keys(BESIDE).sort());
    expect(names.length).toBeGreaterThan(15);
  });

  it('a contact gets and does by the portal what a token like it does by the API, and nothing else', async () => {
    const wrong: string[] = [];
    for (const one of paths.served.filter(operates)) {
      const asked = caseOf(one);
      for (const who of asked ? contacts : []) wrong.push(...(await compare(one, asked ?? PLAIN, who)));
    }
    expect(wrong).toEqual([]);
  });

  it('has a form for whatever a customer may change by the API, or says why not', () => {
    const changing = api.routes
      .filter(({ method, readsOnly, operation }) => {
        return method !== 'get' && !readsOnly && permissionFor(operation).roles.includes('customer');
      })
      .map(({ operation }) => operation as string)
      .filter((operation) => !operation.includes('/tokens/'));
    const formed = new Set<string | undefined>(paths.served.map(({ operation }) => operation));
    expect(changing.filter((one) => !formed.has(one) && !(one in NO_FORM))).toEqual([]);
    expect(Object.keys(NO_FORM).filter((one) => formed.has(one) || !changing.includes(one))).toEqual([]);
  });

  it('shows each contact the forms and links that are open to them, and no other', async () => {
    const wrong: string[] = [];
    for (const who of contacts) {
      const caller = { role: 'customer', access: who.access, environments: who.environments } as const;
      const may = (operation: string) =>
        isPermitted({ ...caller, organizations: null, isOnePerson: true }, operation as Operation);
      const offered = new Set<string>();
      for (const one of paths.served.filter(({ method }) => method === 'GET')) {
        for (const make of ownThings(one)) {
          const address = addressOf(one, await make(who));
          const contact = await visitOf(who);
          const response = await contact.get(address);
          if (response.status !== 200) continue;
          const { forms, links } = await waysFrom(response);
          for (const action of forms) offered.add(routeOf(action) ?? `no route: ${action}`);
          for (const href of links) {
            const { status } = await contact.get(href);
            if (status !== 200) wrong.push(`${who.id} at ${one.path}: ${href} is ${String(status)}`);
          }
        }
      }
      for (const one of paths.served.filter(({ method }) => method === 'POST')) {
        const isOffered = offered.delete(nameOf(one));
        const isOpen = one.operation === undefined || may(one.operation);
        // without a feed, a webhook or another session there is nothing to change about them
        const needsOne = /feeds\/:|webhooks\/:|end-session/.test(one.path);
        if (isOffered && !isOpen) wrong.push(`${who.id} is offered ${nameOf(one)}`);
        if (!isOffered && isOpen && !needsOne) wrong.push(`${who.id} is not offered ${nameOf(one)}`);
      }
      offered.delete('POST /portal/sign-out');
      wrong.push(...[...offered].map((name) => `${who.id} is offered ${name}`));
    }
    expect(wrong).toEqual([]);
  });
});

/** Makes everything that is the contact's own and has such a page. */
const ownThings = (one: ServedPath) =>
  Object.entries((caseOf(one) ?? PLAIN).things).flatMap(([thing, make]) => (thing.startsWith('own') ? [make] : []));

/** Where the forms of a page go, and its links within the portal. */
async function waysFrom(page: Response) {
  const elements = elementsOf(await page.text());
  const all = (tag: string, name: string) =>
    elements.filter(({ tagName }) => tagName === tag).map(({ attrs }) => attrs.find((one) => one.name === name)?.value);
  const isIn = (href: string | undefined): href is string => href?.startsWith('/portal') === true;
  return { forms: all('form', 'action').map((action) => action ?? ''), links: all('a', 'href').filter(isIn) };
}

/** The route that a form is sent to. */
function routeOf(action: string): string | undefined {
  const names = [...paths.served.map(nameOf), ...paths.beside].filter((name) => name.startsWith('POST '));
  return names.find((name) => {
    const pattern = name.slice('POST '.length).replaceAll(/:\w+/g, '[^/]+');
    return new RegExp(`^${pattern}$`).test(action);
  });
}

describe('T9: the portal for who is not signed in', () => {
  it('opens nothing but the way in', async () => {
    const besides = Object.entries(BESIDE).filter(([, who]) => who === 'signed in');
    const shut = [...paths.served.map(nameOf), ...besides.map(([name]) => name)];
    for (const name of shut) {
      const [method = '', path = ''] = name.split(' ');
      const address = addressOf({ path });
      const { status, headers } = await fetch(server.origin + address, { method, redirect: 'manual' });
      const back = method === 'GET' ? `?to=${encodeURIComponent(address)}` : '';
      expect([name, status, headers.get('location')]).toEqual([name, 303, `/portal/sign-in${back}`]);
      expect(headers.get('cache-control')).toBe('no-store');
    }
  });
});

describe('T8: a form that somebody else made', () => {
  it('is not taken: without its token, with that of another contact, or of an earlier session', async () => {
    const [first, second] = contacts;
    if (!first || !second) throw new Error('there are contacts');
    const sent: { readonly name: string; readonly address: string; readonly typed: Names }[] = [];
    for (const one of [...paths.served, ...['/portal/choose', '/portal/sign-out'].map(postTo)]) {
      if (one.method !== 'POST') continue;
      const asked = caseOf(one);
      // made before anybody signs in: it moves the clock
      const names = (await asked?.things.own(first)) ?? {};
      sent.push({ name: nameOf(one), address: addressOf(one, names), typed: asked?.typed?.(names) ?? {} });
    }
    const [own, earlier, other] = [await visitOf(first), await visitOf(first), await visitOf(second)];
    const foreign = [earlier, other].map(({ secret }) => ({ 'form-token': formToken(secret) }));
    const taken: string[] = [];
    for (const { name, address, typed } of sent) {
      for (const token of [{}, { 'form-token': '' }, ...foreign]) {
        const { status } = await own.post(address, { ...typed, ...token });
        if (status !== 403) taken.push(`${name}: ${String(status)}`);
      }
    }
    expect(taken).toEqual([]);
    for (const { get } of [own, earlier, other]) expect((await get('/portal')).status).toBe(200);
  });

  it('is not taken from a page elsewhere, where there is no session yet', async () => {
    const headers = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
    const open = Object.entries(BESIDE).filter(([name, who]) => who === 'everybody' && name.startsWith('POST '));
    for (const [name] of open) {
      const address = addressOf({ path: name.slice(5) }, { token: 'fw_x' });
      const body = new URLSearchParams({ email: 'noc@acme.example' });
      const { status } = await fetch(server.origin + address, { method: 'POST', headers, body, redirect: 'manual' });
      expect([name, status]).toEqual([name, 403]);
    }
    expect(api.letters).toEqual([]);
  });
});
