import { addressKey } from './address-form';

/**
 * Whose mailbox an address most likely is, for counting alone (T8): small letters, without a `+tag` and without dots before the
 * `@`, which many providers deliver to the same person. `Jo.Doe+news@example.org` counts as `jodoe@example.org`. Never an
 * address to write to: elsewhere the two may be different people.
 */
export function mailboxOf(address: string): string {
  const key = addressKey(address);
  const at = key.lastIndexOf('@');
  const local = key.slice(0, at).replace(/^"(.*)"$/, '$1');
  const untagged = local.replace(/(?<=.)\+.*$/s, '').replaceAll('.', '');
  return `${untagged === '' ? local : untagged}${key.slice(at)}`;
}

/** The host of an address, as hosts are compared. */
export function mailDomainOf(address: string): string {
  const key = addressKey(address);
  return key.slice(key.lastIndexOf('@') + 1);
}
