import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo, Server } from 'node:net';
import { openMailbox } from './mailbox';
import { createSmtpServer } from './smtp';
import { createWeb, type Link } from './web';

export interface MailDeskOptions {
  /** 0 takes a free port. */
  readonly smtpPort: number;
  readonly httpPort: number;
  /** Where messages are kept over a restart; in memory only when left out. */
  readonly dataFolder?: string;
  /** How many of the newest messages are kept. */
  readonly limit?: number;
  /** Pages its own page links to. */
  readonly links?: readonly Link[];
}

export interface MailDesk {
  readonly smtpPort: number;
  readonly httpPort: number;
  /** `smtp://127.0.0.1:port` */
  readonly smtpUrl: string;
  /** `http://127.0.0.1:port` */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Catches every mail and shows it: SMTP on one port, a page and the common part of Mailpit's REST API on the other, both on
 * loopback; nothing leaves the machine. Rejects when a port is taken or the folder cannot be written.
 */
export async function createMailDesk({
  smtpPort,
  httpPort,
  dataFolder,
  limit,
  links = [],
}: MailDeskOptions): Promise<MailDesk> {
  const mailbox = await openMailbox({
    ...(dataFolder === undefined ? {} : { dataFolder }),
    ...(limit === undefined ? {} : { limit }),
  });
  const smtp = createSmtpServer(mailbox);
  // a client that hangs up in the middle needs no answer; a port that is taken makes `listening` reject
  smtp.on('error', () => undefined);
  const web = createServer(createWeb(mailbox, links));

  async function close(): Promise<void> {
    const stopped: Promise<void>[] = [];
    if (smtp.server.listening) stopped.push(new Promise((resolve) => smtp.close(resolve)));
    if (web.listening) stopped.push(new Promise((resolve) => web.close(() => resolve())));
    web.closeAllConnections();
    await Promise.all(stopped);
    await mailbox.close();
  }

  try {
    // one after the other, so that a failure leaves nothing half open
    const smtpBound = await listening(smtp.listen(smtpPort, '127.0.0.1'));
    const httpBound = await listening(web.listen(httpPort, '127.0.0.1'));
    return {
      smtpPort: smtpBound,
      httpPort: httpBound,
      smtpUrl: `smtp://127.0.0.1:${String(smtpBound)}`,
      url: `http://127.0.0.1:${String(httpBound)}`,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function listening(server: Server): Promise<number> {
  if (!server.listening) await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}
