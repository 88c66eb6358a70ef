import { DAY } from '../../domain/shared/time';
import { MOST_WAITING } from '../../workflows/inbox/queue';
import { WindowServer } from '../support/window-world';

let server: WindowServer;
beforeAll(async () => {
  server = await WindowServer.start();
});
afterAll(() => server.teardown());

const BROKEN: readonly unknown[] = [null, undefined, 7, 'text', [], {}, { notice: null }, { bogus: true }];

test('T8: no signal, whatever it brings, stops a window; what cannot be read is on the timeline with the reason', async () => {
  const window = await server.open({}, { inMs: 20 * DAY });
  const { world, signal, handle, until, view } = window;
  await window.atRest();
  for (const name of ['noticeReport', 'noticeReturned', 'noticePassed', 'channelReport', 'start', 'nonsense']) {
    for (const broken of BROKEN) await handle.signal(name, ...(broken === undefined ? [] : [broken]));
  }
  await handle.signal('channelReport', { channel: 'carrier pigeon', state: 'mended' });
  await handle.signal('noticeReport', { notice: { kind: 'announcement', revision: 1, ordinal: 1 }, trouble: {} });
  await signal('nominate', { by: 'operator', pointOfContact: 'night@provider.example' });
  await until(() => world.timeline.includes('nominated'));
  const refused = world.events.flatMap(({ event }) => (event.type === 'command-refused' ? [event] : []));
  for (const name of ['noticeReport', 'noticeReturned', 'channelReport', 'start', 'nonsense']) {
    expect(refused.map(({ command }) => command)).toContain(name);
  }
  expect((await view()).attention).toEqual([]);
  await window.callOff();
});

test('T8: a payload that no converter knows is a line on the timeline, and a command with one is refused', async () => {
  const window = await server.open({}, { inMs: 20 * DAY });
  const { world, handle, until, view } = window;
  await window.atRest();
  const payloads = [
    { metadata: { encoding: bytes('binary/unheard-of') }, data: bytes('x') },
    { metadata: { encoding: bytes('json/plain') }, data: bytes('{"by":') },
    { metadata: {}, data: bytes('') },
  ];
  for (const payload of payloads) {
    for (const name of ['start', 'noticeReport', 'channelReport', 'noticePassed', 'nonsense']) {
      await server.signalRaw(handle.workflowId, name, payload);
    }
  }
  await until(() => world.timeline.filter((type) => type === 'command-refused').length >= 4);
  const refused = world.events.flatMap(({ event }) => (event.type === 'command-refused' ? [event] : []));
  expect(refused).toContainEqual(
    expect.objectContaining({ command: 'start', reason: expect.stringContaining('encoding') as string }),
  );
  expect((await view()).phase).toBe('approved');
  await window.callOff();
});

test('T8: a workflow started with an input that cannot be read ends at once', async () => {
  const payload = { metadata: { encoding: bytes('binary/unheard-of') }, data: bytes('x') };
  await expect(server.startRaw(payload)).rejects.toMatchObject({
    cause: { message: 'The input of this workflow cannot be read.' },
  });
});

test('T8: a thousand signals are a few steps and few events, a command among them is answered, and all are accounted for', async () => {
  const window = await server.open({}, { inMs: 20 * DAY });
  const { world, handle, update, until } = window;
  await window.atRest();
  const before = (await handle.describe()).historyLength;
  const signals = Array.from({ length: 1_000 }, () => handle.signal('start', { by: 'operator' }));
  const named = update('nominate', { pointOfContact: 'night@provider.example' });
  await Promise.all(signals);
  expect((await named).spec.pointOfContact).toBe('night@provider.example');
  const counted = () =>
    world.events.reduce((sum, { event }) => sum + (event.type === 'command-refused' ? (event.times ?? 1) : 0), 0);
  await until(() => counted() === 1_000);
  expect((await handle.describe()).historyLength - before).toBeLessThan(3 * 1_000);
  expect(1_000).toBeLessThan(MOST_WAITING);
  await window.callOff();
});

function bytes(text: string): Uint8Array {
  return Buffer.from(text);
}

test('N9: a slice that ends as its notice is overtaken starts nothing more, and the window goes on', async () => {
  const window = await server.open({ class: 'expedited' }, { inMs: 5 * DAY });
  const { world, update, until } = window;
  let end = (): void => undefined;
  const ended = new Promise<void>((resolve) => (end = resolve));
  // the audience is resolved, most of it is left, and the cancellation comes too late for this slice
  world.passes.set('announcement r1', async () => {
    await ended;
    return { open: 33, unsent: 33, more: true };
  });
  await until(({ phase }) => phase === 'announced');
  const start = window.openedAt + 8 * DAY;
  const date = (at: number) => new Date(at).toISOString();
  await update('reschedule', { start: date(start), end: date(start + 3_600_000), reason: 'A part is late.' });
  end();
  await until(() => world.timeline.filter((type) => type === 'notice-settled').length === 2);
  const { spec } = await update('nominate', { pointOfContact: 'night@provider.example' });
  expect(spec.pointOfContact).toBe('night@provider.example');
  await window.callOff();
});
