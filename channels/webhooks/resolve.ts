import { lookup, type LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { promisify } from 'node:util';
import { refusalOf, type AddressPolicy } from './addresses';

/** Every address of a name. */
export type Resolve = (host: string) => Promise<readonly LookupAddress[]>;

const lookupAll = promisify(lookup);

/** As the system resolves names. */
export const systemResolve: Resolve = (host) => lookupAll(host, { all: true, verbatim: true });

/** The endpoint must not be connected to; the message says why and names the address. */
class RefusedAddress extends Error {
  override readonly name = 'RefusedAddress';
}

/**
 * The addresses of a host, looked up once and checked: only these may be connected to, so that a name which leads elsewhere a
 * moment later gains nothing. A name with one address inside is refused as a whole. Throws RefusedAddress, or what the
 * resolver throws.
 */
export async function checkedAddresses(
  host: string,
  resolve: Resolve,
  policy: AddressPolicy,
): Promise<readonly LookupAddress[]> {
  const family = isIP(host);
  const addresses = family === 0 ? await resolve(host) : [{ address: host, family }];
  if (addresses.length === 0) throw new RefusedAddress(`the host ${host} has no address`);
  for (const { address } of addresses) {
    const refusal = refusalOf(address, policy);
    if (refusal !== undefined) throw new RefusedAddress(`the host ${host} ${refusal}: nothing was sent`);
  }
  return addresses;
}

/** The lookup of a connection that may go to these addresses and nowhere else. */
export function pinnedLookup(addresses: readonly LookupAddress[]): LookupFunction {
  return (_host, options, callback) => {
    const [first] = addresses;
    if (!first) callback(new RefusedAddress('there is no address to connect to'), '');
    else if (options.all) callback(null, [...addresses]);
    else callback(null, first.address, first.family);
  };
}
