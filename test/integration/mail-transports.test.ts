import { connect, createServer } from 'node:net';
import { once } from 'node:events';
import fc from 'fast-check';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import type { MailTransport, OutgoingMail } from '../../activities/ports/mail';
import { createMailEngine, type MailEngineOptions } from '../../channels/email/transport/engine/engine';
import { createNodemailerTransport } from '../../channels/email/transport/nodemailer-transport';
import { addressFault } from '../../domain/delivery/mail-address';
import { startRecordingSmtp, type RecordingSmtp, type SmtpRules } from '../support/recording-smtp';
import { sendAll, sendOne } from '../support/mail-job';
import { selfSigned } from '../support/self-signed';

let smtp: RecordingSmtp;
const open: MailTransport[] = [];

beforeAll(async () => {
  smtp = await startRecordingSmtp();
});
afterEach(() => {
  for (const transport of open.splice(0)) transport.close();
  smtp.rules = {};
});
afterAll(() => smtp.close());

let serial = 0;
function mail(changes: Partial<OutgoingMail> = {}): OutgoingMail {
  return {
    to: { name: 'Zoë', address: 'zoe@customer.example' },
    subject: 'SCHEDULED - Replace a unit [MW-2026-0001]',
    text: 'Grüße\n.\n..two dots\n',
    html: '<p>Grüße</p>',
    messageId: `mail-${String(++serial)}@provider.example`,
    references: [],
    headers: { 'Auto-Submitted': 'auto-generated' },
    date: new Date('2026-11-26T01:00:00Z'),
    ...changes,
  };
}

/** Larger than every buffer between here and the server, so that the end cannot have left while the server reads nothing. */
const HUGE = 'maintenance '.repeat(1_500_000);

const SUPPORT = 'Support <support@provider.example>';

/** Limits that a test can wait for; each engine has its own. */
interface Patience {
  readonly url?: string;
  readonly ca?: string;
  readonly connections?: number;
  readonly impatientMs?: number;
}

const ENGINES: Record<string, (options: MailEngineOptions, impatientMs?: number) => MailTransport> = {
  engine: (options, ms) => {
    const steps = ['connect', 'greeting', 'command', 'mail', 'rcpt', 'data', 'block', 'dot'] as const;
    const timeouts = ms === undefined ? {} : Object.fromEntries(steps.map((step) => [step, ms]));
    return createMailEngine({ ...options, timeouts });
  },
  nodemailer: ({ timeouts: _, ...options }, ms) =>
    createNodemailerTransport({
      ...options,
      ...(ms === undefined ? {} : { timeouts: { connectMs: ms, greetingMs: ms, silenceMs: ms, messageMs: 2 * ms } }),
    }),
};

describe.each(Object.entries(ENGINES))('%s', (_engine, create) => {
  function transport({ impatientMs, ...changes }: Patience = {}): MailTransport {
    const made = create(
      {
        url: smtp.url,
        from: 'Maintenance <maintenance@provider.example>',
        replyTo: SUPPORT,
        connections: 1,
        ...changes,
      },
      impatientMs,
    );
    open.push(made);
    return made;
  }

  describe('what the server receives (C1)', () => {
    it('C1: text, HTML, threading, headers and date arrive as given', async () => {
      const given = mail({
        inReplyTo: 'first@provider.example',
        references: ['first@provider.example', 'last@provider.example'],
        headers: { 'Auto-Submitted': 'auto-generated', 'X-Forewarn-Notice': 'reminder-7d.r1' },
      });
      await expect(sendOne(transport(), given)).resolves.toEqual({
        verdict: 'accepted',
        reply: expect.stringMatching(/^250 2\.0\.0 queued as/) as string,
      });

      const [copy, ...more] = smtp.copies(given.messageId);
      expect(more).toEqual([]);
      expect(copy).toMatchObject({ from: 'maintenance@provider.example', to: ['zoe@customer.example'] });
      const read = await PostalMime.parse(copy?.raw ?? '');
      expect(read).toMatchObject({
        subject: given.subject,
        from: { name: 'Maintenance', address: 'maintenance@provider.example' },
        to: [{ name: 'Zoë', address: 'zoe@customer.example' }],
        messageId: `<${given.messageId}>`,
        inReplyTo: '<first@provider.example>',
        references: '<first@provider.example> <last@provider.example>',
        date: '2026-11-26T01:00:00.000Z',
      });
      expect(read.text?.replaceAll('\r\n', '\n').trimEnd()).toBe(given.text.trimEnd());
      expect(read.html?.trim()).toBe(given.html);
      const headers = new Map(read.headers.map(({ key, value }) => [key, value]));
      expect(headers.get('auto-submitted')).toBe('auto-generated');
      expect(headers.get('x-forewarn-notice')).toBe('reminder-7d.r1');
    });

    it('N15: every mail says where answers go: its own place, or that of all our mails', async () => {
      const sender = transport();
      const mails = [mail(), mail({ replyTo: 'zoe@customer.example' })];
      await sendAll(sender, mails);
      const read = await Promise.all(
        mails.map(({ messageId }) => PostalMime.parse(smtp.copies(messageId)[0]?.raw ?? '')),
      );
      expect(read.map(({ replyTo }) => replyTo)).toEqual([
        [{ name: 'Support', address: 'support@provider.example' }],
        [{ name: '', address: 'zoe@customer.example' }],
      ]);
    });

    it.each([null, 'PUBLISH', 'REQUEST', 'CANCEL'])(
      'C5: one calendar part arrives as given, method %s',
      async (method) => {
        const text = 'BEGIN:VCALENDAR\r\nDESCRIPTION:Grüße\r\n ünd mehr\r\nEND:VCALENDAR\r\n';
        const given = mail({ calendar: { method, text } });
        await sendOne(transport(), given);
        const read = await PostalMime.parse(smtp.copies(given.messageId)[0]?.raw ?? '', { attachmentEncoding: 'utf8' });
        const [part, ...more] = read.attachments;
        expect(more).toEqual([]);
        expect([part?.mimeType, part?.method ?? null]).toEqual(['text/calendar', method]);
        const content = typeof part?.content === 'string' ? part.content : '';
        expect(content.replaceAll('\r\n', '\n')).toBe(text.replaceAll('\r\n', '\n'));
        expect([read.text?.trimEnd().slice(0, 5), read.html?.trim()]).toEqual(['Grüße', given.html]);
      },
    );

    it('C1: each mail leaves with its own return path where it has one, and over the same connection', async () => {
      const sender = transport();
      const paths = ['bounces+1-a@provider.example', 'bounces+2-b@provider.example'];
      const mails = [...paths.map((returnPath) => mail({ returnPath })), mail()];
      await sendAll(sender, mails);
      const from = mails.map(({ messageId }) => smtp.copies(messageId)[0]?.from);
      expect(from).toEqual([...paths, 'maintenance@provider.example']);
    });

    it.each([
      ['550 relay not permitted', 'blocked'],
      ['550 Blocked - see the block list', 'blocked'],
      ['550 Authentication is required', 'blocked'],
      ['550 5.1.8 Access denied, bad outbound sender', 'blocked'],
      ['550 5.2.1 receiving mail at a rate that prevents additional messages', 'blocked'],
      ['550 5.1.1 no such user', 'refused'],
      ['552 5.2.2 mailbox full', 'refused'],
      ['451 4.7.1 relay not permitted yet', 'deferred'],
    ])('N13: %s is %s, and the connection goes on', async (reply, verdict) => {
      const sender = transport();
      const before = smtp.sessions;
      smtp.rules = { refuse: () => reply };
      expect(await sendOne(sender, mail())).toEqual({ verdict, reply });
      smtp.rules = {};
      expect(await sendOne(sender, mail())).toMatchObject({ verdict: 'accepted' });
      expect(smtp.sessions - before).toBeLessThanOrEqual(2);
    });

    it('N8: the same mail sent again bears the same Message-ID', async () => {
      const given = mail();
      const sender = transport();
      await sendOne(sender, given);
      await sendOne(sender, given);
      expect(smtp.copies(given.messageId)).toHaveLength(2);
    });

    it('keeps a connection for the next mail and uses as many as it may', async () => {
      const sender = transport({ connections: 3 });
      const before = smtp.sessions;
      await sendAll(sender, [mail(), mail(), mail()]);
      await sendAll(
        sender,
        Array.from({ length: 9 }, () => mail()),
      );
      expect(smtp.sessions - before).toBe(3);
    });

    it.each([
      'zoe@customer.example\r\nRCPT TO:<evil@evil.example>',
      'zoe@customer.example, evil@evil.example',
      'zoe@customer.example>\r\nDATA',
      'group: evil@evil.example;',
      '"quoted part"@customer.example',
      '<evil@evil.example>',
      '',
    ])('refuses a recipient that is not one address, before a word is said: %j', async (address) => {
      const before = smtp.commands.length;
      const verdict = await sendOne(transport(), mail({ to: { name: 'Zoë', address } }));
      expect(verdict).toEqual({
        verdict: 'refused',
        reply: expect.stringContaining('must be one mail address') as string,
      });
      expect(smtp.commands).toHaveLength(before);
    });

    it('N8: whatever one address and one name hold, exactly that address gets the mail', async () => {
      const sender = transport();
      const local = fc.stringMatching(/^[a-z0-9!#$%&'*+/=?^_`{|}~.-]{1,20}$/);
      const address = local
        .map((part) => `${part}@customer.example`)
        .filter((text) => addressFault(text) === undefined);
      await fc.assert(
        fc.asyncProperty(
          address,
          fc.string({ unit: 'binary' }),
          fc.string({ unit: 'binary' }),
          async (to, name, subject) => {
            const given = mail({ to: { name, address: to }, subject });
            await expect(sendOne(sender, given)).resolves.toMatchObject({ verdict: 'accepted' });
            expect(smtp.copies(given.messageId).map((copy) => copy.to)).toEqual([[to]]);
          },
        ),
        { numRuns: 100 },
      );
    });

    it('adds no header and no recipient, whatever names, subject and header values hold', async () => {
      const nasty = 'x\r\nBcc: evil@evil.example\r\n\r\n<evil@evil.example>, evil@evil.example';
      const given = mail({
        to: { name: nasty, address: 'zoe@customer.example' },
        subject: nasty,
        headers: { 'X-Forewarn-Reference': nasty },
      });
      await sendOne(transport(), given);
      const [copy] = smtp.copies(given.messageId);
      expect(copy?.to).toEqual(['zoe@customer.example']);
      const read = await PostalMime.parse(copy?.raw ?? '');
      expect(read.headers.map(({ key }) => key)).not.toContain('bcc');
      expect(read.to?.map(({ address }) => address)).toEqual(['zoe@customer.example']);
    });
  });

  describe('the verdict on each outcome (N8)', () => {
    const word = (reply: string) => expect.stringContaining(reply) as string;

    const cases: [string, SmtpRules, string, string][] = [
      ['greeting 554', { replies: { connect: '554 5.3.2 not today' } }, 'unavailable', '554 5.3.2 not today'],
      ['greeting 421', { replies: { connect: '421 4.3.2 too busy' } }, 'unavailable', '421 4.3.2 too busy'],
      ['EHLO and HELO refused', { replies: { EHLO: '550 5.7.1 go away' } }, 'unavailable', '550 5.7.1 go away'],
      [
        'MAIL FROM 550: our fault',
        { replies: { MAIL: '550 5.7.1 not your domain' } },
        'unavailable',
        'sender refused: 550 5.7.1 not your domain',
      ],
      ['MAIL FROM 451', { replies: { MAIL: '451 4.3.0 disk' } }, 'unavailable', '451 4.3.0 disk'],
      ['MAIL FROM 421', { replies: { MAIL: '421 4.7.0 slow down' } }, 'unavailable', '421 4.7.0 slow down'],
      ['MAIL FROM 530', { replies: { MAIL: '530 5.7.0 log in first' } }, 'unavailable', '530 5.7.0 log in first'],
      ['RCPT 550', { replies: { RCPT: '550 5.1.1 no such user' } }, 'refused', '550 5.1.1 no such user'],
      ['RCPT 553', { replies: { RCPT: '553 5.1.3 bad address' } }, 'refused', '553 5.1.3 bad address'],
      ['RCPT 450', { replies: { RCPT: '450 4.2.0 mailbox busy' } }, 'deferred', '450 4.2.0 mailbox busy'],
      ['RCPT 451', { replies: { RCPT: '451 4.7.1 greylisted' } }, 'deferred', '451 4.7.1 greylisted'],
      ['RCPT 452', { replies: { RCPT: '452 4.2.2 mailbox full' } }, 'deferred', '452 4.2.2 mailbox full'],
      ['RCPT 421', { replies: { RCPT: '421 4.7.0 too many' } }, 'unavailable', '421 4.7.0 too many'],
      ['DATA 451', { replies: { DATA: '451 4.3.0 later' } }, 'deferred', '451 4.3.0 later'],
      ['DATA 554', { replies: { DATA: '554 5.5.1 no' } }, 'refused', '554 5.5.1 no'],
      ['final dot 452', { replies: { dot: '452 4.3.1 no room' } }, 'deferred', '452 4.3.1 no room'],
      ['final dot 552', { replies: { dot: '552 5.3.4 too big' } }, 'refused', '552 5.3.4 too big'],
      ['final dot 554', { replies: { dot: '554 5.7.1 spam' } }, 'refused', '554 5.7.1 spam'],
      [
        'final dot 421: not taken, and not the recipient',
        { replies: { dot: '421 4.3.2 going down' } },
        'unavailable',
        '421 4.3.2 going down',
      ],
      ['connection lost before the greeting', { drop: 'connect' }, 'unavailable', ''],
      ['connection lost at EHLO', { drop: 'EHLO' }, 'unavailable', ''],
      ['connection lost at MAIL', { drop: 'MAIL' }, 'unavailable', ''],
      ['connection lost at RCPT', { drop: 'RCPT' }, 'unavailable', ''],
      ['connection lost at DATA', { drop: 'DATA' }, 'unavailable', ''],
      ['connection lost after the final dot', { drop: 'dot' }, 'unknown', 'no answer after the message was out'],
      ['silence after the final dot', { hang: 'dot' }, 'unknown', 'no answer after the message was out'],
      ['nonsense after the final dot', { replies: { dot: 'what?' } }, 'unknown', 'no answer after the message was out'],
      ['silence before the greeting', { hang: 'connect' }, 'unavailable', ''],
      ['silence at RCPT', { hang: 'RCPT' }, 'unavailable', ''],
    ];

    describe.each([
      ['pipelined', ['PIPELINING']],
      ['step by step', ['8BITMIME']],
    ])('%s', (_name, extensions) => {
      it.each(cases)('N8: %s', async (_case, rules, verdict, reply) => {
        smtp.rules = { ...rules, extensions };
        const given = mail();
        await expect(sendOne(transport({ impatientMs: 300 }), given)).resolves.toEqual({ verdict, reply: word(reply) });
        // what the server may have is exactly what is called unknown
        expect(smtp.copies(given.messageId).length > 0).toBe(rules.drop === 'dot' || rules.hang === 'dot');
      });
    });

    it('N8: a connection lost in the middle of a message leaves nothing behind', async () => {
      smtp.rules = { drop: 'body' };
      const given = mail({ text: HUGE });
      await expect(sendOne(transport(), given)).resolves.toMatchObject({ verdict: 'unavailable' });
      expect(smtp.copies(given.messageId)).toEqual([]);
    });

    it('N8: one refused recipient harms neither the others nor the connection', async () => {
      smtp.rules = { refuse: (address) => (address === 'gone@customer.example' ? '550 5.1.1 gone' : undefined) };
      const sender = transport();
      const before = smtp.sessions;
      const addresses = ['a@customer.example', 'gone@customer.example', 'b@customer.example'];
      const { verdicts } = await sendAll(
        sender,
        addresses.map((address) => mail({ to: { name: '', address } })),
      );
      expect(verdicts).toMatchObject([{ verdict: 'accepted' }, { verdict: 'refused' }, { verdict: 'accepted' }]);
      expect(smtp.sessions - before).toBe(1);
    });

    it('N8: greylisting defers the first try and takes the second', async () => {
      smtp.rules = { greylist: true };
      const sender = transport();
      const given = mail({ to: { name: '', address: `grey-${String(serial)}@customer.example` } });
      await expect(sendOne(sender, given)).resolves.toMatchObject({ verdict: 'deferred', reply: word('451 4.7.1') });
      await expect(sendOne(sender, given)).resolves.toMatchObject({ verdict: 'accepted' });
      expect(smtp.copies(given.messageId)).toHaveLength(1);
    });

    it('N8: an idle connection the server has closed costs nothing: the mail goes out over a new one, once', async () => {
      const sender = transport();
      await sendOne(sender, mail());
      smtp.rules = { drop: 'MAIL', times: 1 };
      const given = mail();
      await expect(sendOne(sender, given)).resolves.toMatchObject({ verdict: 'accepted' });
      expect(smtp.copies(given.messageId)).toHaveLength(1);
    });

    it('N8: a mail whose answer was lost is not sent again by itself', async () => {
      smtp.rules = { drop: 'dot', times: 1 };
      const sender = transport();
      const given = mail();
      await expect(sendOne(sender, given)).resolves.toMatchObject({ verdict: 'unknown' });
      await expect(sendOne(sender, mail())).resolves.toMatchObject({ verdict: 'accepted' });
      expect(smtp.copies(given.messageId)).toHaveLength(1);
    });

    it('nobody listens: unavailable, with the reason', async () => {
      const server = createServer().listen(0, '127.0.0.1');
      await once(server, 'listening');
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      server.close();
      await once(server, 'close');
      await expect(sendOne(transport({ url: `smtp://127.0.0.1:${String(port)}` }), mail())).resolves.toEqual({
        verdict: 'unavailable',
        reply: word('ECONNREFUSED'),
      });
    });

    it('a server that trickles its replies is given up on', async () => {
      const trickle = createServer((socket) => {
        socket.write('220 slow\r\n');
        socket.on('data', () => undefined);
        socket.on('error', () => socket.destroy());
        const drip = setInterval(() => socket.write('2'), 20);
        socket.on('close', () => clearInterval(drip));
      }).listen(0, '127.0.0.1');
      await once(trickle, 'listening');
      const address = trickle.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      const sender = transport({ url: `smtp://127.0.0.1:${String(port)}`, impatientMs: 150 });
      await expect(sendOne(sender, mail())).resolves.toMatchObject({ verdict: 'unavailable' });
      trickle.close();
      await once(trickle, 'close');
    });
  });

  describe('login and TLS', () => {
    const withLogin = () => smtp.url.replace('smtp://', 'smtp://forewarn:s3cret%21@');

    it('logs in when the server offers it', async () => {
      smtp.rules = { extensions: ['AUTH PLAIN'] };
      const before = smtp.commands.length;
      await expect(sendOne(transport({ url: withLogin() }), mail())).resolves.toMatchObject({ verdict: 'accepted' });
      expect(smtp.commands.slice(before)).toContain('AUTH');
    });

    it('T4: a refused login is unavailable, and an echoed password is not in the reply', async () => {
      const echoed = Buffer.from('\0forewarn\0s3cret!').toString('base64');
      smtp.rules = { extensions: ['AUTH PLAIN'], replies: { AUTH: `535 5.7.8 no: s3cret! ${echoed}` } };
      const verdict = await sendOne(transport({ url: withLogin() }), mail());
      expect(verdict).toEqual({
        verdict: 'unavailable',
        reply: expect.stringContaining('535 5.7.8 no: [secret]') as string,
      });
      expect(verdict.reply).not.toContain('s3cret');
      expect(verdict.reply).not.toContain(echoed);
    });

    it('tls=required refuses a server without STARTTLS and sends nothing in the clear', async () => {
      const before = smtp.commands.length;
      const given = mail();
      await expect(sendOne(transport({ url: `${smtp.url}?tls=required` }), given)).resolves.toMatchObject({
        verdict: 'unavailable',
      });
      expect(smtp.commands.slice(before).filter((line) => /^(MAIL|RCPT|DATA|AUTH)/.test(line))).toEqual([]);
    });

    /** Reaches the server on loopback, and is no loopback address itself. */
    const notLoopback = () => withLogin().replace('127.0.0.1', '0.0.0.0');

    it.each(['502 5.5.1 not implemented', '454 4.7.0 TLS not available', '220 2.0.0 ready'])(
      'T8: credentials are never sent in clear: STARTTLS is stripped, and asked for it is answered %s',
      async (answer) => {
        smtp.rules = { extensions: ['AUTH PLAIN LOGIN'], replies: { STARTTLS: answer } };
        const before = smtp.bytes.length;
        const verdict = await sendOne(transport({ url: notLoopback(), impatientMs: 1_000 }), mail());
        expect(verdict.verdict).toBe('unavailable');
        const sent = Buffer.concat(smtp.bytes.slice(before)).toString('latin1');
        expect(sent).toMatch(/^EHLO /);
        expect(sent).not.toMatch(/^(AUTH|MAIL|RCPT|DATA)/im);
        expect(sent).not.toContain(Buffer.from('s3cret!').toString('base64').slice(0, 8));
        expect(sent).not.toContain(Buffer.from('\0forewarn\0s3cret!').toString('base64').slice(0, 8));
      },
    );

    it('T8: the refusal says which rule, and the way out', async () => {
      smtp.rules = { extensions: ['AUTH PLAIN'], replies: { STARTTLS: '502 5.5.1 not implemented' } };
      await expect(sendOne(transport({ url: notLoopback() }), mail())).resolves.toEqual({
        verdict: 'unavailable',
        reply: expect.stringMatching(/SMTP_URL has a user and a password.* never sent in clear.* smtps:\/\//) as string,
      });
    });

    it('smtps:// to a server that speaks no TLS is unavailable', async () => {
      const url = smtp.url.replace('smtp:', 'smtps:');
      await expect(sendOne(transport({ url, impatientMs: 300 }), mail())).resolves.toMatchObject({
        verdict: 'unavailable',
      });
    });
  });

  describe('TLS with a real handshake', () => {
    const pair = selfSigned();
    const secured: boolean[] = [];
    const servers: SMTPServer[] = [];

    /** A server that takes mail and notes whether it came over TLS. */
    async function listen(secure: boolean): Promise<number> {
      const server = new SMTPServer({
        ...pair,
        secure,
        authOptional: true,
        onData(stream, session, done) {
          secured.push(session.secure);
          stream.resume().on('end', () => done());
        },
      });
      server.on('error', () => undefined); // a client that refuses the certificate
      servers.push(server);
      const listener = server.listen(0, '127.0.0.1');
      await once(listener, 'listening');
      const address = listener.address();
      return typeof address === 'object' && address ? address.port : 0;
    }

    afterEach(async () => {
      secured.length = 0;
      for (const sender of open.splice(0)) sender.close();
      await Promise.all(servers.splice(0).map((server) => new Promise<void>((resolve) => server.close(resolve))));
    });

    it.each([
      ['smtps', true, ''],
      ['smtp', false, ''],
      ['smtp', false, '?tls=required'],
    ])('%s:// with STARTTLS offered or TLS from the start (%s) %s: encrypted', async (scheme, secure, options) => {
      const url = `${scheme}://127.0.0.1:${String(await listen(secure))}${options}`;
      await expect(sendOne(transport({ url, ca: pair.cert }), mail())).resolves.toMatchObject({ verdict: 'accepted' });
      expect(secured).toEqual([true]);
    });

    it.each([
      ['smtps', true],
      ['smtp', false],
    ])('%s:// refuses a certificate nobody vouches for', async (scheme, secure) => {
      const url = `${scheme}://127.0.0.1:${String(await listen(secure))}`;
      await expect(sendOne(transport({ url }), mail())).resolves.toMatchObject({
        verdict: 'unavailable',
        reply: expect.stringMatching(/certificate/) as string,
      });
      expect(secured).toEqual([]);
    });
  });

  describe('closing', () => {
    it('ends its connections, and a later send says so', async () => {
      const sender = transport();
      await sendOne(sender, mail());
      sender.close();
      await expect(sendOne(sender, mail())).resolves.toMatchObject({
        verdict: 'unavailable',
        reply: expect.stringContaining('closed') as string,
      });
      while (smtp.open > 0) await new Promise((resolve) => setTimeout(resolve, 5));
      expect(smtp.open).toBe(0);
    });
  });
});

it('the recording server unstuffs dots and speaks plain SMTP to others too', async () => {
  const socket = connect(smtp.port, '127.0.0.1');
  const closed = once(socket, 'close');
  socket.resume();
  socket.write(
    'HELO x\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\nDATA\r\nMessage-ID: <raw@b.example>\r\n\r\n..x\r\n.\r\nQUIT\r\n',
  );
  await closed;
  expect(smtp.copies('raw@b.example')[0]?.raw.toString()).toBe('Message-ID: <raw@b.example>\r\n\r\n.x\r\n');
});
