import { SMTPServer } from 'smtp-server';
import type { Mailbox } from './mailbox';

const SIZE_LIMIT = 25 * 1024 * 1024;

/** An SMTP server that takes every message and passes none on. Without TLS and login: it listens on loopback only. */
export function createSmtpServer(mailbox: Mailbox): SMTPServer {
  return new SMTPServer({
    banner: 'Forewarn mail desk',
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    size: SIZE_LIMIT,
    closeTimeout: 500,
    logger: false,
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => {
        if (!stream.sizeExceeded) chunks.push(chunk);
      });
      stream.on('error', done);
      stream.on('end', () => {
        if (stream.sizeExceeded) {
          done(
            Object.assign(new Error(`the message is larger than ${String(SIZE_LIMIT)} bytes`), { responseCode: 552 }),
          );
          return;
        }
        const { mailFrom, rcptTo } = session.envelope;
        const from = mailFrom ? mailFrom.address : '';
        const to = rcptTo.map(({ address }) => address);
        mailbox.add(from, to, Buffer.concat(chunks)).then(
          ({ id }) => done(null, `kept as ${id}`),
          (error: unknown) =>
            done(Object.assign(new Error(`the message cannot be kept: ${String(error)}`), { responseCode: 452 })),
        );
      });
    },
  });
}
