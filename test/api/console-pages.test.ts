import express from 'express';
import { sql } from 'kysely';
import { HtmlValidate } from 'html-validate';
import { parse, type DefaultTreeAdapterTypes } from 'parse5';
import pino from 'pino';
import type { ServedPath } from '../../web/console/area';
import { deliver, StoredWindow } from '../store/support';
import { consoleOn } from '../support/console-app';
import { signedInAs, type SignedIn } from '../support/console-session';
import { addressOf, nameOf } from '../support/console-walk';
import { useServer } from '../support/server';
import { useApi } from './support/api';

jest.setTimeout(120_000);

/** Each would add an element or an attribute called `owned`, were it not escaped where it stands. */
const HOSTILE = `<owned>"owned='1 'owned="1 "><owned x="' owned=1 </title></textarea></style></script><owned> ]]> &lt;owned&gt; {{owned}} \u202eowned`;

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
const isElement = (node: DefaultTreeAdapterTypes.Node): node is DefaultTreeAdapterTypes.Element => 'tagName' in node;

function elementsOf(html: string): DefaultTreeAdapterTypes.Element[] {
  const found: DefaultTreeAdapterTypes.Element[] = [];
  const walk = (node: DefaultTreeAdapterTypes.Node): void => {
    if (isElement(node)) found.push(node);
    if ('childNodes' in node) node.childNodes.forEach(walk);
  };
  walk(parse(html));
  return found;
}

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
      for (const { tagName, attrs } of elementsOf(html)) {
        const names = attrs.map(({ name }) => name);
        if (tagName.includes('owned') || names.some((name) => /owned|^on|^style$/.test(name)))
          gained.push(`${address}: <${tagName} ${names.join(' ')}>`);
        if (tagName === 'script' && !attrs.some(({ name, value }) => name === 'src' && value.startsWith('/assets/')))
          gained.push(`${address}: a script of its own`);
      }
    }
    expect(gained).toEqual([]);
    // what people write is on most of them, so that the test means something
    expect(hostile).toBeGreaterThan(served.filter(({ method }) => method === 'GET').length / 2);
  });

  it('is HTML as the standard has it', async () => {
    const validator = new HtmlValidate({
      extends: ['html-validate:standard'],
      rules: {
        // entities are written as a program finds them right
        'no-raw-characters': 'off',
        'long-title': 'off',
        'require-sri': 'off',
      },
    });
    expect((await validator.validateString('<!doctype html><p><div>no</div></p>')).valid).toBe(false);
    const wrong = new Set<string>();
    for (const address of addresses()) {
      const response = await who.get(address);
      if (!isHtml(response)) continue;
      const html = await response.text();
      // a piece of a page is no document
      const { results } = await validator.validateString(
        html.startsWith('<!doctype') ? html : `<!doctype html>${html}`,
      );
      for (const { messages } of results)
        for (const { ruleId, message, selector } of messages)
          wrong.add(`${ruleId}: ${message} (${String(selector)}) at ${address}`);
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
