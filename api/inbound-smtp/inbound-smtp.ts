import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';
import { addressKey } from '../../domain/delivery/address-form';
import { tokenInReturnPath } from '../../domain/delivery/return-path';
import type { Inbound } from '../../use-cases/receive-mail';
import { loggable } from '../http/failures';
import { MAIL_LIMIT } from '../routes/inbound/routes';
import { optional } from '../../domain/shared/optional';

export interface InboundSmtpOptions {
  readonly inbound: Inbound;
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  /** The mailboxes mail is taken for, as addresses are compared: those our mails bear as sender and organizer. */
  readonly mailboxes: readonly string[];
  /** Mail to it with any token added is taken, too: the return path of our mails (VERP). */
  readonly returnMailbox?: string | readonly string[] | undefined;
  readonly logger: Pick<Logger, 'info' | 'warn'>;
}

export interface InboundSmtp {
  readonly port: number;
  close(): Promise<void>;
}

/** More connections at once wait for their turn. */
const CLIENTS_MAX = 20;

/**
 * An SMTP listener for our own mailboxes, behind the provider's mail server: without TLS and login, and no relay. A mail is
 * taken with 250 only when it is dealt with; when the database or a window cannot be reached the answer is 451, and the
 * server in front tries again.
 */
export async function startInboundSmtp(options: InboundSmtpOptions): Promise<InboundSmtp> {
  const { inbound, host, port, mailboxes, logger } = options;
  const returnMailboxes = [options.returnMailbox ?? []].flat();
  const server = new SMTPServer({
    banner: 'Forewarn',
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    size: MAIL_LIMIT,
    maxClients: CLIENTS_MAX,
    closeTimeout: 5_000,
    logger: false,
    onRcptTo({ address }, _session, done) {
      const known =
        mailboxes.includes(addressKey(address)) ||
        returnMailboxes.some(
          (mailbox) => addressKey(address) === addressKey(mailbox) || tokenInReturnPath(mailbox, address) !== undefined,
        );
      done(known ? null : failure(550, '5.7.1 no mail is taken for this address here'));
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => {
        if (!stream.sizeExceeded) chunks.push(chunk);
      });
      stream.on('error', done);
      stream.on('end', () => {
        if (stream.sizeExceeded) {
          done(failure(552, `5.3.4 at most ${String(MAIL_LIMIT)} bytes are taken`));
          return;
        }
        inbound.receive(Buffer.concat(chunks), recipientsOf(session)).then(
          ({ outcome, reference }) => {
            logger.info({ outcome, ...optional({ window: reference }) }, 'mail came in');
            done(null, `2.0.0 ${outcome}`);
          },
          (error: unknown) => {
            logger.warn({ failure: loggable(error) }, 'mail could not be dealt with; it will come again');
            done(failure(451, '4.3.0 cannot be dealt with now'));
          },
        );
      });
    },
  });
  // a client that breaks off is no concern of anybody
  server.on('error', (error) => logger.warn({ failure: loggable(error) }, 'incoming mail'));
  const listener = server.listen(port, host);
  await once(listener, 'listening');
  return {
    port: (listener.address() as AddressInfo).port,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function failure(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}

function recipientsOf({ envelope }: SMTPServerSession): string[] {
  return envelope.rcptTo.map(({ address }) => address);
}
