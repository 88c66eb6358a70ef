import type { InlineImage } from '../../../activities/ports/mail';
import { part, type WireBody } from './part';

/** An image as a part of a message: plain ASCII that holds no boundary and no dot. */
export interface ImagePart {
  readonly head: string;
  readonly body: Buffer;
}

export function imageOf({ id, type, content }: InlineImage): ImagePart {
  const lines = Buffer.from(content)
    .toString('base64')
    .replace(/.{1,76}/g, '$&\r\n');
  const head = `Content-Type: ${type}\r\nContent-Transfer-Encoding: base64\r\nContent-ID: <${id}>\r\nContent-Disposition: inline\r\n\r\n`;
  return { head, body: Buffer.from(lines) };
}

/** The HTML with the image it names (RFC 2387), as one part. */
export function related(html: WireBody, { head, body }: ImagePart, boundary: string): (string | Buffer)[] {
  // never one the start of the other: some readers compare no further
  const inner = `=_related${boundary}`;
  return [
    `--${boundary}\r\nContent-Type: multipart/related; type="text/html"; boundary="${inner}"\r\n\r\n`,
    ...part('text/html; charset=utf-8', html, inner),
    `--${inner}\r\n${head}`,
    body,
    `--${inner}--\r\n\r\n`,
  ];
}
