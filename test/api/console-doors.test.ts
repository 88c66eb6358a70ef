import express from 'express';
import pino from 'pino';
import { permissionFor, PERMISSIONS, type Operation } from '../../api/permissions';
import { SIGN_IN_ROLES } from '../../domain/access/grant';
import type { ServedPath } from '../../web/console/area';
import { formToken } from '../../web/sign-in/forgery';
import { consoleOn } from '../support/console-app';
import { signedInAs, type SignedIn } from '../support/console-session';
import { addressOf, nameOf } from '../support/console-walk';
import { useServer } from '../support/server';
import { useApi } from './support/api';

const api = useApi();
let served: readonly ServedPath[] = [];
const server = useServer(() => {
  const pages = consoleOn({
    ...{ db: api.store.db, publicUrl: 'http://localhost', issuer: 'http://127.0.0.1:1', clock: Date.now },
    ...{ routes: api.routes, logger: pino({ level: 'silent' }) },
  });
  served = pages.served;
  return express().use(pages.router);
});

/** Of the API's operations that change something, those that people have no form for, and why. */
const NO_FORM: Readonly<Record<string, string>> = {
  'POST /v1/windows/{reference}/rules': 'rare and deliberate: the command line shows the difference first',
  'POST /v1/inventory': 'whole inventories come from programs; the console takes a table at a time',
  'POST /v1/contacts/{id}': "the portal's: contacts set it themselves",
  'POST /v1/organizations/{id}': "the portal's: customers set it themselves",
  'POST /v1/work/{job}': 'programs that carry out work report by it',
  'POST /v1/resources/{id}/events': 'programs that watch resources report by it',
  'POST /v1/organizations/{id}/calendar-feeds': "the portal's: customers make their own",
  'POST /v1/organizations/{id}/calendar-feeds/{feed}/rotate': "the portal's",
  'DELETE /v1/organizations/{id}/calendar-feeds/{feed}': "the portal's",
  'POST /v1/inbound/email': 'mail servers hand mail over by it',
  'POST /v1/tokens': 'tokens of machines are issued by the command line; people make their own on their account',
  'POST /v1/tokens/end': 'of machines, by the command line',
  'DELETE /v1/tokens/{id}': 'of machines, by the command line',
};

const LIMITED = [null, ['acme']] as const;

describe('P8, T3: two doors, one table of who may do what', () => {
  const people: {
    readonly who: SignedIn;
    readonly role: (typeof SIGN_IN_ROLES)[number];
    readonly isLimited: boolean;
  }[] = [];

  beforeAll(async () => {
    for (const role of SIGN_IN_ROLES) {
      for (const organizations of LIMITED) {
        const who = await signedInAs(api.store.db, () => server.origin, { role, organizations });
        people.push({ who, role, isLimited: organizations !== null });
      }
    }
  });

  it('asks of every page and form an operation of the API, and serves nothing beside them', () => {
    const operations = new Set(Object.keys(PERMISSIONS));
    const unknown = served.filter(({ operation }) => operation !== undefined && !operations.has(operation));
    expect(unknown).toEqual([]);
    expect(new Set(served.map(nameOf)).size).toBe(served.length);
    expect(served.length).toBeGreaterThan(5);
  });

  it('opens each to exactly those to whom the API opens its operation', async () => {
    const wrong: string[] = [];
    for (const one of served) {
      for (const { who, role, isLimited } of people) {
        const may = one.operation === undefined || mayByTable(one.operation, role, isLimited);
        const address = addressOf(one);
        // a stream lasts as long as its reader likes
        if (one.path === '/console/live' && may) continue;
        const { status } = await (one.method === 'GET' ? who.get(address) : who.send(address, {}));
        const isOpen = status !== 403;
        if (isOpen !== may || status >= 500)
          wrong.push(`${nameOf(one)} as ${role}${isLimited ? ' of acme' : ''}: ${String(status)}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('T8: takes no form without its token, and none that another session made', async () => {
    const [first, second] = people;
    if (!first || !second) throw new Error('nobody is signed in');
    const taken: string[] = [];
    for (const one of served.filter(({ method }) => method === 'POST')) {
      const headers = { cookie: `forewarn=${first.who.secret}` };
      const isFile = one.path.includes('/import');
      for (const body of [new URLSearchParams(), foreignForm(second.who)].map((fields) =>
        isFile ? asFile(fields) : fields,
      )) {
        const sent = await fetch(`${server.origin}${addressOf(one)}`, {
          method: 'POST',
          headers,
          body,
          redirect: 'manual',
        });
        if (sent.status !== 403) taken.push(`${nameOf(one)}: ${String(sent.status)}`);
      }
    }
    expect(taken).toEqual([]);
  });

  it('shows nobody anything who is not signed in', async () => {
    for (const one of served) {
      const { status, headers } = await fetch(`${server.origin}${addressOf(one)}`, {
        method: one.method,
        redirect: 'manual',
      });
      expect([nameOf(one), status]).toEqual([nameOf(one), 303]);
      expect(headers.get('location')).toMatch(/^\/sign-in/);
    }
  });

  it('has a form for whatever people may change by the API, or says why not', () => {
    const changing = api.routes.filter(({ method, readsOnly, operation }) => {
      const { roles } = permissionFor(operation);
      return method !== 'get' && !readsOnly && SIGN_IN_ROLES.some((role) => roles.includes(role));
    });
    const formed = new Set(served.map(({ operation }) => operation));
    const without = changing.map(({ operation }) => operation).filter((one) => !formed.has(one) && !(one in NO_FORM));
    expect(without).toEqual([]);
    expect(Object.keys(NO_FORM).filter((one) => formed.has(one as Operation))).toEqual([]);
  });
});

function mayByTable(operation: Operation, role: (typeof SIGN_IN_ROLES)[number], isLimited: boolean): boolean {
  const { roles, limits } = permissionFor(operation);
  return roles.includes(role) && (!isLimited || limits.includes('organizations'));
}

function foreignForm({ secret }: SignedIn): URLSearchParams {
  return new URLSearchParams({ 'form-token': formToken(secret) });
}

/** As a form with a file sends its fields. */
function asFile(fields: URLSearchParams): FormData {
  const data = new FormData();
  for (const [name, value] of fields) data.append(name, value);
  data.append('file', new Blob(['id\n']), 'rows.csv');
  return data;
}
