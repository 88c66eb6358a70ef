import { hostname } from 'node:os';
import type { MailVerdict } from '../../../../activities/ports/mail';
import { needsTls } from '../smtp-url';
import { noAnswer, refusalOf, senderRefused, words } from '../smtp-verdict';
import { capabilitiesOf, NO_CAPABILITIES, type Capabilities } from './capabilities';
import { logIn } from './login';
import type { Reply } from './reply';
import type { EngineTimeouts } from './timeouts';
import { SessionFault, Wire, type WireOptions } from './wire';

export interface SessionOptions extends WireOptions {
  readonly timeouts: EngineTimeouts;
}

/** The commands that name a message's sender and recipient, each with its CRLF. */
export interface Envelope {
  readonly mail: string;
  readonly rcpt: string;
}

const DATA = 'DATA\r\n';
const LONE_DOT = '.\r\n';

/**
 * An SMTP session (RFC 5321) that is ready for mail. For each message: `tell` its envelope (or have it told together with
 * the message before, RFC 2920), `hear` what the server says to it, then `send` the message. The server's "no" is a verdict;
 * a session that cannot go on throws SessionFault.
 */
export class Session {
  /** Messages whose fate the server has told in this session. */
  answered = 0;
  private mustReset = false;

  private constructor(
    private readonly wire: Wire,
    private readonly timeouts: EngineTimeouts,
    readonly capabilities: Capabilities,
  ) {}

  /** Connects, greets, goes to TLS where that is offered, logs in. Throws SessionFault with the server's words. */
  static async open(options: SessionOptions): Promise<Session> {
    const { server, timeouts } = options;
    const wire = await Wire.open(options, timeouts.connect);
    try {
      expect(await wire.reply(timeouts.greeting, 'the greeting'), 220);
      let capabilities = await greet(wire, timeouts);
      if (!server.secure && capabilities.startTls) {
        expect(await ask(wire, 'STARTTLS', timeouts.command), 220);
        await wire.startTls(timeouts.connect);
        capabilities = await greet(wire, timeouts);
      } else if (server.requireTls) {
        throw new SessionFault(needsTls(server));
      }
      if (server.credentials && capabilities.auth.length > 0) {
        await logIn(server.credentials, capabilities.auth, (line) => ask(wire, line, timeouts.command, 'AUTH'));
      }
      return new Session(wire, timeouts, capabilities);
    } catch (error) {
      wire.destroy();
      throw error;
    }
  }

  get isOpen(): boolean {
    return this.wire.isOpen;
  }

  /** Tells the server of the next message, all at once when it understands that. */
  tell({ mail, rcpt }: Envelope): void {
    const reset = this.mustReset ? 'RSET\r\n' : '';
    this.wire.write(this.capabilities.pipelining ? reset + mail + rcpt + DATA : reset + mail);
  }

  /**
   * The server's answer to the envelope: undefined when it waits for the message, or why it does not take it. `mail` refused,
   * 421 or a lost connection throw or answer `unavailable`; then the session is over.
   */
  async hear({ rcpt }: Envelope): Promise<MailVerdict | undefined> {
    const { mail: mailLimit, rcpt: rcptLimit, data: dataLimit, command } = this.timeouts;
    const stepwise = !this.capabilities.pipelining;
    if (this.mustReset) {
      expect(await this.wire.reply(command, 'RSET'), 250);
      this.mustReset = false;
    }
    const mail = await this.answerTo('MAIL', mailLimit);
    if (!isPositive(mail)) return this.over(senderRefused(mail.text));
    if (stepwise) this.wire.write(rcpt);
    const recipient = await this.answerTo('RCPT', rcptLimit);
    if (!isPositive(recipient)) {
      const verdict = refusalOf(recipient.code, recipient.text);
      if (verdict.verdict === 'unavailable') return this.over(verdict);
      this.mustReset = true;
      // the refusal stands, whatever becomes of the session
      if (!stepwise) await this.leaveData(dataLimit).catch(() => undefined);
      this.answered++;
      return verdict;
    }
    if (stepwise) this.wire.write(DATA);
    const data = await this.answerTo('DATA', dataLimit);
    if (data.code === 354) return undefined;
    const verdict = refusalOf(data.code, data.text);
    if (verdict.verdict === 'unavailable' || data.code < 400) return this.over({ ...verdict, verdict: 'unavailable' });
    this.mustReset = true;
    this.answered++;
    return verdict;
  }

  /**
   * Writes the message, which ends with its final dot, and what may ride along; waits for the server's answer. Before the
   * last byte has left, a fault means that the message was not sent; after it, nobody knows.
   */
  async send(message: readonly Buffer[], next?: Envelope): Promise<MailVerdict> {
    if (!this.wire.isOpen) throw new SessionFault('the connection was lost before the message was sent');
    this.wire.write(...message, ...(next ? [next.mail + next.rcpt + DATA] : []));
    await this.wire.flush(this.timeouts.block);
    try {
      const reply = await this.wire.reply(this.timeouts.dot, 'the final dot');
      if (reply.code < 300) {
        this.answered++;
        return { verdict: 'accepted', reply: words(reply.text) };
      }
      if (reply.code < 400) throw new SessionFault(reply.text);
      const verdict = refusalOf(reply.code, reply.text);
      if (verdict.verdict === 'unavailable') return this.over(verdict);
      this.answered++;
      return verdict;
    } catch (error) {
      this.wire.destroy();
      this.answered++;
      return noAnswer(error instanceof Error ? error.message : String(error));
    }
  }

  /** Ends politely; for a session in mid message `destroy` is the only way that leaves nothing at the server. */
  quit(): void {
    this.wire.quit();
  }

  destroy(): void {
    this.wire.destroy();
  }

  /**
   * DATA was asked for together with a recipient that was refused. A server that waits for a message all the same gets a
   * lone dot and says 554; whatever it says, nothing was delivered (RFC 2920 §3.1).
   */
  private async leaveData(limit: number): Promise<void> {
    const data = await this.answerTo('DATA', limit);
    if (data.code !== 354) return;
    this.wire.write(LONE_DOT);
    await this.wire.reply(this.timeouts.dot, 'the final dot');
    this.mustReset = false;
  }

  private async answerTo(verb: string, limit: number): Promise<Reply> {
    const reply = await this.wire.reply(limit, verb);
    if (reply.code === 421) throw this.ended(reply);
    return reply;
  }

  private ended(reply: Reply): SessionFault {
    this.wire.destroy();
    return new SessionFault(reply.text);
  }

  private over<T>(verdict: T): T {
    this.wire.destroy();
    return verdict;
  }
}

async function greet(wire: Wire, { command }: EngineTimeouts): Promise<Capabilities> {
  const extended = await ask(wire, `EHLO ${clientName()}`, command);
  if (extended.code === 250) return capabilitiesOf(extended);
  if (extended.code === 421) throw new SessionFault(extended.text);
  expect(await ask(wire, `HELO ${clientName()}`, command), 250);
  return NO_CAPABILITIES;
}

async function ask(wire: Wire, line: string, limit: number, step = line.slice(0, 4)): Promise<Reply> {
  wire.write(`${line}\r\n`);
  return wire.reply(limit, step);
}

function expect(reply: Reply, code: number): void {
  if (reply.code !== code) throw new SessionFault(reply.text);
}

function isPositive({ code }: Reply): boolean {
  return code >= 200 && code < 300;
}

/** A name with a dot in it, or an address literal: servers refuse a bare word (RFC 5321 §4.1.1.1). */
function clientName(): string {
  const name = hostname();
  return /^[a-z\d-]+(\.[a-z\d-]+)+$/i.test(name) ? name : '[127.0.0.1]';
}
