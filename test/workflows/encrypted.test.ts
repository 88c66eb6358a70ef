import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import { DAY } from '../../domain/shared/time';
import { codecOf, converterOf, NEW_KEY, OLD_KEY } from '../support/payload-keys';
import { WindowServer, type OpenedWindow } from '../support/window-world';

const TITLE = 'Replace the power distribution unit';
const STAFF_MAILBOX = 'night@provider.example';

let server: WindowServer;
beforeAll(async () => {
  server = await WindowServer.start({ dataConverter: converterOf(OLD_KEY) });
});
afterAll(() => server.teardown());

/** The history's bytes as Temporal keeps them, base64 undone. */
async function raw({ handle }: OpenedWindow): Promise<string> {
  const text = historyToJSON(await handle.fetchHistory());
  const inside = [...text.matchAll(/"([A-Za-z0-9+/]{8,}=*)"/g)].map(([, part = '']) =>
    Buffer.from(part, 'base64').toString('latin1'),
  );
  return [text, ...inside].join('\n');
}

test('T4: with keys, a whole life leaves no plan, text or address in the history', async () => {
  const window = await server.open({ pointOfContact: 'noc@provider.example' }, { inMs: 20 * DAY });
  const start = window.openedAt + 20 * DAY;
  await server.pass(window, start - 14 * DAY);
  await window.until(({ phase }) => phase === 'announced');
  await window.update('nominate', { pointOfContact: STAFF_MAILBOX });
  await window.signal('post', { by: 'anna@provider.example', message: 'Too early for this.' });
  await server.pass(window, start);
  await window.update('start');
  await window.update('post', { message: 'Half of the rack is done.' });
  await window.update('complete');
  await window.handle.result();
  const kept = await raw(window);
  for (const text of [TITLE, STAFF_MAILBOX, 'provider.example', 'Half of the rack', 'Too early']) {
    expect(kept.includes(text)).toBe(false);
  }
  expect(kept).toContain('binary/encrypted');
  await server.keep(window, 'encrypted');
});

test('T8: a forged payload is a line on the timeline, and a command with one is refused', async () => {
  const window = await server.open({}, { inMs: 20 * DAY });
  const { world, handle, until } = window;
  await window.atRest();
  const [real] = await codecOf(OLD_KEY).encode([{ metadata: {}, data: Buffer.from('x') }]);
  const metadata = real?.metadata ?? {};
  const forged = [
    { metadata, data: Buffer.alloc(60, 7) },
    { metadata: { ...metadata, 'encryption-key-id': Buffer.from('unknown') }, data: Buffer.alloc(60, 7) },
  ];
  for (const payload of forged) {
    for (const name of ['start', 'noticeReport', 'nonsense']) {
      await server.signalRaw(handle.workflowId, name, payload);
    }
  }
  const refused = () => world.events.flatMap(({ event }) => (event.type === 'command-refused' ? [event] : []));
  await until(() => ['start', 'noticeReport', 'nonsense'].every((name) => refused().some((e) => e.command === name)));
  expect(refused()).toContainEqual(
    expect.objectContaining({ command: 'start', reason: expect.stringContaining('encrypted with a key') as string }),
  );
  await window.update('nominate', { pointOfContact: STAFF_MAILBOX });
  await window.callOff();
});

test('T4: a window begun in plain text goes on encrypted, then with a new key, and each part can be read', async () => {
  await server.rewrite({});
  const plain = await server.open({}, { inMs: 20 * DAY });
  await plain.atRest();
  await plain.update('nominate', { pointOfContact: 'plain@provider.example' });
  await server.rewrite(converterOf(OLD_KEY));
  const encrypted = server.again(plain);
  await encrypted.update('nominate', { pointOfContact: STAFF_MAILBOX });
  await server.rewrite(converterOf(NEW_KEY, OLD_KEY));
  const rotated = server.again(plain);
  expect((await rotated.view()).spec.pointOfContact).toBe(STAFF_MAILBOX);
  await rotated.update('nominate', { pointOfContact: 'third@provider.example' });
  await rotated.callOff();
  const kept = await raw(rotated);
  expect(kept).toContain('plain@provider.example');
  for (const text of [STAFF_MAILBOX, 'third@provider.example']) expect(kept.includes(text)).toBe(false);
  await server.keep(rotated, 'encrypted-midway');
});
