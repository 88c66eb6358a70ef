import express from 'express';
import pino from 'pino';
import { StoredWindow } from '../store/support';
import { consoleOn } from '../support/console-app';
import { signedInAs } from '../support/console-session';
import { useServer } from '../support/server';
import { statusPageApp } from '../support/status-page-app';
import { pageWeight } from '../support/weight';
import { useApi } from './support/api';

const api = useApi();
const server = useServer(() => {
  const { router } = consoleOn({
    ...{ db: api.store.db, publicUrl: 'http://localhost', issuer: 'http://127.0.0.1:1', clock: Date.now },
    ...{ routes: api.routes, logger: pino({ level: 'silent' }) },
  });
  return express().use(router, statusPageApp(api.store.db));
});

test('P8: the first page weighs at most 100 kB in all and 40 kB of script, with fifty windows on it', async () => {
  for (let n = 0; n < 50; n++) await StoredWindow.announced(api.store);
  const { secret } = await signedInAs(api.store.db, () => server.origin, { role: 'admin' });
  const cookie = `forewarn=${secret}`;
  const { html, files, all, scripts } = await pageWeight(server.origin, '/console', cookie);
  expect(html.match(/MW-2026-\d{4}<\/span>/g)).toHaveLength(50);
  expect(files.length).toBeGreaterThan(3);
  expect(scripts).toBeLessThanOrEqual(40_000);
  expect(all).toBeLessThanOrEqual(100_000);
});
