import { createTransport, type SMTPPoolOptions } from 'nodemailer';
import type { MailTransport, MailVerdict, OutgoingMail } from '../../activities/ports';
import { addressFault } from '../../domain/mail-address';
import { MINUTE, SECOND } from '../../domain/time';
import { parseSender, parseSmtpUrl } from './smtp-url';
import { verdictOf, words, type SmtpFailure } from './smtp-verdict';
import { oneLine } from './words';

/** How long each step may take, in ms. */
export interface SmtpTimeouts {
  /** From the name look-up to the end of the greeting and STARTTLS. */
  readonly connectMs: number;
  /** The greeting alone: servers that hold back on purpose take up to half a minute. */
  readonly greetingMs: number;
  /** Silence of the server; RFC 5321 §4.5.3.2.6 grants it 10 minutes for the final dot, and less makes accepted mail "unknown". */
  readonly silenceMs: number;
  /** One message in all: bounds a server that trickles, which silence does not notice. */
  readonly messageMs: number;
}

const TIMEOUTS: SmtpTimeouts = {
  connectMs: 45 * SECOND,
  greetingMs: 30 * SECOND,
  silenceMs: 10 * MINUTE,
  messageMs: 15 * MINUTE,
};

export interface SmtpOptions {
  /** See parseSmtpUrl. */
  readonly url: string;
  /** `Maintenance <maintenance@provider.example>`; the address is the envelope's sender too. */
  readonly from: string;
  /** How many messages may be under way at once. */
  readonly connections: number;
  /** A certificate authority to trust besides the runtime's, as PEM. */
  readonly ca?: string;
  readonly timeouts?: Partial<SmtpTimeouts>;
}

/**
 * The compatible baseline behind the mail port: nodemailer's pool, one address a message, one explicit envelope. Throws
 * RangeError for a server address or sender it cannot use; `send` never rejects, every outcome is a verdict.
 */
export function createSmtpTransport({ url, from, connections, ca, timeouts }: SmtpOptions): MailTransport {
  const server = parseSmtpUrl(url);
  const sender = parseSender(from);
  const limits = { ...TIMEOUTS, ...timeouts };
  const hidden = server.credentials ? secretsOf(server.credentials) : [];
  /** Envelopes of messages wholly handed to their connection. An envelope object belongs to one call of `send`. */
  const bodiesOut = new WeakSet<object>();

  const options: SMTPPoolOptions & { pool: true } = {
    pool: true,
    host: server.host,
    port: server.port,
    secure: server.secure,
    requireTLS: server.requireTls,
    ...(server.credentials ? { auth: server.credentials } : {}),
    ...(ca === undefined ? {} : { tls: { ca } }),
    maxConnections: connections,
    // a message goes to a second connection only while no byte of it has left; see PoolResource.send
    maxRequeues: 2,
    connectionTimeout: limits.connectMs,
    greetingTimeout: limits.greetingMs,
    dnsTimeout: limits.greetingMs,
    socketTimeout: limits.silenceMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
  const pool = createTransport(options);
  // the source's end comes just before nodemailer writes the final dot: until then the dot cannot have left
  pool.use('stream', (mail, done) => {
    const { envelope } = mail.data;
    mail.message.processFunc((body) => {
      body.once('end', () => {
        if (typeof envelope === 'object') bodiesOut.add(envelope);
      });
      return body;
    });
    done();
  });

  return {
    connections,
    close: () => pool.close(),
    async send(mail): Promise<MailVerdict> {
      const fault = addressFault(mail.to.address);
      if (fault) return { verdict: 'refused', reply: `not sent: the recipient ${fault}` };
      const envelope = { from: sender.address, to: [mail.to.address] };
      const deadline = new AbortController();
      const timer = setTimeout(() => deadline.abort(), limits.messageMs);
      try {
        const info = await pool.sendMail({ ...contentOf(mail), from: sender, envelope, signal: deadline.signal });
        return { verdict: 'accepted', reply: words(info.response) };
      } catch (error) {
        const verdict = verdictOf(failureOf(error), bodiesOut.has(envelope));
        return { ...verdict, reply: hide(hidden, verdict.reply) };
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

/** Strings only: no value of a mail can be a file, an address to fetch or a prepared header. */
function contentOf(mail: OutgoingMail) {
  return {
    to: { name: mail.to.name, address: mail.to.address },
    subject: oneLine(mail.subject),
    text: mail.text,
    html: mail.html,
    messageId: bracketed(mail.messageId),
    ...(mail.inReplyTo === undefined ? {} : { inReplyTo: bracketed(mail.inReplyTo) }),
    ...(mail.references.length > 0 ? { references: mail.references.map(bracketed) } : {}),
    headers: Object.entries(mail.headers).map(([key, value]) => ({ key, value })),
    date: mail.date,
  };
}

const bracketed = (id: string) => `<${id}>`;

function failureOf(error: unknown): SmtpFailure {
  return error instanceof Error ? error : { message: String(error) };
}

/** What a server might echo of a login: the parts themselves and their base64 forms. */
function secretsOf({ user, pass }: { user: string; pass: string }): string[] {
  const base64 = (text: string) => Buffer.from(text).toString('base64');
  return [pass, base64(pass), base64(`\0${user}\0${pass}`)].filter((secret) => secret !== '');
}

function hide(secrets: readonly string[], reply: string): string {
  return secrets.reduce((text, secret) => text.replaceAll(secret, '[secret]'), reply);
}
