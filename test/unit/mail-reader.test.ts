import { monitorEventLoopDelay } from 'node:perf_hooks';
import path from 'node:path';
import fc from 'fast-check';
import { createMailReader, type MailReader, type MailReaderOptions } from '../../channels/inbound/reading/reader';
import { readInboundMail } from '../../channels/inbound/read-mail';
import { HOSTILE_MAILS } from '../support/hostile-inbound';
import { RETURNED_MAILS } from '../support/returned-mails';

/** Reading a mail holds nothing but a thread of its own, for so long and with so much memory and no more (T8). */

const WORSE = path.join(__dirname, '..', 'support', 'reading-threads', 'endless.cjs');
const open: MailReader[] = [];

function reader(options: MailReaderOptions = {}): MailReader {
  const made = createMailReader(options);
  open.push(made);
  return made;
}
afterEach(async () => {
  await Promise.all(open.splice(0).map((made) => made.close()));
});

const mail = (text: string) => Buffer.from(text);
const PLAIN = mail('From: ops@acme.example\r\nSubject: MW-2026-0001\r\n\r\nPlease do not.\r\n');

it('T8: a thread reads what the reader itself reads', async () => {
  const { read } = reader();
  for (const raw of [PLAIN, ...RETURNED_MAILS.map(({ raw }) => mail(raw('x@provider.example')))]) {
    expect(await read(raw, { recipients: ['a+b@c.example'] })).toEqual(
      await readInboundMail(raw, { recipients: ['a+b@c.example'] }),
    );
  }
});

it.each([
  ['loop', 'it takes too long to read'],
  ['hold', 'it takes too much memory to read'],
  ['throw', 'reading it failed'],
  ['exit', 'reading it failed'],
])(
  'T8: a mail that makes the reader %s cannot be read; the next one can, and others meanwhile',
  async (word, fault) => {
    const { read } = reader({ program: WORSE, deadlineMs: word === 'loop' ? 300 : 60_000, heapMb: 24 });
    const [bad, beside] = await Promise.all([read(mail(word)), read(mail('plain'))]);
    expect([bad, beside]).toEqual([{ kind: 'unreadable', fault }, { kind: 'automatic' }]);
    expect(await Promise.all([read(mail('a')), read(mail('b')), read(mail('c'))])).toEqual(
      Array(3).fill({ kind: 'automatic' }),
    );
  },
);

it('T8: waiting for a thread is not held against a mail', async () => {
  const { read } = reader({ program: WORSE, deadlineMs: 400, threads: 1 });
  const kinds = await Promise.all([read(mail('loop')), read(mail('loop')), read(mail('plain'))]);
  expect(kinds.map(({ kind }) => kind)).toEqual(['unreadable', 'unreadable', 'automatic']);
});

it('T8: where no thread can be started the mail has to come again', async () => {
  const { read } = reader({ program: path.join(__dirname, 'there is none.cjs') });
  await expect(read(PLAIN)).rejects.toThrow('cannot be started');
});

it('T8: no mail holds the event loop, or takes more than its share of memory', async () => {
  const figures: { tookMs: number; heldBytes: number }[] = [];
  const { read } = reader({ onRead: (figure) => void figures.push(figure) });
  await read(PLAIN);
  const pieces = Object.values(HOSTILE_MAILS);
  const mixed = fc
    .array(fc.oneof(fc.constantFrom(...pieces.map((text) => text.slice(0, 20_000))), fc.string()), { maxLength: 20 })
    .map((parts) => parts.join('\r\n'));
  const noise = fc.uint8Array({ maxLength: 5_000 }).map((bytes) => Buffer.from(bytes).toString('latin1'));
  const mails = [...pieces, ...fc.sample(fc.oneof(mixed, noise), 100)].map(mail);
  const until = Date.now() + 20_000;
  for (const raw of mails) {
    if (Date.now() > until) break;
    // a mail that holds the loop does so each time; what only a loaded machine does, it does once, or without any mail as well
    let held = Infinity;
    for (let tries = 0; tries < 4 && held > LONGEST_HOLD; tries++) {
      const idle = tries === 0 ? 0 : await longestDelay(() => new Promise((resolve) => setTimeout(resolve, 200)));
      held = (await longestDelay(async () => expect((await read(raw)).kind).not.toBe('unreadable'))) - idle;
    }
    expect(held).toBeLessThan(LONGEST_HOLD);
  }
  expect(figures.length).toBeGreaterThan(pieces.length);
  expect(Math.max(...figures.map(({ heldBytes }) => heldBytes))).toBeLessThan(256 * 1024 * 1024);
});

/** What one mail may hold the event loop (ms). */
const LONGEST_HOLD = 100;

/** The longest time the event loop did not turn meanwhile (ms). */
async function longestDelay(during: () => Promise<unknown>): Promise<number> {
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  await during();
  // one more turn, so that the last hold is seen
  await new Promise((resolve) => setTimeout(resolve, 10));
  delay.disable();
  return delay.max / 1e6;
}
