import { addressFault } from '../../../domain/delivery/mail-address';

/** Where and how to reach the mail server. */
export interface SmtpServer {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte. */
  readonly secure: boolean;
  /** Refuse to go on without STARTTLS. */
  readonly requireTls: boolean;
  readonly credentials?: { readonly user: string; readonly pass: string };
}

/**
 * Reads `smtp://[user:password@]host[:port][?tls=required]` (STARTTLS whenever it is offered; `tls=required` refuses a server
 * that does not offer it) or `smtps://…` (TLS from the first byte). Ports default to 587 and 465 (RFC 8314). Throws
 * RangeError, never with the password in it.
 */
export function parseSmtpUrl(text: string): SmtpServer {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !['smtp:', 'smtps:'].includes(url.protocol) || url.hostname === '') {
    throw new RangeError(
      'The SMTP address must be smtp://host:port or smtps://host:port, such as smtp://127.0.0.1:1025',
    );
  }
  const secure = url.protocol === 'smtps:';
  for (const [name, value] of url.searchParams) {
    if (name !== 'tls' || value !== 'required') {
      throw new RangeError(`The SMTP address has the option "${name}=${value}"; the only one is "tls=required"`);
    }
  }
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: url.port ? Number(url.port) : secure ? 465 : 587,
    secure,
    requireTls: !secure && url.searchParams.has('tls'),
    ...(url.username
      ? { credentials: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) } }
      : {}),
  };
}

export interface Sender {
  readonly name: string;
  readonly address: string;
}

/** Reads `Maintenance <maintenance@provider.example>` or a bare address. Throws RangeError when it is not one sender. */
export function parseSender(text: string): Sender {
  const match = /^\s*(?:"?([^"<>]*?)"?\s*<([^<>]*)>|([^<>\s]+))\s*$/.exec(text);
  const sender = { name: match?.[1] ?? '', address: match?.[2] ?? match?.[3] ?? '' };
  const fault = addressFault(sender.address);
  if (fault)
    throw new RangeError(`The sender "${text}" ${fault}; write it as Maintenance <maintenance@provider.example>`);
  return sender;
}
