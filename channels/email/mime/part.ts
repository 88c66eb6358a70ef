import type { EncodedBody } from './body';
import type { ReadyBody } from './pieces';

export type WireBody = EncodedBody | ReadyBody;

/** One part of a message, from its boundary to the line break before the next. */
export function part(type: string, { encoding, body }: WireBody, boundary: string): (string | Buffer)[] {
  return [
    `--${boundary}\r\nContent-Type: ${type}\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n`,
    ...(typeof body === 'string' ? [body] : body),
    '\r\n',
  ];
}
