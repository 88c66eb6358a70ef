import { createTransport, type SMTPPoolOptions } from 'nodemailer';
import type { MailTransport, MailVerdict, OutgoingMail } from '../../../activities/ports/mail';
import { CALENDAR_FILE, ONE_CLICK } from '../mime/compose';
import { addressFault } from '../../../domain/delivery/mail-address';
import { MINUTE, SECOND } from '../../../domain/shared/time';
import { endOf } from './job-end';
import { hideSecrets, NO_SENDER, type MailOptions, type MailSender } from './mail-options';
import { bracketed, wireAddress } from '../mime/headers';
import { needsTls, parseSender, parseSmtpUrl, type SmtpServer } from './smtp-url';
import { verdictOf, type SmtpFailure } from './nodemailer-verdict';
import { words } from './smtp-verdict';
import { oneLine } from '../content/words';
import { optional } from '../../../domain/shared/optional';

/** How long each step may take, in ms. */
export interface NodemailerTimeouts {
  /** From the name look-up to the end of the greeting and STARTTLS. */
  readonly connectMs: number;
  /** The greeting alone: servers that hold back on purpose take up to half a minute. */
  readonly greetingMs: number;
  /** Silence of the server; RFC 5321 §4.5.3.2.6 grants it 10 minutes for the final dot, and less makes accepted mail "unknown". */
  readonly silenceMs: number;
  /** One message in all: bounds a server that trickles, which silence does not notice. */
  readonly messageMs: number;
}

const TIMEOUTS: NodemailerTimeouts = {
  connectMs: 45 * SECOND,
  greetingMs: 30 * SECOND,
  silenceMs: 10 * MINUTE,
  messageMs: 15 * MINUTE,
};

export interface NodemailerOptions extends MailOptions {
  readonly timeouts?: Partial<NodemailerTimeouts>;
}

/**
 * The compatible baseline behind the mail port: nodemailer's pool, one address a message, one explicit envelope. Throws
 * RangeError for a server address, sender or Reply-To it cannot use.
 */
export function createNodemailerTransport(options: NodemailerOptions): MailTransport {
  const { url, connections, timeouts, brands = new Map<string, MailSender>() } = options;
  const own = readSender(options);
  const senders = new Map([...brands].map(([id, sender]) => [id, readSender(sender)]));
  const limits = { ...TIMEOUTS, ...timeouts };
  const server = parseSmtpUrl(url);
  const hide = hideSecrets(server.credentials);
  /** Envelopes of messages wholly handed to their connection. An envelope object belongs to one call of `send`. */
  const bodiesOut = new WeakSet<object>();

  const pool = createTransport(poolSettings(options, server, limits));
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

  /** Never rejects: every outcome is a verdict. */
  async function send(mail: OutgoingMail): Promise<MailVerdict> {
    const as = mail.brand === undefined ? own : senders.get(mail.brand);
    if (!as) return { verdict: 'refused', reply: NO_SENDER };
    const fault = addressFault(mail.to.address);
    if (fault) return { verdict: 'refused', reply: `not sent: the recipient ${fault}` };
    let address: string;
    try {
      // the library's own way to ASCII makes another host of some names
      address = wireAddress(mail.to.address);
    } catch (error) {
      return { verdict: 'refused', reply: words(`the message could not be written: ${failureOf(error).message}`) };
    }
    const envelope = { from: mail.returnPath ?? as.from.address, to: [address] };
    const deadline = new AbortController();
    const timer = setTimeout(() => deadline.abort(), limits.messageMs);
    try {
      const info = await pool.sendMail({
        ...contentOf(mail, address),
        ...as,
        ...(mail.replyTo === undefined ? {} : { replyTo: { name: '', address: mail.replyTo } }),
        envelope,
        signal: deadline.signal,
      });
      return { verdict: 'accepted', reply: words(info.response) };
    } catch (error) {
      const failure = failureOf(error);
      if (lacksTls(server, failure)) return { verdict: 'unavailable', reply: words(needsTls(server)) };
      const verdict = verdictOf(failure, bodiesOut.has(envelope));
      return { ...verdict, reply: hide(verdict.reply) };
    } finally {
      clearTimeout(timer);
    }
  }

  return {
    close: () => pool.close(),
    async run({ next, take, settled, signal }) {
      const troubles: string[] = [];
      let verdicts = 0;
      /** One connection's share of the job; ends early when the server could not be used. */
      const share = async (): Promise<void> => {
        for (let message = await next(); message; message = await next()) {
          if (signal.aborted || !(await take(message.id))) continue;
          const verdict = await send(message.mail);
          await settled(message.id, verdict);
          if (verdict.verdict === 'unavailable') return void troubles.push(verdict.reply);
          verdicts++;
        }
      };
      const shares = await Promise.allSettled(Array.from({ length: connections }, share));
      for (const end of shares) if (end.status === 'rejected') throw end.reason;
      return endOf({ troubles, verdicts, gaveUp: troubles.length === connections });
    },
  };
}

/** The server said no to STARTTLS, which the library asks for whether it is offered or not where TLS is required. */
function lacksTls({ requireTls }: SmtpServer, { command, responseCode }: SmtpFailure): boolean {
  return requireTls && command === 'STARTTLS' && responseCode !== undefined;
}

/** What nodemailer's pool is made with. */
function poolSettings(
  options: NodemailerOptions,
  server: SmtpServer,
  limits: NodemailerTimeouts,
): SMTPPoolOptions & { pool: true } {
  const { connections, ca } = options;
  return {
    pool: true,
    host: server.host,
    port: server.port,
    secure: server.secure,
    requireTLS: server.requireTls,
    ...(server.credentials ? { auth: server.credentials } : {}),
    ...(ca === undefined ? {} : { tls: { ca } }),
    maxConnections: connections,
    ...optional({ maxMessages: options.maxMessages }),
    ...(options.ratePerSecond === undefined ? {} : { rateDelta: SECOND, rateLimit: options.ratePerSecond }),
    // a message goes to a second connection only while no byte of it has left; see PoolResource.send
    maxRequeues: 2,
    connectionTimeout: limits.connectMs,
    greetingTimeout: limits.greetingMs,
    dnsTimeout: limits.greetingMs,
    socketTimeout: limits.silenceMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

/** A mail as nodemailer takes it. Strings only: no value can be a file, an address to fetch or a prepared header. */
export function contentOf(mail: OutgoingMail, address: string) {
  return {
    to: { name: mail.to.name, address },
    subject: oneLine(mail.subject),
    text: mail.text,
    html: mail.html,
    ...partsOf(mail),
    messageId: bracketed(mail.messageId),
    ...(mail.inReplyTo === undefined ? {} : { inReplyTo: bracketed(mail.inReplyTo) }),
    ...(mail.references.length > 0 ? { references: mail.references.map(bracketed) } : {}),
    headers: [...Object.entries(mail.headers), ...unsubscribeHeaders(mail)].map(([key, value]) => ({
      key,
      // nodemailer folds at any blank of Unicode, and the line after such a fold is no continuation
      value: oneLine(value),
    })),
    date: mail.date,
  };
}

/** The event and the image; the library puts an image that the HTML names beside it. */
function partsOf({ calendar, image }: OutgoingMail) {
  const { alternatives, attachments = [] } = calendar ? calendarOf(calendar) : {};
  const inline = image && {
    ...{ cid: image.id, contentType: image.type, content: Buffer.from(image.content) },
    ...{ contentDisposition: 'inline' as const, filename: false as const },
  };
  const all = [...attachments, ...(inline ? [inline] : [])];
  return { ...(alternatives ? { alternatives } : {}), ...(all.length > 0 ? { attachments: all } : {}) };
}

/** One part; nodemailer's own `icalEvent` would write two. */
function calendarOf({ method, text }: NonNullable<OutgoingMail['calendar']>): {
  alternatives?: { contentType: string; content: string }[];
  attachments?: { filename: string; contentType: string; content: string }[];
} {
  if (method === null) {
    return { attachments: [{ filename: CALENDAR_FILE, contentType: 'text/calendar; charset=utf-8', content: text }] };
  }
  return { alternatives: [{ contentType: `text/calendar; charset=utf-8; method=${method}`, content: text }] };
}

function unsubscribeHeaders({ unsubscribe }: OutgoingMail): readonly (readonly [string, string])[] {
  return unsubscribe === undefined ? [] : [['List-Unsubscribe', bracketed(unsubscribe)], ONE_CLICK];
}

function failureOf(error: unknown): SmtpFailure {
  return error instanceof Error ? error : { message: String(error) };
}

/** A sender as the library takes it with each message: a key of the pool would sign mails of every brand. */
function readSender({ from, replyTo, dkim }: MailSender) {
  return {
    from: parseSender(from),
    replyTo: parseSender(replyTo),
    ...(dkim ? { dkim: { domainName: dkim.domain, keySelector: dkim.selector, privateKey: dkim.key } } : {}),
  };
}
