import { wireBytes, type ComposedMail } from '../../channels/email/mime/compose';

/** The message as the server stores it: the bytes on the wire without the final dot and doubled dots (RFC 5321 §4.5.2). */
export function sentText({ headers, body }: Pick<ComposedMail, 'headers' | 'body'>): string {
  const wire = Buffer.concat(wireBytes(headers, body)).toString();
  if (!wire.endsWith('\r\n.\r\n')) throw new Error('the message does not end with a line of its own with a dot');
  return wire.slice(0, -'.\r\n'.length).replaceAll('\r\n.', '\r\n');
}
