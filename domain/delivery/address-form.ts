import { domainToASCII, domainToUnicode } from 'node:url';

/**
 * One form of an address everywhere (RFC 5890): the host as A-labels in small letters. Two spellings of one mailbox are the
 * same address everywhere: in the audience, in suppressions, in returned mail and in answers. Not for workflow code, which
 * has no `node:url`.
 */

/** The address as it is stored and sent: `zoe@bücher.example` as `zoe@xn--bcher-kva.example`; the local part stays as given. */
export function addressForm(address: string): string {
  const at = address.lastIndexOf('@');
  if (at < 0) return address;
  const host = address.slice(at + 1);
  // a host without an ASCII form is not a host; sending to it reports that
  return `${address.slice(0, at)}@${hostForm(host)}`;
}

/** The host alone in that form. */
export function hostForm(host: string): string {
  return domainToASCII(host) || host.toLowerCase();
}

/** The address as addresses are compared: small letters before the `@`, too. */
export function addressKey(address: string): string {
  return addressForm(address).toLowerCase();
}

/** The address as people read it: `zoe@bücher.example`. */
export function readableAddress(address: string): string {
  const at = address.lastIndexOf('@');
  const host = address.slice(at + 1);
  return at < 0 || !host.includes('xn--') ? address : `${address.slice(0, at)}@${domainToUnicode(host) || host}`;
}
