import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls, rootCertificates, type ConnectionOptions } from 'node:tls';
import type { SmtpServer } from '../smtp-url';
import { ReplyParser, type Reply } from './reply';

/** The connection cannot be used (any more): refused, lost, out of time, or not speaking SMTP. */
export class SessionFault extends Error {}

interface Waiter {
  readonly resolve: (reply: Reply) => void;
  readonly reject: (fault: SessionFault) => void;
}

/** How to reach the server, and whom to trust. */
export interface WireOptions {
  readonly server: SmtpServer;
  /** PEM, besides the runtime's authorities. */
  readonly ca?: string | undefined;
}

/**
 * One connection: writes bytes, reads replies in order, and never waits without a limit. Every failure is a SessionFault and
 * closes the socket, so nothing half open is left behind.
 */
export class Wire {
  private parser = new ReplyParser();
  private replies: Reply[] = [];
  private waiter: Waiter | undefined;
  private fault: SessionFault | undefined;
  private deafen: () => void = () => undefined;
  private unwritten = 0;
  private flushWaiter: (() => void) | undefined;

  private constructor(
    private socket: Socket,
    private readonly options: WireOptions,
  ) {
    this.listen(socket);
  }

  /** Opens the connection, with TLS from the first byte for smtps. `limit` in ms, name look-up and handshake included. */
  static async open(options: WireOptions, limit: number): Promise<Wire> {
    const { host, port, secure } = options.server;
    const socket = secure
      ? connectTls({ ...tlsOptions(options), host, port })
      : connectTcp({ host, port, autoSelectFamily: true });
    await established(socket, secure ? 'secureConnect' : 'connect', limit);
    return new Wire(socket, options);
  }

  /** False once it has failed or was closed by either side. */
  get isOpen(): boolean {
    return this.fault === undefined;
  }

  /** True when every byte written so far has left this process: what is still here cannot reach the server after a fault. */
  get isFlushed(): boolean {
    return this.unwritten === 0;
  }

  /** Hands the chunks to the socket in one piece. */
  write(...chunks: readonly (Buffer | string)[]): void {
    if (this.fault) return;
    const written = (error?: Error | null) => {
      if (error) return;
      this.unwritten--;
      if (this.unwritten === 0) this.flushWaiter?.();
    };
    this.unwritten += chunks.length;
    this.socket.cork();
    for (const chunk of chunks) this.socket.write(chunk, written);
    this.socket.uncork();
  }

  /** The next reply. Throws SessionFault when none comes within `limit` ms; `step` names what was asked. */
  async reply(limit: number, step: string): Promise<Reply> {
    const ready = this.replies.shift();
    if (ready) return ready;
    this.throwFault();
    const timer = setTimeout(() => this.fail(outOfTime(step, limit)), limit);
    try {
      return await new Promise<Reply>((resolve, reject) => (this.waiter = { resolve, reject }));
    } finally {
      clearTimeout(timer);
      this.waiter = undefined;
    }
  }

  /** Waits until everything is written, at most `limit` ms: a server that has stopped reading is given up. */
  async flush(limit: number): Promise<void> {
    if (this.isFlushed) return;
    this.throwFault();
    const timer = setTimeout(() => this.fail(outOfTime('the message', limit)), limit);
    try {
      await new Promise<void>((resolve) => (this.flushWaiter = resolve));
    } finally {
      clearTimeout(timer);
      this.flushWaiter = undefined;
    }
    this.throwFault();
  }

  /** Goes on in TLS. What came in the clear behind the server's "go ahead" is somebody else's: the connection is given up. */
  async startTls(limit: number): Promise<void> {
    if (this.replies.length > 0 || !this.parser.isEmpty) this.destroy('words in the clear after STARTTLS');
    this.throwFault();
    const plain = this.socket;
    this.deafen();
    const socket = connectTls({ ...tlsOptions(this.options), socket: plain });
    try {
      await established(socket, 'secureConnect', limit);
    } catch (error) {
      plain.on('error', () => undefined).destroy();
      throw error;
    }
    this.parser = new ReplyParser();
    this.socket = socket;
    this.listen(socket);
  }

  /** Says goodbye and does not wait for the answer. */
  quit(): void {
    if (!this.fault && this.isFlushed) this.socket.write('QUIT\r\n');
    this.socket.end();
    const socket = this.socket;
    // a server that keeps its side open is not waited for
    setTimeout(() => socket.destroy(), 1_000).unref();
    this.fault ??= new SessionFault('the connection is closed');
  }

  /** Ends the connection at once; whoever waits gets `reason`. */
  destroy(reason = 'the connection is closed'): void {
    this.fail(new SessionFault(reason));
  }

  private listen(socket: Socket): void {
    const data = (chunk: Buffer) => this.receive(chunk);
    const error = (reason: Error) => this.fail(new SessionFault(reason.message, { cause: reason }));
    const end = () => this.fail(new SessionFault('the server closed the connection'));
    const close = () => this.fail(new SessionFault('the connection was lost'));
    socket.setNoDelay(true).on('data', data).on('error', error).on('end', end).on('close', close);
    this.deafen = () => socket.off('data', data).off('error', error).off('end', end).off('close', close);
  }

  private throwFault(): void {
    if (this.fault) throw this.fault;
  }

  private receive(chunk: Buffer): void {
    if (this.fault) return;
    try {
      for (const reply of this.parser.push(chunk)) {
        if (this.waiter) {
          this.waiter.resolve(reply);
          this.waiter = undefined;
        } else this.replies.push(reply);
      }
    } catch (error) {
      this.fail(new SessionFault(error instanceof Error ? error.message : String(error)));
    }
  }

  private fail(fault: SessionFault): void {
    if (this.fault) return;
    this.fault = fault;
    this.socket.destroy();
    this.waiter?.reject(fault);
    this.flushWaiter?.();
  }
}

function tlsOptions({ server, ca }: WireOptions): ConnectionOptions {
  return {
    ...(isIP(server.host) ? { host: server.host } : { host: server.host, servername: server.host }),
    ...(ca === undefined ? {} : { ca: [...rootCertificates, ca] }),
  };
}

/** Waits for the socket to be usable; destroys it when that fails. */
async function established(socket: Socket, event: 'connect' | 'secureConnect', limit: number): Promise<void> {
  let forget = (): void => undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(outOfTime('connecting', limit)), limit);
      const error = (reason: Error) => reject(connectFault(reason));
      const close = () => reject(new SessionFault('the server closed the connection'));
      socket.once(event, resolve).once('error', error).once('close', close);
      forget = () => {
        clearTimeout(timer);
        socket.off(event, resolve).off('error', error).off('close', close);
      };
    });
  } catch (error) {
    socket.on('error', () => undefined).destroy();
    throw error;
  } finally {
    forget();
  }
}

/** Several addresses of one host fail as one error without words of its own. */
function connectFault(error: Error): SessionFault {
  const reasons = error instanceof AggregateError ? error.errors.map(String) : [error.message];
  return new SessionFault(reasons.join('; '), { cause: error });
}

function outOfTime(step: string, limit: number): SessionFault {
  return new SessionFault(`no answer to ${step} within ${String(limit / 1000)} s`);
}
