/** A server's reply (RFC 5321 §4.2): its code, and its lines without the code, joined as the server wrote them. */
export interface Reply {
  readonly code: number;
  /** As a person reads it: `250 2.0.0 queued as 17`. */
  readonly text: string;
  readonly lines: readonly string[];
}

/** A line a server may send (RFC 5321 says 512 octets; real ones write more), and all lines of one reply. */
const LINE_MAX = 8_192;
const REPLY_MAX = 256 * 1024;

/** Bytes that are no SMTP reply. */
class ReplyFault extends Error {}

/**
 * Replies out of bytes as they come: `push` takes what the socket gave and answers the replies that are complete with it.
 * Throws ReplyFault for what cannot be a reply, or one without end.
 */
export class ReplyParser {
  private rest = '';
  private lines: string[] = [];
  private size = 0;

  /** True when no reply has begun. */
  get isEmpty(): boolean {
    return this.rest === '' && this.lines.length === 0;
  }

  push(chunk: Buffer): Reply[] {
    const replies: Reply[] = [];
    // latin1 keeps every byte; the words are decoded where they are shown
    let text = this.rest + chunk.toString('latin1');
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n')) {
      const reply = this.line(text.slice(0, end).replace(/\r$/, ''));
      if (reply) replies.push(reply);
      text = text.slice(end + 1);
    }
    if (text.length > LINE_MAX) throw new ReplyFault('the server sends a line without end');
    this.rest = text;
    return replies;
  }

  private line(line: string): Reply | undefined {
    if (!/^[2-5]\d\d(?:[ -]|$)/.test(line)) {
      throw new ReplyFault(`the server's words are no SMTP reply: ${decode(line.slice(0, 200))}`);
    }
    this.size += line.length;
    if (this.size > REPLY_MAX) throw new ReplyFault('the server sends a reply without end');
    this.lines.push(decode(line.slice(4)));
    if (line[3] === '-') return undefined;
    const { lines } = this;
    this.lines = [];
    this.size = 0;
    const code = Number(line.slice(0, 3));
    return { code, lines, text: `${line.slice(0, 3)} ${lines.join(' ')}`.trim() };
  }
}

function decode(latin1: string): string {
  return Buffer.from(latin1, 'latin1').toString('utf8');
}
