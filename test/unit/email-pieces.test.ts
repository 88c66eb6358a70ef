import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import type { OutgoingMail } from '../../activities/ports/mail';
import { encodeBody } from '../../channels/email/mime/body';
import { createComposer, wireBytes, type ComposedMail } from '../../channels/email/mime/compose';
import { createDkimSigner } from '../../channels/email/mime/dkim';
import { readyOf } from '../../channels/email/mime/pieces';
import { sentText } from '../support/sent-text';

const composer = createComposer({ name: 'Maintenance', address: 'maintenance@provider.example' });

function mailOf(
  pieces: OutgoingMail['pieces'],
  text: string,
  html: string,
  calendar?: OutgoingMail['calendar'],
): OutgoingMail {
  return {
    to: { name: 'Ada', address: 'ada@customer.example' },
    subject: 'SCHEDULED - a test',
    ...{ text, html, messageId: 'one@provider.example', references: [], headers: {}, date: new Date(0) },
    ...(pieces ? { pieces } : {}),
    ...(calendar ? { calendar } : {}),
  };
}

/** The message from its texts, then from its pieces, twice: what is kept is as good as new. */
function bothWays(
  text: readonly string[],
  html: readonly string[],
  calendar: OutgoingMail['calendar'],
  eightBit: boolean,
): ComposedMail[] {
  const pieces = { text: text.map((one) => ({ text: one })), html: html.map((one) => ({ text: one })) };
  const compose = (given: OutgoingMail['pieces']) =>
    composer.compose(mailOf(given, text.join(''), html.join(''), calendar), { eightBit });
  return [compose(undefined), compose(pieces), compose(pieces)];
}

function bytesOf({ headers, body }: ComposedMail): Buffer {
  return Buffer.concat(wireBytes(headers, body));
}

function bodyAsReceived(mail: ComposedMail): string {
  return sentText(mail).slice(mail.headers.length + '\r\n'.length);
}

const word = fc.oneof(
  fc.constantFrom(
    '\n',
    '.',
    '\r',
    '\r\n',
    '\n.',
    '.\n',
    '=_forewarn_1',
    '\u0000',
    'é',
    '日本語',
    '😀',
    ' ',
    '\t ',
    ' \n',
    '\n\n',
    'x'.repeat(400),
    'a',
  ),
  fc.string(),
);
const piece = fc.array(word, { maxLength: 12 }).map((words) => words.join(''));
const kept = piece.map((text) => text + 'plain words of a mail\n'.repeat(20));
const calendar = fc.option(
  fc.record({
    method: fc.constantFrom('PUBLISH', 'REQUEST', null),
    text: fc.oneof(piece, kept).map((text) => text.replace(/\r?\n|\r/g, '\r\n')),
  }),
  { nil: undefined },
);
const body = fc.array(fc.oneof(piece, kept), { maxLength: 5 }).map((pieces) => [...pieces, '\n']);

describe('bodies put together from ready pieces', () => {
  it('are byte for byte what the whole text would give, whatever stands in them', () => {
    fc.assert(
      fc.property(body, body, calendar, fc.boolean(), (text, html, event, eightBit) => {
        const [whole, ...others] = bothWays(text, html, event, eightBit).map(bytesOf);
        for (const other of others) expect(whole?.equals(other)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('C1: are signed as the whole text would be', async () => {
    const { privateKey } = generateKeyPairSync('ed25519');
    const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const sign = createDkimSigner({ domain: 'provider.example', selector: 's', key });
    await fc.assert(
      fc.asyncProperty(body, body, calendar, async (text, html, event) => {
        const all = bothWays(text, html, event, false);
        const [whole, ...others] = await Promise.all(all.map((one) => sign(one.headers, one.body)));
        for (const other of others) expect(other).toBe(whole);
        // what a verifier hashes is the text as it was received
        for (const one of all) expect(await sign(one.headers, [bodyAsReceived(one)])).toBe(whole);
      }),
      { numRuns: 500 },
    );
  });

  it('RFC 5321 §4.5.2: what is kept of a calendar object has its dots doubled', () => {
    fc.assert(
      fc.property(body, fc.boolean(), (lines, eightBit) => {
        const encoded = encodeBody(lines.join(''), eightBit);
        const ready = readyOf(encoded)?.body.join('');
        const isPlain = !/^\.|=_forewarn_/.test(encoded.body);
        expect(ready).toBe(isPlain ? encoded.body.replaceAll('\r\n.', '\r\n..') : undefined);
      }),
    );
  });

  it('are used again for the next mail', () => {
    const shared = { text: 'the same for everybody\n'.repeat(30) };
    const bodyOf = (name: string) => {
      const pieces = { text: [{ text: `Hello ${name},\n` }, shared], html: [shared] };
      const text = pieces.text.map((one) => one.text).join('');
      return composer.compose(mailOf(pieces, text, shared.text), { eightBit: true }).body;
    };
    const buffers = (name: string) => bodyOf(name).filter((part) => typeof part !== 'string' && part.length > 100);
    expect(buffers('Ada')[0]).toBe(buffers('Bob')[0]);
    expect(buffers('Ada')).toHaveLength(2);
  });

  it('C5: so is an organization’s calendar object', () => {
    const calendar = { method: null, text: 'X-A:the same for everybody\r\n'.repeat(10) };
    const kept = () =>
      composer
        .compose(mailOf(undefined, 'text', '<p>html</p>', calendar), { eightBit: true })
        .body.find((part) => typeof part !== 'string');
    expect(kept()?.toString()).toBe(calendar.text);
    expect(kept()).toBe(kept());
  });
});
