import fc from 'fast-check';
import { filled, HOSTILE_MAILS, multipart } from '../support/hostile-inbound';
import { READ_MAX, readablePart } from '../../channels/inbound/readable-part';
import { readInboundMail } from '../../channels/inbound/read-mail';

/**
 * Whoever can mail the mailbox chooses these bytes (T8). The bound is on the work: lines, parts, bytes and length of lines that
 * reach the readers, and what comes out of them; times are noisy, so only a multiple of a plain mail's is asked for.
 */

describe('hostile mail (T8)', () => {
  it.each(Object.entries(HOSTILE_MAILS))('T8: %s: so much is read and no more', async (_name, text) => {
    const part = Buffer.from(readablePart(Buffer.from(text)).bytes).toString('latin1');
    const lines = part.split('\n');
    expect(part.length).toBeLessThanOrEqual(READ_MAX.bytes + 2);
    expect(lines.length).toBeLessThanOrEqual(READ_MAX.lines + 1);
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(READ_MAX.line);
    expect(lines.filter((line) => line.startsWith('--')).length).toBeLessThanOrEqual(READ_MAX.parts);

    const read = await readInboundMail(Buffer.from(text));
    const mail = read.kind === 'returned' ? read.mail : { reports: [], tokens: [], messageIds: [] };
    expect(mail.reports.length).toBeLessThanOrEqual(100);
    expect(mail.tokens.length + mail.messageIds.length).toBeLessThanOrEqual(40);
    const longest = mail.reports.map(({ diagnostic, recipients }) => diagnostic.length + recipients.join('').length);
    expect(Math.max(0, ...longest)).toBeLessThanOrEqual(2_000);
  });

  it('T8: ten times the bytes is not ten times the work', async () => {
    const timed = async (text: string) => {
      const raw = Buffer.from(text);
      const began = performance.now();
      await readInboundMail(raw);
      return performance.now() - began;
    };
    for (const piece of ['\r\n', '--b\r\n\r\nx\r\n', 'Final-Recipient: rfc822;a@b.example\r\n\r\n']) {
      const [small, large] = [multipart(filled(piece, 1_000_000)), multipart(filled(piece, 10_000_000))];
      await timed(small);
      // the quickest of several: others use the same cores
      const quickest = async (text: string) => Math.min(await timed(text), await timed(text), await timed(text));
      const [one, ten] = [await quickest(small), await quickest(large)];
      expect(ten).toBeLessThan(5 * one + 200);
    }
  });

  it('T8: no mix of such pieces is read without end, or as anything but a mail', async () => {
    const pieces = Object.values(HOSTILE_MAILS).map((text) => text.slice(0, 3_000));
    const mixes = fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 50 })), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(mixes, async (mix) => {
        const read = await readInboundMail(Buffer.from(mix.join('\r\n')));
        expect(['reply', 'returned', 'automatic', 'written']).toContain(read.kind);
      }),
      { numRuns: 100 },
    );
  });

  it('T8: an ordinary mail is read to its last byte', () => {
    const mail = Buffer.from(
      multipart(`--b\r\nContent-Type: text/plain\r\n\r\n${filled('a line of text\r\n', 40_000)}--b--\r\n`),
    );
    const { bytes, isCut } = readablePart(mail);
    expect([Buffer.from(bytes).equals(mail), isCut]).toEqual([true, false]);
  });
});
