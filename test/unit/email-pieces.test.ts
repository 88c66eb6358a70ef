import fc from 'fast-check';
import type { OutgoingMail } from '../../activities/ports';
import { createComposer, wireBytes } from '../../channels/email/mime/compose';

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

/** The message's bytes, put together from its pieces and from one text, twice each: what is kept is as good as new. */
function bothWays(
  text: readonly string[],
  html: readonly string[],
  calendar: OutgoingMail['calendar'],
  eightBit: boolean,
): Buffer[] {
  const pieces = { text: text.map((one) => ({ text: one })), html: html.map((one) => ({ text: one })) };
  const bytes = (asText: boolean) => {
    const mail = mailOf(pieces, text.join(''), html.join(''), asText ? calendar && { ...calendar } : calendar);
    const { headers, body } = composer.compose(mail, { eightBit, asText });
    return Buffer.concat(wireBytes(headers, asText ? [body.join('')] : body));
  };
  return [bytes(true), bytes(false), bytes(true), bytes(false)];
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
        const [whole, ...others] = bothWays(text, html, event, eightBit);
        for (const other of others) expect(whole?.equals(other)).toBe(true);
      }),
      { numRuns: 500 },
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
    const bytesOf = () =>
      composer
        .compose(mailOf(undefined, 'text', '<p>html</p>', calendar), { eightBit: true })
        .body.find((part) => typeof part !== 'string');
    expect(bytesOf()?.toString()).toBe(calendar.text);
    expect(bytesOf()).toBe(bytesOf());
  });
});
