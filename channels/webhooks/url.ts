import { isIP } from 'node:net';
import { refusalOf, type AddressPolicy } from './addresses';

/** Names of the networks inside; a public certificate is given for none of them. */
const INSIDE = /(^|\.)(localhost|local|localdomain|internal|intranet|lan|home|corp|private|arpa|onion|test|invalid)$/;

/**
 * Why the text cannot be an endpoint's address, in words that follow its name, or undefined when it can: https, a public host
 * name or address, no user name or password, no fragment, port 443 or above 1023. Where loopback is allowed, plain http to
 * loopback is, too. Whether the name leads to a public address is checked at every connection, because that can change.
 */
export function urlFault(text: string, policy: AddressPolicy): string | undefined {
  if (!URL.canParse(text)) return 'is not an address such as https://hooks.example.com/maintenance';
  const url = new URL(text);
  const host = hostOf(url);
  const isLoopback = policy.allowLoopback && (host === 'localhost' || isLoopbackAddress(host));
  if (url.protocol !== 'https:' && !(isLoopback && url.protocol === 'http:')) {
    return `must begin with https://, not ${url.protocol}//`;
  }
  if (url.username !== '' || url.password !== '') {
    return 'must not hold a user name or password: the signature shows who sends, and addresses are shown in lists';
  }
  if (url.hash !== '' || text.includes('#')) return 'must not have a fragment (#): it is never sent';
  const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
  if (!isLoopback && port !== 443 && port < 1_024) return `must use port 443 or one above 1023, not ${String(port)}`;
  if (isLoopback) return undefined;
  return hostFault(host, policy);
}

function hostFault(host: string, policy: AddressPolicy): string | undefined {
  if (isIP(host) !== 0) {
    const refusal = refusalOf(host, policy);
    return refusal && `leads inside: its host ${refusal}`;
  }
  if (!host.includes('.') || INSIDE.test(host)) return `leads inside: ${host} is not the name of a public host`;
  return undefined;
}

/** The host as it is looked up and connected to: without brackets, without the dot at the end. */
export function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '');
}

function isLoopbackAddress(host: string): boolean {
  return isIP(host) !== 0 && refusalOf(host, { allowLoopback: false }) !== refusalOf(host, { allowLoopback: true });
}
