import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { useServer } from '../support/server';
import { useApi } from './support/api';

/** Far below what the slow senders here need. */
const LIMIT_MS = 400;
const api = useApi({ bodyTimeMs: LIMIT_MS });
const server = useServer(() => api.app);

const CSV = 'path\nslow/a\nslow/b\n';

/** Sends the head, then the body in pieces, in all over three times the limit; what came back, and whether we could go on to the end. */
async function slowly(
  path: string,
  headers: Record<string, string>,
  body: string,
): Promise<{ text: string; whole: boolean }> {
  const socket = connect(Number(new URL(server.origin).port), '127.0.0.1');
  await once(socket, 'connect');
  const received = allOf(socket);
  const head = { Host: '127.0.0.1', 'Content-Length': String(body.length), ...headers };
  socket.write(
    `POST ${path} HTTP/1.1\r\n${Object.entries(head)
      .map(([name, value]) => `${name}: ${value}\r\n`)
      .join('')}\r\n`,
  );
  let whole = true;
  for (const character of body) {
    await pause((3 * LIMIT_MS) / body.length);
    if (socket.destroyed || socket.readableEnded) {
      whole = false;
      break;
    }
    socket.write(character);
  }
  if (whole) await Promise.race([received, pause(2_000)]);
  socket.destroy();
  return { text: await received, whole };
}

async function allOf(socket: Socket): Promise<string> {
  let text = '';
  socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
  socket.on('error', () => undefined);
  await once(socket, 'close');
  return text;
}

describe('T8: a body without a token may not take long', () => {
  it.each([
    ['/subscribe', 'application/x-www-form-urlencoded'],
    ['/v1/inventory/locations', 'text/csv'],
    ['/nowhere', 'text/csv'],
  ])('%s: the connection ends', async (path, type) => {
    const { whole } = await slowly(path, { 'Content-Type': type }, CSV);
    expect(whole).toBe(false);
  });

  it('a token that is not good does not help', async () => {
    const headers = { 'Content-Type': 'text/csv', Authorization: 'Bearer fw_guess' };
    const { text, whole } = await slowly('/v1/inventory/locations', headers, CSV);
    expect(text).toMatch(/^HTTP\/1\.1 401 /);
    expect(whole).toBe(false);
  });

  it('an import with a token keeps its time', async () => {
    const headers = { 'Content-Type': 'text/csv', Authorization: `Bearer ${api.tokens.admin}` };
    const { text, whole } = await slowly('/v1/inventory/locations', headers, CSV);
    expect(whole).toBe(true);
    expect(text).toMatch(/^HTTP\/1\.1 200 /);
  });
});
