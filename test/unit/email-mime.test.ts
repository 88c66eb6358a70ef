import fc from 'fast-check';
import PostalMime from 'postal-mime';
import type { OutgoingMail } from '../../activities/ports/mail';
import { encodeBody } from '../../channels/email/mime/body';
import { createComposer, wireBytes } from '../../channels/email/mime/compose';
import { idsHeader, mailboxHeader, textHeader, wireAddress } from '../../channels/email/mime/headers';
import { structureOf } from '../support/mail-structure';
import { sentText } from '../support/sent-text';

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.string({ maxLength: 300 }),
  fc.lorem({ maxCount: 60 }),
);
/** A text as one line, which is what a header can hold. */
const oneLine = (value: string) =>
  Buffer.from(value)
    .toString()
    .replace(/\s+/gu, ' ')
    .replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '')
    .trim();

async function readHeader(header: string) {
  const { headers, subject, from } = await PostalMime.parse(`${header}\r\nbody\r\n`);
  return { names: headers.map(({ key }) => key), subject, from };
}

describe('headers', () => {
  it('RFC 2047: any subject is one header that reads as it was, of ASCII lines of at most 78 characters', async () => {
    await fc.assert(
      fc.asyncProperty(text, async (subject) => {
        const header = textHeader('Subject', subject);
        expect(header).toMatch(/^[\x20-\x7e\r\n]*\r\n$/);
        // a lone word cannot be folded
        const lines = header.split('\r\n').filter((line) => line.trim().includes(' ') || line.includes('=?'));
        for (const line of lines) expect(line.length).toBeLessThanOrEqual(78);
        const read = await readHeader(header);
        expect(read.names).toEqual(['subject']);
        expect(read.subject ?? '').toBe(oneLine(subject));
      }),
      { numRuns: 300 },
    );
  });

  it('RFC 5322: any name is one mailbox with that name and that address', async () => {
    await fc.assert(
      fc.asyncProperty(text, async (name) => {
        const read = await readHeader(mailboxHeader('From', { name, address: 'zoe@customer.example' }));
        expect(read.names).toEqual(['from']);
        expect(read.from).toMatchObject({ address: 'zoe@customer.example', name: oneLine(name) });
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['Zoe Ndiaye', 'To: Zoe Ndiaye <z@c.example>\r\n'],
    ['Ndiaye, "Zoe"', 'To: "Ndiaye, \\"Zoe\\"" <z@c.example>\r\n'],
    ['Zoë', 'To: =?utf-8?B?Wm/Dqw==?= <z@c.example>\r\n'],
    ['=?utf-8?B?YQ==?=', 'To: =?utf-8?B?PT91dGYtOD9CP1lRPT0/PQ==?= <z@c.example>\r\n'],
    ['', 'To: z@c.example\r\n'],
  ])('the name %j', (name, header) => {
    expect(mailboxHeader('To', { name, address: 'z@c.example' })).toBe(header);
  });

  it('an encoded word never cuts a character in two (RFC 2047 §5)', () => {
    const header = textHeader('Subject', '😀日本é'.repeat(30));
    const words = Array.from(header.matchAll(/=\?utf-8\?B\?([^?]*)\?=/g), ([, base64 = '']) => base64);
    expect(words.length).toBeGreaterThan(5);
    const decoder = new TextDecoder('utf-8', { fatal: true });
    expect(words.map((word) => decoder.decode(Buffer.from(word, 'base64'))).join('')).toBe('😀日本é'.repeat(30));
  });

  it('a word too long for a line becomes encoded words (RFC 5322 §2.1.1)', async () => {
    const header = textHeader('Subject', 'x'.repeat(5_000));
    for (const line of header.split('\r\n')) expect(line.length).toBeLessThanOrEqual(78);
    expect((await readHeader(header)).subject).toBe('x'.repeat(5_000));
  });

  it('Message-IDs hold nothing but visible ASCII', () => {
    expect(idsHeader('References', ['a@b\r\nBcc: c', '<d@e>'])).toBe('References: <a@bBcc:c> <d@e>\r\n');
  });

  it.each(['', 'Sub ject', 'Subject:', 'X\r\nBcc', '1st', 'é'])('%j is no header’s name', (name) => {
    expect(() => textHeader(name, 'x')).toThrow(RangeError);
  });

  it('a host beyond ASCII is written in ASCII, and one that cannot be is refused', () => {
    expect(wireAddress('zoe@bücher.example')).toBe('zoe@xn--bcher-kva.example');
    expect(wireAddress('zoë@customer.example')).toBe('zoë@customer.example');
    expect(() => wireAddress('zoe@a.²')).toThrow('no form in ASCII');
  });
});

describe('bodies', () => {
  /** What a reader makes of the body. */
  function decoded({ encoding, body }: ReturnType<typeof encodeBody>): string {
    if (encoding === 'base64') return Buffer.from(body, 'base64').toString();
    if (encoding !== 'quoted-printable') return body;
    const bytes = body
      .replace(/=\r\n/g, '')
      .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
    return Buffer.from(bytes, 'latin1').toString();
  }

  it.each([true, false])(
    'any text comes out as it was, with CRLF, in lines that are not too long (8bit %s)',
    (eightBit) => {
      const long = fc.tuple(fc.constantFrom('a', 'é', '=', ' ', '😀', '\u0000'), fc.integer({ min: 60, max: 1_100 }));
      const body = fc.oneof(
        text,
        fc
          .array(
            fc.oneof(
              text,
              long.map(([one, times]) => one.repeat(times)),
            ),
          )
          .map((all) => all.join('\n')),
      );
      fc.assert(
        fc.property(body, (given) => {
          const encoded = encodeBody(given, eightBit);
          const lines = given.replace(/\r\n?/g, '\n').replace(/\n?$/, given === '' ? '' : '\n');
          expect(decoded(encoded)).toBe(Buffer.from(lines.replaceAll('\n', '\r\n')).toString());
          const isPlain = ['7bit', '8bit'].includes(encoded.encoding);
          const all = encoded.body.split('\r\n');
          expect(Math.max(...all.map((line) => Buffer.byteLength(line)))).toBeLessThanOrEqual(isPlain ? 998 : 76);
          expect(all.filter((line) => /[\r\n\0]/.test(line) || (!isPlain && /[\t ]$/.test(line)))).toEqual([]);
          const isAscii = /^[\t\r\n\x20-\x7e]*$/.test(encoded.body);
          expect(isAscii).toBe(encoded.encoding !== '8bit');
          expect(eightBit || isAscii).toBe(true);
        }),
        { numRuns: 100 },
      );
    },
  );

  it.each([
    ['plain words', 'a\nb', true, '7bit', 'a\r\nb\r\n'],
    ['words beyond ASCII over 8BITMIME', 'Grüße', true, '8bit', 'Grüße\r\n'],
    ['the same without it', 'Grüße aus Köln', false, 'quoted-printable', 'Gr=C3=BC=C3=9Fe aus K=C3=B6ln\r\n'],
    ['mostly beyond ASCII', '日本語', false, 'base64', '5pel5pys6KqeDQo=\r\n'],
    ['nothing', '', true, '7bit', ''],
    ['a bare CR', 'a\rb\r\rc', true, '7bit', 'a\r\nb\r\n\r\nc\r\n'],
    ['a control character', 'a\u0000=', true, 'quoted-printable', 'a=00=3D\r\n'],
    [
      'a line of 999',
      'x'.repeat(999),
      true,
      'quoted-printable',
      `${`${'x'.repeat(75)}=\r\n`.repeat(13)}${'x'.repeat(24)}\r\n`,
    ],
    ['a line that fits exactly', `é${'x'.repeat(70)}`, false, 'quoted-printable', `=C3=A9${'x'.repeat(70)}\r\n`],
    ['an escape at the edge', `${'x'.repeat(74)}é`, false, 'quoted-printable', `${'x'.repeat(74)}=\r\n=C3=A9\r\n`],
    ['a blank at the end', 'é \nb\t\n', false, 'quoted-printable', '=C3=A9=20\r\nb=09\r\n'],
  ])('%s', (_name, given, eightBit, encoding, body) => {
    expect(encodeBody(given, eightBit)).toEqual({ encoding, body });
  });
});

describe('a whole message', () => {
  const composer = createComposer({ name: 'Wartung, Süd', address: 'maintenance@provider.example' });
  const mail = (changes: Partial<OutgoingMail>): OutgoingMail => ({
    to: { name: 'Zoë', address: 'zoe@customer.example' },
    ...{ subject: 'S', text: 'text', html: '<p>html</p>', messageId: 'm@provider.example', references: [] },
    ...{ headers: { 'Auto-Submitted': 'auto-generated' }, date: new Date('2026-11-26T01:00:00Z') },
    ...changes,
  });

  it('is of two parts, whatever its texts hold, and the parser reads them as they were', async () => {
    const nasty = fc.oneof(
      text,
      fc.constantFrom('--=_forewarn_1', '\n--=_forewarn_1--\n', '\n.\n', '.\n..\n', '\r\n\r\n.'),
    );
    await fc.assert(
      fc.asyncProperty(nasty, nasty, fc.boolean(), async (plain, html, eightBit) => {
        const raw = Buffer.from(sentText(composer.compose(mail({ text: plain, html }), { eightBit })));
        expect(structureOf(raw)).toMatchObject({ damage: [], parts: [{ length: 2 }, { length: 2 }] });
        const read = await PostalMime.parse(raw);
        // the parser drops the mark that begins some files
        const same = (value = '') =>
          Buffer.from(value).toString().replace(/\r\n?/g, '\n').replaceAll('\ufeff', '').trimEnd();
        expect(same(read.text)).toBe(same(plain));
        expect(same(read.html)).toBe(same(html));
      }),
      { numRuns: 200 },
    );
  });

  it('N8: has the same bytes every time', () => {
    expect(composer.compose(mail({}), { eightBit: true })).toEqual(composer.compose(mail({}), { eightBit: true }));
  });

  it('says when it needs more than plain SMTP', () => {
    const of = (changes: Partial<OutgoingMail>, eightBit = true) => {
      const { isEightBit, needsUtf8 } = composer.compose(mail(changes), { eightBit });
      return { isEightBit, needsUtf8 };
    };
    expect(of({})).toEqual({ isEightBit: false, needsUtf8: false });
    expect(of({ text: 'Grüße' })).toEqual({ isEightBit: true, needsUtf8: false });
    expect(of({ text: 'Grüße' }, false)).toEqual({ isEightBit: false, needsUtf8: false });
    expect(of({ to: { name: '', address: 'zoë@c.example' } })).toEqual({ isEightBit: false, needsUtf8: true });
    expect(of({ to: { name: '', address: 'zoe@bücher.example' } })).toEqual({ isEightBit: false, needsUtf8: false });
  });

  it('RFC 5321 §4.5.2: a dot at a line’s start is doubled, and nothing before the end reads as the end', () => {
    expect(Buffer.concat(wireBytes('H: x\r\n', ['.\r\n..\r\na.\r\n'])).toString()).toBe(
      'H: x\r\n\r\n..\r\n...\r\na.\r\n.\r\n',
    );
    const lines = fc.array(fc.constantFrom('', '.', '..', 'a', '.a', 'é')).map((all) => `${all.join('\r\n')}\r\n`);
    fc.assert(
      fc.property(lines, (body) => {
        const wire = Buffer.concat(wireBytes('H: x\r\n', [body])).toString();
        expect(wire.indexOf('\r\n.\r\n')).toBe(wire.length - 5);
        expect(wire.slice(0, -3).replace(/\r\n\./g, '\r\n')).toBe(`H: x\r\n\r\n${body}`);
      }),
    );
  });
});
