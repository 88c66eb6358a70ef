import { setTimeout as sleep } from 'node:timers/promises';
import express from 'express';
import pino from 'pino';
import { StoredWindow } from '../store/support';
import { consoleOn } from '../support/console-app';
import { signedInAs } from '../support/console-session';
import { useServer } from '../support/server';
import { useApi } from './support/api';

const api = useApi();
const stopping = new AbortController();
const server = useServer(() => {
  const { router } = consoleOn({
    ...{ db: api.store.db, publicUrl: 'http://localhost', issuer: 'http://127.0.0.1:1', clock: Date.now },
    ...{ routes: api.routes, logger: pino({ level: 'silent' }), stopping: stopping.signal },
  });
  return express().use(router);
});

/** A page that hears what changes: what it has heard so far, and whether it has ended. */
async function hearing(
  windows: readonly string[],
  organizations: readonly string[] | null = null,
  last: Readonly<Record<string, string>> = {},
) {
  const { secret } = await signedInAs(api.store.db, () => server.origin, { role: 'operator', organizations });
  const leave = new AbortController();
  const response = await fetch(`${server.origin}/console/live?windows=${windows.join(',')}`, {
    ...{ headers: { cookie: `forewarn=${secret}`, ...last }, signal: leave.signal },
  });
  const heard = { status: response.status, type: response.headers.get('content-type'), text: '', isOver: false };
  const reader = response.body?.getReader();
  void (async () => {
    for (let piece = await reader?.read(); piece && !piece.done; piece = await reader?.read())
      heard.text += new TextDecoder().decode(piece.value);
    heard.isOver = true;
  })().catch(() => undefined);
  return { heard, leave: () => leave.abort() };
}

async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; !holds() && tries < 300; tries++) await sleep(50);
  expect(holds()).toBe(true);
}

describe('P8: a page that is open', () => {
  it('hears that its window has changed, and how many are told, but of nobody else’s window', async () => {
    const window = await StoredWindow.announced(api.store);
    const foreign = await StoredWindow.announced(api.store, { scope: { locations: ['us-1/dc-2/rack-b01'] } });
    const all = await hearing([window.reference, 'MW-2026-9999']);
    const limited = await hearing([window.reference, foreign.reference], ['acme']);
    expect(all.heard).toMatchObject({ status: 200, type: 'text/event-stream; charset=utf-8' });
    await api.store.ledger.prepare(window.key('announcement'));
    await until(() => all.heard.text.includes('told-'));
    await window.give('cancel', { reason: 'The part is not there yet.' });
    await foreign.give('cancel', { reason: 'The part is not there yet.' });
    await until(() => [all, limited].every(({ heard }) => heard.text.includes(`changed-${window.reference}`)));
    expect(all.heard.text).toMatch(new RegExp(`event: changed\\ndata: now`));
    expect(all.heard.text).toContain(`event: changed-${window.reference}\ndata: now`);
    expect(all.heard.text).toMatch(new RegExp(`event: told-${window.reference}\ndata: 0 of \\d+ told`));
    await sleep(1_500);
    expect(limited.heard.text).toContain(`changed-${window.reference}`);
    expect(limited.heard.text).not.toContain(foreign.reference);
    expect(limited.heard.text).not.toContain('told');
    all.leave();
    limited.leave();
  });

  it('hears what happened while its connection was broken, and nothing where nothing happened', async () => {
    const window = await StoredWindow.announced(api.store);
    const first = await hearing([window.reference]);
    await until(() => first.heard.text.includes('id: '));
    first.leave();
    const last = /id: (\d+)/.exec(first.heard.text)?.[1] ?? 'none';
    const calm = await hearing([window.reference], null, { 'Last-Event-ID': last });
    await sleep(2_500);
    expect(calm.heard.text).not.toContain('changed');
    calm.leave();
    await window.give('cancel', { reason: 'The part is not there yet.' });
    const again = await hearing([window.reference], null, { 'Last-Event-ID': last });
    await until(() => again.heard.text.includes(`changed-${window.reference}`));
    expect(again.heard.text).toContain('event: changed\n');
    again.leave();
  });

  it('is let go of when the process stops, so that stopping does not wait for readers', async () => {
    const { heard } = await hearing([]);
    stopping.abort();
    await until(() => heard.isOver);
    expect(heard.isOver).toBe(true);
  });
});
