import { addressFault } from './mail-address';

/**
 * The return path of each mail (VERP, RFC 5321 §4.4): where the server that gives up sends its report. With a mailbox of the
 * provider's it is `bounces+<token>@provider.example`; the token names the delivery. Pure.
 */

/** Longest token, with the `+`; a local part has at most 64 characters (RFC 5321 §4.5.3.1.1). */
const TOKEN_MAX = 41;

/** Why no return paths can be made of the mailbox; undefined when they can. */
export function returnMailboxFault(mailbox: string): string | undefined {
  const fault = addressFault(mailbox);
  if (fault !== undefined) return fault;
  if (!/^[\x21-\x7e]+$/.test(mailbox)) return 'must be written in ASCII: a host beyond it as xn--…';
  const most = 64 - TOKEN_MAX;
  return mailbox.indexOf('@') > most
    ? `must have at most ${String(most)} characters before the @: the name of each delivery is added there`
    : undefined;
}

export function returnPathFor(mailbox: string, token: string): string {
  const at = mailbox.lastIndexOf('@');
  return `${mailbox.slice(0, at)}+${token}${mailbox.slice(at)}`;
}

/** The token in an address that is a return path of that mailbox, in any case; undefined for any other address. */
export function tokenInReturnPath(mailbox: string, address: string): string | undefined {
  const [given, own] = [address.toLowerCase(), mailbox.toLowerCase()];
  const at = own.lastIndexOf('@');
  const start = `${own.slice(0, at)}+`;
  const end = own.slice(at);
  if (!given.startsWith(start) || !given.endsWith(end) || given.length <= start.length + end.length) return undefined;
  return given.slice(start.length, given.length - end.length);
}
