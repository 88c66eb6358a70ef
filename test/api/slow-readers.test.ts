import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { createStreamCap, MOST_STREAMS } from '../../api/http/stream-cap';
import { useServer } from '../support/server';
import { problemIn, useApi } from './support/api';

const STALL_MS = 3_000;
const api = useApi({ stallMs: STALL_MS });
const server = useServer(() => api.app);
const open: Socket[] = [];

const EXPORT = '/v1/inventory/resources/export';

beforeAll(async () => {
  // more than the buffers between here and a reader that takes nothing: about 40 MB
  await sql`
    insert into resources (id, organization_id, environment_id, location, kind, name, labels)
    select 'many-' || n, 'acme', 'acme-production', 'eu-1/dc-1/rack-a12', 'server', repeat('n', 400), '{}'
    from generate_series(1, 90000) n
  `.execute(api.store.db);
});
afterEach(() => {
  for (const socket of open.splice(0)) socket.destroy();
});

/** Asks for an export and reads its head alone. */
async function slowReader(token: string): Promise<{ socket: Socket; head: string }> {
  const socket = connect(Number(new URL(server.origin).port), '127.0.0.1').on('error', () => undefined);
  open.push(socket);
  await once(socket, 'connect');
  socket.write(`GET ${EXPORT} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${token}\r\n\r\n`);
  const [chunk] = (await once(socket, 'data')) as [Buffer];
  socket.pause();
  return { socket, head: chunk.toString('latin1').slice(0, 2_000) };
}

async function median(ask: () => Promise<unknown>): Promise<number> {
  const took: number[] = [];
  for (let n = 0; n < 25; n++) {
    const began = performance.now();
    await ask();
    took.push(performance.now() - began);
  }
  return took.sort((a, b) => a - b)[12] ?? 0;
}

const apiAnswer = async () => {
  const response = await fetch(`${server.origin}/v1/windows?limit=5`, {
    headers: { Authorization: `Bearer ${api.tokens.operator}` },
  });
  expect(response.status).toBe(200);
  await response.text();
};
const pageAnswer = async () => {
  const response = await fetch(`${server.origin}/`);
  expect(response.status).toBe(200);
  await response.text();
};
const transactions = async () => {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid() and state like 'idle in transaction%'
  `.execute(api.store.db);
  return rows[0]?.count;
};

test('T8: twelve slow readers with one customer token: few are served, the rest told to wait, and API and pages answer as fast as without', async () => {
  await Promise.all([apiAnswer(), pageAnswer()]);
  const before = [await median(apiAnswer), await median(pageAnswer)];

  const readers = await Promise.all(Array.from({ length: 12 }, () => slowReader(api.tokens.customer)));
  const refused = readers.filter(({ head }) => head.startsWith('HTTP/1.1 429 '));
  expect([readers.length - refused.length, refused.length]).toEqual([MOST_STREAMS.ofToken, 12 - MOST_STREAMS.ofToken]);
  expect(refused[0]?.head).toMatch(/^Retry-After: 10\r$/m);
  expect(refused[0]?.head).toMatch(/reads 4 streamed answers at the same time/);
  await pause(500);
  expect(await transactions()).toBe(0);

  const during = [await median(apiAnswer), await median(pageAnswer)];
  // within one run; without the limits nothing is answered before the readers go away
  for (const [n, ms] of during.entries()) expect(ms).toBeLessThan(5 * (before[n] ?? 0) + 20);

  // another token has places of its own
  expect((await slowReader(api.tokens.admin)).head).toMatch(/^HTTP\/1\.1 200 /);
});

test('T8: a reader that takes nothing is disconnected, and its place is free again', async () => {
  const readers = await Promise.all(
    Array.from({ length: MOST_STREAMS.ofToken }, () => slowReader(api.tokens.customer)),
  );
  expect(problemIn(await api.as('customer').get(EXPORT).expect(429)).code).toBe('too-many-requests');
  // on a busy machine the buffers fill late, and only then the reader is seen to take nothing
  let again = await slowReader(api.tokens.customer);
  while (again.head.startsWith('HTTP/1.1 429 ')) {
    await pause(STALL_MS / 3);
    again = await slowReader(api.tokens.customer);
  }
  expect(again.head).toMatch(/^HTTP\/1\.1 200 /);
  for (const { socket } of readers) {
    const ended = once(socket, 'close');
    socket.resume();
    await ended;
  }
});

test('T8: a reader that is slow and goes on gets all of it', async () => {
  const { socket } = await slowReader(api.tokens.customer);
  let size = 0;
  let tail = '';
  socket.on('data', (chunk: Buffer) => {
    size += chunk.length;
    tail = (tail + chunk.toString('latin1')).slice(-20);
    socket.pause();
    setTimeout(() => socket.resume(), 5);
    if (tail.endsWith('0\r\n\r\n')) socket.end();
  });
  socket.resume();
  await once(socket, 'close');
  expect(tail).toMatch(/0\r\n\r\n$/);
  expect(size).toBeGreaterThan(36_000_000);
});

test('T8: all tokens together have so many streams and no more; a place is given back once', () => {
  const cap = createStreamCap();
  const told: string[] = [];
  const take = (token: string) => cap.take(token, (seconds) => told.push(seconds));
  const ends = Array.from({ length: MOST_STREAMS.ofProcess }, (_, n) => take(`token-${String(n)}`));
  expect(() => take('another')).toThrow(/The readers of this server read 24 streamed answers/);
  expect(told).toEqual(['10']);
  ends[0]?.();
  ends[0]?.();
  take('another');
  expect(() => take('one more')).toThrow(/at the same time/);
});
