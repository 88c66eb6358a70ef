import { createServer, type AddressInfo, type Socket } from 'node:net';
import { once } from 'node:events';

/** A reply line without CRLF, such as `550 5.1.1 no such user`. */
export type SmtpReply = string;

/**
 * A point where a session can be cut: before the answer to that step. `body` cuts at the first bytes of a message, `dot` after
 * the last.
 */
export type SmtpStep = 'connect' | 'EHLO' | 'STARTTLS' | 'AUTH' | 'MAIL' | 'RCPT' | 'DATA' | 'body' | 'dot';

/** Deviations of the server. They can be changed at any time and apply from the next command on. */
export interface SmtpRules {
  /** A reply other than 220, 250, 354 for that step; a 421 also ends the session, as RFC 5321 asks. */
  readonly replies?: Partial<Record<Exclude<SmtpStep, 'body'>, SmtpReply>>;
  /** Refuses recipients: returns the reply for that address, or undefined to accept it. */
  readonly refuse?: (address: string) => SmtpReply | undefined;
  /** Answers the first try of each address with 451. */
  readonly greylist?: boolean;
  /** Cuts the connection at that step. At `dot` the message is kept first: accepted, but its answer lost. */
  readonly drop?: SmtpStep;
  /** Stops answering at that step. */
  readonly hang?: Exclude<SmtpStep, 'body'>;
  /** Keeps the message and cuts the connection instead of answering its final dot; asked once for each message. */
  readonly loseAnswer?: (address: string) => boolean;
  /** Writes replies byte by byte, with this pause between bytes (ms). */
  readonly trickleMs?: number;
  /** How many times `drop` or `hang` happens; always by default. */
  readonly times?: number;
  /** Waits this long before each reply, in ms. */
  readonly delayMs?: number;
  /** Extensions that EHLO offers; PIPELINING and 8BITMIME by default. */
  readonly extensions?: readonly string[];
}

export interface RecordedMail {
  /** Without angle brackets; empty when the message has none. */
  readonly messageId: string;
  readonly from: string;
  readonly to: readonly string[];
  /** The message as sent, dots unstuffed. */
  readonly raw: Buffer;
  /** The number of the session in which it came. */
  readonly session: number;
  /** When it was complete, UTC ms. */
  readonly at: number;
}

export interface RecordingSmtp {
  readonly port: number;
  /** `smtp://127.0.0.1:port` */
  readonly url: string;
  rules: SmtpRules;
  /** Every accepted message in order; a copy counts as one more. */
  readonly accepted: readonly RecordedMail[];
  /** Resolves as soon as this many messages are accepted, before the client gets the answer to the last of them. */
  whenAccepted(count: number): Promise<void>;
  /** The accepted copies with that Message-ID. */
  copies(messageId: string): readonly RecordedMail[];
  /** Every command line received, in order; `AUTH` without its arguments. */
  readonly commands: readonly string[];
  /** All received bytes, in order. */
  readonly bytes: readonly Buffer[];
  /** The number of sessions so far, and of open ones. */
  readonly sessions: number;
  readonly open: number;
  close(): Promise<void>;
}

const END = Buffer.from('\r\n.\r\n');

/** A recording SMTP server on loopback, with faults on request. `port` 0, the default, uses a free one. */
export async function startRecordingSmtp(rules: SmtpRules = {}, port = 0): Promise<RecordingSmtp> {
  const accepted: RecordedMail[] = [];
  const commands: string[] = [];
  const bytes: Buffer[] = [];
  const sockets = new Set<Socket>();
  const greylisted = new Set<string>();
  const awaited: { readonly count: number; readonly reached: () => void }[] = [];
  let sessions = 0;
  let faults = 0;
  const state = { rules };

  const server = createServer((socket) => {
    sessions++;
    sockets.add(socket.setNoDelay(true));
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    void serve(socket, sessions);
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const bound = (server.address() as AddressInfo).port;

  /** True when the step's fault was carried out, and the session is over or silent. */
  function faulty(socket: Socket, step: SmtpStep): boolean {
    const { drop, hang, times } = state.rules;
    if ((drop !== step && hang !== step) || faults >= (times ?? Infinity)) return false;
    faults++;
    if (drop === step) socket.destroy();
    return true;
  }

  /** Carries out a step; false when the session does not continue. */
  async function answer(socket: Socket, step: Exclude<SmtpStep, 'body'>, usual: SmtpReply): Promise<boolean> {
    if (faulty(socket, step)) return false;
    const reply = state.rules.replies?.[step] ?? usual;
    await say(socket, reply);
    if (reply.startsWith('421')) socket.end();
    return !reply.startsWith('421');
  }

  async function say(socket: Socket, reply: SmtpReply): Promise<void> {
    if (state.rules.delayMs) await new Promise((resolve) => setTimeout(resolve, state.rules.delayMs));
    const { trickleMs } = state.rules;
    for (const part of trickleMs === undefined ? [`${reply}\r\n`] : `${reply}\r\n`) {
      if (trickleMs !== undefined) await new Promise((resolve) => setTimeout(resolve, trickleMs));
      if (!socket.destroyed) socket.write(part);
    }
  }

  function keep(mail: RecordedMail): void {
    accepted.push(mail);
    const due = awaited.filter(({ count }) => count <= accepted.length);
    for (const waiter of due) awaited.splice(awaited.indexOf(waiter), 1);
    for (const { reached } of due) reached();
  }

  function recipientReply(address: string): SmtpReply {
    const refusal = state.rules.refuse?.(address);
    if (refusal) return refusal;
    if (state.rules.greylist && !greylisted.has(address)) {
      greylisted.add(address);
      return '451 4.7.1 greylisted, try again later';
    }
    return '250 2.1.5 recipient ok';
  }

  async function serve(socket: Socket, session: number): Promise<void> {
    const input = reader(socket, (chunk) => bytes.push(chunk));
    let from: string | undefined;
    let to: string[] = [];
    if (!(await answer(socket, 'connect', '220 recording.example ESMTP'))) return;
    for (;;) {
      const line = await input.line();
      if (line === undefined) return;
      const verb = line.slice(0, 4).toUpperCase();
      commands.push(verb === 'AUTH' ? verb : line);
      switch (verb) {
        case 'EHLO':
        case 'HELO': {
          const lines = ['recording.example', ...(state.rules.extensions ?? ['PIPELINING', '8BITMIME'])];
          const reply = lines.map((text, index) => `250${index === lines.length - 1 ? ' ' : '-'}${text}`).join('\r\n');
          if (!(await answer(socket, 'EHLO', reply))) return;
          break;
        }
        case 'STAR':
          if (!(await answer(socket, 'STARTTLS', '502 5.5.1 not implemented'))) return;
          break;
        case 'AUTH':
          if (!(await answer(socket, 'AUTH', '235 2.7.0 logged in'))) return;
          break;
        case 'MAIL':
          if (!(await answer(socket, 'MAIL', '250 2.1.0 sender ok'))) return;
          from = state.rules.replies?.MAIL?.startsWith('2') === false ? undefined : bracketed(line);
          to = [];
          break;
        case 'RCPT': {
          const reply = from === undefined ? '503 5.5.1 no sender' : recipientReply(bracketed(line));
          if (!(await answer(socket, 'RCPT', reply))) return;
          if ((state.rules.replies?.RCPT ?? reply).startsWith('2')) to.push(bracketed(line));
          break;
        }
        case 'DATA': {
          const reply = state.rules.replies?.DATA ?? (to.length > 0 ? '354 go ahead' : '503 5.5.1 no recipient');
          if (!(await answer(socket, 'DATA', reply))) return;
          if (!reply.startsWith('354')) break;
          const raw = await input.message(() => faulty(socket, 'body'));
          if (!raw) return;
          const taken = (state.rules.replies?.dot ?? '250').startsWith('2');
          if (taken) keep({ messageId: messageIdOf(raw), from: from ?? '', to, raw, session, at: Date.now() });
          if (taken && state.rules.loseAnswer?.(to[0] ?? '')) return void socket.destroy();
          to = [];
          if (!(await answer(socket, 'dot', `250 2.0.0 queued as ${String(accepted.length)}`))) return;
          break;
        }
        case 'QUIT':
          await say(socket, '221 2.0.0 bye');
          socket.end();
          return;
        case 'RSET':
          to = [];
          await say(socket, '250 2.0.0 ok');
          break;
        default:
          await say(socket, '502 5.5.2 not known here');
      }
    }
  }

  return {
    port: bound,
    url: `smtp://127.0.0.1:${String(bound)}`,
    get rules() {
      return state.rules;
    },
    set rules(next) {
      state.rules = next;
      faults = 0;
    },
    accepted,
    whenAccepted: (count) =>
      new Promise((reached) => {
        if (accepted.length >= count) reached();
        else awaited.push({ count, reached });
      }),
    copies: (messageId) => accepted.filter((mail) => mail.messageId === messageId),
    commands,
    bytes,
    get sessions() {
      return sessions;
    },
    get open() {
      return sockets.size;
    },
    async close() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** Reads lines and messages from a socket in order. */
function reader(socket: Socket, note: (chunk: Buffer) => void) {
  let buffer = Buffer.alloc(0);
  const chunks = socket[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  const more = async (): Promise<boolean> => {
    try {
      const next: IteratorResult<Buffer, unknown> = await chunks.next();
      if (next.done === true) return false;
      note(next.value);
      buffer = Buffer.concat([buffer, next.value]);
      return true;
    } catch {
      return false; // reset by the other side
    }
  };
  const take = (length: number): Buffer => {
    const head = buffer.subarray(0, length);
    buffer = buffer.subarray(length);
    return head;
  };
  return {
    async line(): Promise<string | undefined> {
      for (;;) {
        const end = buffer.indexOf('\r\n');
        if (end >= 0)
          return take(end + 2)
            .toString('utf8')
            .slice(0, -2);
        if (!(await more())) return undefined;
      }
    },
    /** The message up to its final dot; undefined when `cut` ends it at its first bytes, or the client disconnects. */
    async message(cut: () => boolean): Promise<Buffer | undefined> {
      if (buffer.length === 0 && !(await more())) return undefined;
      if (cut()) return undefined;
      for (;;) {
        const end = buffer.indexOf(END);
        if (end >= 0) {
          const raw = take(end + 2);
          take(3);
          return Buffer.from(raw.toString('latin1').replace(/^\.\./gm, '.'), 'latin1');
        }
        if (!(await more())) return undefined;
      }
    },
  };
}

function bracketed(line: string): string {
  return /<([^>]*)>/.exec(line)?.[1] ?? '';
}

function messageIdOf(raw: Buffer): string {
  const head = raw
    .subarray(0, Math.max(0, raw.indexOf('\r\n\r\n')))
    .toString('latin1')
    .replace(/\r\n[ \t]+/g, ' ');
  return /^message-id:\s*<([^>]*)>/im.exec(head)?.[1] ?? '';
}
