import { get } from 'node:http';
import express from 'express';
import pino from 'pino';
import { StoredWindow } from '../store/support';
import { consoleOn } from '../support/console-app';
import { signedInAs } from '../support/console-session';
import { useServer } from '../support/server';
import { statusPageApp } from '../support/status-page-app';
import { useApi } from './support/api';

const api = useApi();
const server = useServer(() => {
  const { router } = consoleOn({
    ...{ db: api.store.db, publicUrl: 'http://localhost', issuer: 'http://127.0.0.1:1', clock: Date.now },
    ...{ routes: api.routes, logger: pino({ level: 'silent' }) },
  });
  return express().use(router, statusPageApp(api.store.db));
});

/** What a browser takes over the wire for this address: the bytes of the body as they are sent. */
function weight(url: string, cookie: string): Promise<{ bytes: number; body: Buffer }> {
  return new Promise((resolve, reject) => {
    get(url, { headers: { cookie, 'accept-encoding': 'gzip, br' } }, (response) => {
      const pieces: Buffer[] = [];
      response.on('data', (piece: Buffer) => pieces.push(piece));
      response.on('end', () => {
        const body = Buffer.concat(pieces);
        if (response.statusCode === 200) resolve({ bytes: body.length, body });
        else reject(new Error(`${url}: ${String(response.statusCode)}`));
      });
    }).on('error', reject);
  });
}

test('P8: the first page weighs at most 100 kB in all and 40 kB of script, with fifty windows on it', async () => {
  for (let n = 0; n < 50; n++) await StoredWindow.announced(api.store);
  const { secret } = await signedInAs(api.store.db, () => server.origin, { role: 'admin' });
  const cookie = `forewarn=${secret}`;
  const page = await weight(`${server.origin}/console`, cookie);
  const html = page.body.toString();
  expect(html.match(/MW-2026-\d{4}<\/span>/g)).toHaveLength(50);
  const files = [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, path = '']) => path);
  expect(files.length).toBeGreaterThan(3);
  const sizes = await Promise.all(
    files.map(async (path) => ({ path, bytes: (await weight(`${server.origin}${path}`, cookie)).bytes })),
  );
  const sum = (some: readonly { bytes: number }[]) => some.reduce((all, { bytes }) => all + bytes, 0);
  expect(sum(sizes.filter(({ path }) => path.endsWith('.js')))).toBeLessThanOrEqual(40_000);
  expect(sum([page, ...sizes])).toBeLessThanOrEqual(100_000);
});
