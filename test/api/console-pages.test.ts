import express from 'express';
import { sql } from 'kysely';
import pino from 'pino';
import type { ServedPath } from '../../web/console/area';
import { deliver, StoredWindow } from '../store/support';
import { consoleOn } from '../support/console-app';
import { signedInAs, type SignedIn } from '../support/console-session';
import { addressOf, nameOf } from '../support/console-walk';
import { gainedIn, HOSTILE, notStandardIn } from '../support/page-faults';
import { useServer } from '../support/server';
import { useApi } from './support/api';

const api = useApi();
let served: readonly ServedPath[] = [];
let who: SignedIn;
let announced: StoredWindow;
const server = useServer(() => {
  const pages = consoleOn({
    ...{ db: api.store.db, publicUrl: 'http://localhost', issuer: 'http://127.0.0.1:1', clock: Date.now },
    ...{ routes: api.routes, logger: pino({ level: 'silent' }) },
  });
  served = pages.served;
  return express().use(pages.router);
});

beforeAll(async () => {
  const { db } = api.store;
  const text = {
    title: HOSTILE.slice(0, 118).trim(),
    impact: { level: 'outage', minutes: 30, description: HOSTILE },
  } as const;
  announced = await StoredWindow.announced(api.store, { ...text, customerAction: HOSTILE });
  await deliver(api.store, announced.key('announcement'));
  await announced.give('cancel', { reason: HOSTILE });
  const running = await StoredWindow.announced(api.store, text);
  await running.start();
  await running.give('post', { message: HOSTILE });
  for (const table of ['organizations', 'contacts', 'resources', 'environments', 'locations', 'staff'])
    await sql`update ${sql.table(table)} set name = ${HOSTILE} || name`.execute(db);
  who = await signedInAs(db, () => server.origin, { role: 'admin', person: HOSTILE.slice(0, 200) });
});

/** Every page, of things that there are where they are known, and with a hostile search. */
function addresses(): string[] {
  const query = new URLSearchParams({
    q: HOSTILE.slice(0, 150),
    search: HOSTILE.slice(0, 150),
    phase: HOSTILE,
    cursor: '',
  });
  return served
    .filter(({ method, path }) => method === 'GET' && path !== '/console/live')
    .flatMap((one) => {
      const address = addressOf(one, { reference: announced.reference });
      return [address, `${address}?${query.toString()}`];
    });
}

const isHtml = ({ headers }: Response) => (headers.get('content-type') ?? '').startsWith('text/html');

describe('P8: every page of the console', () => {
  it('gains no element and no attribute by what people write (T8)', async () => {
    let hostile = 0;
    const gained: string[] = [];
    for (const address of addresses()) {
      const response = await who.get(address);
      // a file is kept, not shown
      if (!isHtml(response)) {
        if (!(response.headers.get('content-disposition') ?? '').startsWith('attachment'))
          gained.push(`${address}: is shown`);
        continue;
      }
      const html = await response.text();
      if (html.includes('owned')) hostile++;
      gained.push(...gainedIn(html).map((fault) => `${address}: ${fault}`));
    }
    expect(gained).toEqual([]);
    // what people write is on most of them, so that the test means something
    expect(hostile).toBeGreaterThan(served.filter(({ method }) => method === 'GET').length / 2);
  });

  it('is HTML as the standard has it', async () => {
    expect(await notStandardIn('<!doctype html><p><div>no</div></p>')).not.toEqual([]);
    const wrong = new Set<string>();
    for (const address of addresses()) {
      const response = await who.get(address);
      if (!isHtml(response)) continue;
      for (const fault of await notStandardIn(await response.text())) wrong.add(`${fault} at ${address}`);
    }
    expect([...wrong]).toEqual([]);
  });

  it('is one that the walk has seen answer', async () => {
    const failing: string[] = [];
    for (const one of served.filter(({ method, path }) => method === 'GET' && path !== '/console/live')) {
      const { status } = await who.get(addressOf(one, { reference: announced.reference }));
      if (status >= 500) failing.push(`${nameOf(one)}: ${String(status)}`);
    }
    expect(failing).toEqual([]);
  });
});
