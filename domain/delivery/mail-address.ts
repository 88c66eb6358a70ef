/**
 * One recipient is exactly one addr-spec: an unquoted local part, one `@`, a host name. Refused is everything that could
 * turn one address into two, or into a header: control characters, blanks, comma, colon, semicolon, brackets, quotes; and
 * invisible characters (`\p{C}`: formats, half a surrogate pair), which would make it another address.
 */
const LOCAL = /^[^\s"(),:;<>@[\\\]\p{C}]+$/u;
const LABEL = /^[\p{L}\p{N}]([\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?$/u;

/** Why the text is not one address, or undefined when it is one. RFC 5321 §4.5.3.1 for the lengths. */
export function addressFault(address: string): string | undefined {
  const at = address.indexOf('@');
  if (at <= 0) return 'must be one mail address, name@host';
  const local = address.slice(0, at);
  const host = address.slice(at + 1);
  if (!LOCAL.test(local) || local.startsWith('.') || local.endsWith('.') || local.includes('..')) {
    return 'must be one mail address: no blanks, quotes, commas, brackets or control characters before the @';
  }
  if (local.length > 64 || host.length > 253)
    return 'must be one mail address: at most 64 characters before the @ and 253 after';
  const labels = host.split('.');
  if (labels.length < 2 || !labels.every((label) => LABEL.test(label))) {
    return 'must be one mail address with a host name after the @, such as noc@customer.example';
  }
  return undefined;
}
