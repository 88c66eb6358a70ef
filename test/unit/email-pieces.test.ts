import fc from 'fast-check';
import type { OutgoingMail } from '../../activities/ports';
import { createComposer, wireBytes } from '../../channels/email/mime/compose';

const composer = createComposer({ name: 'Maintenance', address: 'maintenance@provider.example' });

function mailOf(pieces: OutgoingMail['pieces'], text: string, html: string): OutgoingMail {
  return {
    to: { name: 'Ada', address: 'ada@customer.example' },
    subject: 'SCHEDULED - a test',
    ...{ text, html, messageId: 'one@provider.example', references: [], headers: {}, date: new Date(0) },
    ...(pieces ? { pieces } : {}),
  };
}

/** The message's bytes, with and without its pieces. */
function bothWays(text: readonly string[], html: readonly string[], eightBit: boolean): [Buffer, Buffer] {
  const pieces = { text: text.map((one) => ({ text: one })), html: html.map((one) => ({ text: one })) };
  const bytes = (given: OutgoingMail['pieces']) => {
    const { headers, body } = composer.compose(mailOf(given, text.join(''), html.join('')), {
      eightBit,
      asText: false,
    });
    return Buffer.concat(wireBytes(headers, body));
  };
  return [bytes(pieces), bytes(undefined)];
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
    'x'.repeat(400),
    'a',
  ),
  fc.string(),
);
const piece = fc.array(word, { maxLength: 12 }).map((words) => words.join(''));
const kept = piece.map((text) => text + 'plain words of a mail\n'.repeat(20));
const body = fc.array(fc.oneof(piece, kept), { maxLength: 5 }).map((pieces) => [...pieces, '\n']);

describe('bodies put together from ready pieces', () => {
  it('are byte for byte what the whole text would give, whatever stands in them', () => {
    fc.assert(
      fc.property(body, body, fc.boolean(), (text, html, eightBit) => {
        const [pieces, whole] = bothWays(text, html, eightBit);
        expect(pieces.equals(whole)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('are used again for the next mail', () => {
    const shared = { text: 'the same for everybody\n'.repeat(30) };
    const bodyOf = (name: string) => {
      const pieces = { text: [{ text: `Hello ${name},\n` }, shared], html: [shared] };
      const text = pieces.text.map((one) => one.text).join('');
      return composer.compose(mailOf(pieces, text, shared.text), { eightBit: true, asText: false }).body;
    };
    const buffers = (name: string) => bodyOf(name).filter((part) => typeof part !== 'string' && part.length > 100);
    expect(buffers('Ada')[0]).toBe(buffers('Bob')[0]);
    expect(buffers('Ada')).toHaveLength(2);
  });
});
