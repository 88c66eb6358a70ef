import ipaddr from 'ipaddr.js';

/**
 * Which addresses webhooks may be posted to: those of the public internet, and nothing that our own network could answer to (C6).
 */

/** What may be reached besides; `loopback` is for development. */
export interface AddressPolicy {
  readonly allowLoopback: boolean;
}

/** Public by its number, but answered to by the cloud's own host inside a virtual machine. */
const HOST_ADDRESSES: ReadonlySet<string> = new Set(['168.63.129.16']);

/** IPv6 that is routed at all; what lies outside is local, mapped, translated or not given out. */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');

/** Why the address must not be connected to, or undefined when it may be. Total: what is no address is refused. */
export function refusalOf(address: string, { allowLoopback }: AddressPolicy): string | undefined {
  if (!ipaddr.isValid(address)) return 'is not an IP address';
  const parsed = ipaddr.parse(address);
  const range = rangeOf(parsed);
  if (allowLoopback && range === 'loopback') return undefined;
  if (range === 'unicast' && !HOST_ADDRESSES.has(parsed.toString())) return undefined;
  return `is ${address}, which is no public address (${range === 'unicast' ? 'cloud host' : range})`;
}

function rangeOf(parsed: ipaddr.IPv4 | ipaddr.IPv6): string {
  if (parsed instanceof ipaddr.IPv6) {
    // ::ffff:127.0.0.1 is refused as such: a public server is named by its IPv4 address
    const range = parsed.range();
    return range === 'unicast' && !parsed.match(GLOBAL_UNICAST) ? 'not routed' : range;
  }
  return parsed.range();
}
