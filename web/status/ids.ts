import { createHash } from 'node:crypto';

type IdKind = 'page' | 'component' | 'window' | 'update';

/**
 * The public id of a thing: 12 lower-case letters and digits, as at Statuspage, derived from its own name in the inventory
 * or read model. The same for ever, in every process, without a table of ids.
 */
export function publicId(kind: IdKind, name: string): string {
  return digest(kind, name).toString(36).padStart(12, '0').slice(-12);
}

/** The number of an Atom entry's id, which at Statuspage is not the public id: at most 15 digits. */
export function entryNumber(reference: string): string {
  return (digest('window', reference) % 10n ** 15n).toString();
}

function digest(kind: IdKind, name: string): bigint {
  return BigInt(`0x${createHash('sha256').update(`${kind}:${name}`).digest('hex')}`);
}
