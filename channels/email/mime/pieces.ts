import type { BodyPiece } from '../../../activities/ports/mail';
import type { EncodedBody } from './body';
import { BOUNDARY_START, KEPT_FROM, LINE_MAX, UNSAFE } from './limits';

/** A body that is ready for the wire: line breaks are CRLF, dots are stuffed; it ends with CRLF. */
export interface ReadyBody {
  readonly encoding: EncodedBody['encoding'];
  readonly body: readonly Buffer[];
}

/** What is kept of a piece: its bytes, and what decides whether it may stand beside another. */
interface WirePiece {
  readonly bytes: Buffer;
  readonly isAscii: boolean;
  readonly startsWithDot: boolean;
  /** Bytes up to its first line break, and after its last one; the same without any. */
  readonly head: number;
  readonly tail: number;
  readonly hasBreak: boolean;
}

const CR = 0x0d;

/**
 * Puts bodies together from pieces, each made ready once however many mails share it. Answers undefined for whatever is not
 * plain sailing (a character or a line that needs an encoding, a dot at the seam of two pieces, text that could end a part):
 * the body as a whole is then encoded as any other.
 */
export function createPieceEncoder() {
  const known = new WeakMap<BodyPiece, WirePiece | 'not ready'>();

  return (pieces: readonly BodyPiece[], eightBit: boolean): ReadyBody | undefined => {
    const body: Buffer[] = [];
    let column = 0;
    let isAscii = true;
    for (const piece of pieces) {
      if (piece.text === '') continue;
      const wire = ready(piece);
      if (wire === 'not ready' || column + wire.head > LINE_MAX || (column === 0 && wire.startsWithDot))
        return undefined;
      isAscii &&= wire.isAscii;
      column = wire.hasBreak ? wire.tail : column + wire.tail;
      body.push(wire.bytes);
    }
    return column === 0 && (isAscii || eightBit) ? { encoding: isAscii ? '7bit' : '8bit', body } : undefined;
  };

  function ready(piece: BodyPiece): WirePiece | 'not ready' {
    if (piece.text.length < KEPT_FROM) return wirePiece(piece.text);
    let wire = known.get(piece);
    if (wire === undefined) known.set(piece, (wire = wirePiece(piece.text)));
    return wire;
  }
}

/** A whole body made ready, to be kept for mails that share it; undefined for what could end a part or begin with a dot. */
export function readyOf({ encoding, body }: EncodedBody): ReadyBody | undefined {
  if (body.includes(BOUNDARY_START) || body.startsWith('.')) return undefined;
  return { encoding, body: [Buffer.from(stuffed(body))] };
}

/** Text with CRLF, dots at the start of its lines doubled but for the first line (RFC 5321 §4.5.2). */
export function stuffed(text: string): string {
  return text.includes('\r\n.') ? text.replaceAll('\r\n.', '\r\n..') : text;
}

function wirePiece(text: string): WirePiece | 'not ready' {
  if (text.includes('\r') || UNSAFE.test(text) || text.includes(BOUNDARY_START)) return 'not ready';
  const lines = stuffed(text.replaceAll('\n', '\r\n'));
  const bytes = Buffer.from(lines);
  let start = 0;
  let head = -1;
  // every CR begins a line break
  for (let end = bytes.indexOf(CR); end >= 0; end = bytes.indexOf(CR, start)) {
    if (end - start > LINE_MAX) return 'not ready';
    if (head < 0) head = end;
    start = end + 2;
  }
  const tail = bytes.length - start;
  return {
    bytes,
    isAscii: bytes.length === lines.length,
    startsWithDot: text.startsWith('.'),
    head: head < 0 ? tail : head,
    tail,
    hasBreak: head >= 0,
  };
}
