import ipaddr from 'ipaddr.js';
import { addressFault } from '../../../domain/delivery/mail-address';

/** Where and how to reach the mail server. */
export interface SmtpServer {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte. */
  readonly secure: boolean;
  /** Refuse to go on without STARTTLS: asked for, or there are credentials, which never leave this machine in clear (T8). */
  readonly requireTls: boolean;
  readonly credentials?: { readonly user: string; readonly pass: string };
}

/**
 * Reads `smtp://[user:password@]host[:port][?tls=required]` (STARTTLS whenever it is offered; `tls=required` refuses a server
 * that does not offer it, and so do a user and a password, unless the host is loopback) or `smtps://…` (TLS from the first
 * byte). Ports default to 587 and 465 (RFC 8314). Throws RangeError, never with the password in it.
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
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  return {
    host,
    port: url.port ? Number(url.port) : secure ? 465 : 587,
    secure,
    requireTls: !secure && (url.searchParams.has('tls') || (url.username !== '' && !isLoopback(host))),
    ...(url.username
      ? { credentials: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) } }
      : {}),
  };
}

/** Why a server without STARTTLS gets nothing, and the way out. */
export function needsTls({ credentials }: SmtpServer): string {
  return credentials
    ? 'the server does not offer STARTTLS, and SMTP_URL has a user and a password, which are never sent in clear: use ' +
        'smtps://, or make the server and what is in between offer STARTTLS'
    : 'the server does not offer STARTTLS, and SMTP_URL says tls=required';
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || (ipaddr.isValid(host) && ipaddr.parse(host).range() === 'loopback');
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
