import { codeRow, LISTED_CODES } from '../../domain/delivery/enhanced-codes';
import { isOutage, OUTAGE_RECIPIENTS, watchOutage } from '../../domain/delivery/mail-outage';
import { classifyReply, classifyReport, replyShape, type ReplyAbout } from '../../domain/delivery/reply-class';
import { REPORT_STATUSES, SMTP_REPLIES } from '../support/smtp-replies';

const SUPPRESSING = ['5.1.1', '5.1.2', '5.1.3', '5.1.6', '5.1.10', '5.2.1'];

describe('whom a reply is about (N13)', () => {
  it.each(SMTP_REPLIES.map(([about, said, source, listed = false]) => ({ about, said, source, listed })))(
    'N13: $source is $about: $said',
    ({ about, said, listed }) => {
      const judged = classifyReply(said);
      expect({ about: judged.about, listed: judged.isListed }).toEqual({ about, listed });
      expect(judged.reason).not.toBe('');
    },
  );

  it.each(
    REPORT_STATUSES.map(([about, status, diagnostic, source, listed = false]) => ({
      about,
      status,
      diagnostic,
      source,
      listed,
    })),
  )('N13: a report, $source, is $about: $status $diagnostic', ({ about, status, diagnostic, listed }) => {
    const judged = classifyReport({ status, diagnostic });
    expect({ about: judged.about, listed: judged.isListed }).toEqual({ about, listed });
  });

  it('N13: the corpus has at least 150 forms, no two alike, and every verdict', () => {
    const said = [...SMTP_REPLIES.map(([, text]) => text), ...REPORT_STATUSES.map(([, status, text]) => status + text)];
    expect(new Set(said).size).toBe(said.length);
    expect(said.length).toBeGreaterThanOrEqual(150);
    const verdicts = new Set<ReplyAbout>(SMTP_REPLIES.map(([about]) => about));
    expect([...verdicts].toSorted()).toEqual(['about-us', 'recipient-gone', 'recipient-refused', 'temporary']);
  });

  it('N13: only the listed codes can say that an address is gone for good', () => {
    const gone = LISTED_CODES.filter((code) => {
      const [subject, detail] = code.split('.').map(Number);
      return codeRow(subject ?? 0, detail ?? 0)?.about === 'recipient-gone';
    });
    expect(gone.map((code) => `5.${code}`).toSorted()).toEqual(SUPPRESSING.toSorted());
    const listed = SMTP_REPLIES.map(([, said]) => classifyReply(said)).filter(({ isListed }) => isListed);
    expect(SUPPRESSING).toEqual(expect.arrayContaining(listed.map(({ code }) => code)));
  });

  it('N13: every code of the table is judged as the table says when nothing else is said', () => {
    for (const code of LISTED_CODES) {
      const [subject, detail] = code.split('.').map(Number);
      expect([code, classifyReply(`550 5.${code} no`).about]).toEqual([
        code,
        codeRow(subject ?? 0, detail ?? 0)?.about,
      ]);
    }
  });

  it('T8: a reply of any length and form is judged in one walk', () => {
    const nasty = [
      '<'.repeat(5_000_000),
      '550 '.repeat(1_000_000),
      `550 5.1.1 ${'(#5.'.repeat(1_000_000)}`,
      '…'.repeat(9),
    ];
    for (const text of nasty) {
      expect(['recipient-gone', 'recipient-refused', 'about-us', 'temporary']).toContain(classifyReply(text).about);
      expect(replyShape(text).length).toBeLessThanOrEqual(300);
    }
  });
});

describe('the same refusal for many is an outage (N13)', () => {
  it('N13: the shape of a refusal is the same for every recipient, and another for another refusal', () => {
    const shape = replyShape('550 5.7.1 <ada@acme.example>: Access denied (id 4F1A21C0042)');
    expect(replyShape('550 5.7.1 <bea@bolt.example>: Access denied (id 99AB21C0042)')).toBe(shape);
    expect(replyShape('550 5.7.1 <ada@acme.example>: Relay access denied')).not.toBe(shape);
    expect(replyShape('554 5.7.1 <ada@acme.example>: Access denied')).not.toBe(shape);
    expect(shape).not.toContain('@');
  });

  it.each([
    ['nobody was taken', { about: 'recipient-refused', recipients: 10, domains: 1, accepted: 0 }, true],
    [
      'one in a hundred is refused',
      { about: 'recipient-refused', recipients: 60, domains: 60, accepted: 5_940 },
      false,
    ],
    ['one in a hundred is unknown', { about: 'recipient-gone', recipients: 60, domains: 60, accepted: 5_940 }, false],
    ['a few are refused', { about: 'recipient-refused', recipients: 9, domains: 9, accepted: 0 }, false],
    [
      'all people of one customer are unknown',
      { about: 'recipient-gone', recipients: 40, domains: 1, accepted: 0 },
      false,
    ],
    [
      'people of many customers are unknown',
      { about: 'recipient-gone', recipients: 40, domains: 20, accepted: 0 },
      true,
    ],
    ['it began in mid notice', { about: 'recipient-refused', recipients: 500, domains: 90, accepted: 100 }, true],
    ['half is taken', { about: 'recipient-refused', recipients: 500, domains: 90, accepted: 500 }, false],
  ] as const)('N13: %s', (_case, count, outage) => {
    expect(isOutage(count)).toBe(outage);
  });

  const refusal = (index: number, about: ReplyAbout = 'recipient-refused') =>
    ({ shape: '550 no', about, domain: `c${String(index)}.example` }) as const;

  it('N13: a pass over a server in an outage ends after a few, also in mid notice', () => {
    for (const before of [0, 5_000]) {
      const watch = watchOutage();
      for (let i = 0; i < before; i++) watch.note(undefined);
      let asked = 0;
      while (!watch.isOn && asked < 1_000) watch.note(refusal(asked++));
      expect(asked).toBeGreaterThanOrEqual(OUTAGE_RECIPIENTS);
      expect(asked).toBeLessThanOrEqual(30);
    }
  });

  it('N13: a pass goes on past single refusals, and past one customer whose people are all gone', () => {
    const watch = watchOutage();
    for (let i = 0; i < 1_000; i++) watch.note(i % 3 === 0 ? refusal(i) : undefined);
    for (let i = 0; i < 200; i++) watch.note(refusal(1, 'recipient-gone'));
    expect(watch.isOn).toBe(false);
  });
});
