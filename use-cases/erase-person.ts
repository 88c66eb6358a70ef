import type { Acting } from '../domain/audit/doors';
import { addressKey } from '../domain/delivery/address-form';
import { addressFault } from '../domain/delivery/mail-address';
import { invalid } from '../domain/shared/invalid';
import { KnownError } from '../domain/shared/errors';
import { actorInWords } from '../domain/shared/actor';
import { onRecord } from '../store/audit/record';
import type { Database } from '../store/database/database';
import type { AddressHashes } from '../store/erasure/address-hash';
import { eraseAddress, type ErasedRows } from '../store/erasure/erase';
import { patternOf } from '../store/erasure/in-texts';
import { beginErasure, finishErasure } from '../store/erasure/record';
import { addressesOfContact, answerableWith, idsNaming, othersWith, windowsNaming } from '../store/erasure/whose';

export interface ErasureDependencies {
  readonly db: Database;
  /** Undefined without FOREWARN_SECRETS_KEY: then nothing can be erased. */
  readonly hashes: AddressHashes | undefined;
  /** UTC ms. */
  readonly clock: () => number;
}

/** Whom to erase: a contact by its id, with every address it had; or whoever has an address. */
export type Whom = { readonly contact: string } | { readonly address: string };

export interface ErasureReport {
  /** What stands in place of each address now; none when nothing was left to erase. */
  readonly hashes: readonly string[];
  /** Rows changed or removed, by table. */
  readonly counts: ErasedRows;
  /** Windows whose histories in Temporal name the address until the namespace's retention has removed them; at most a hundred. */
  readonly inHistories: readonly string[];
}

/**
 * Erases a person (T6): address and name are replaced everywhere, so that the record still says that somebody was told, when,
 * and what their mail server answered, but not who. On record with who asked for it. The same request again finds what is left.
 * Throws KnownError `erasure-off` without a key, `not-found` for a contact nobody ever knew, `address-shared` for a contact whose
 * address others have, `address-in-use` while a window or a series names it as its point of contact.
 */
export async function erasePerson(deps: ErasureDependencies, whom: Whom, acting: Acting): Promise<ErasureReport> {
  const { db, hashes, clock } = deps;
  if (!hashes) {
    throw new KnownError(
      'erasure-off',
      'This installation has no FOREWARN_SECRETS_KEY, and so no hash to put in place of an address. Its operator sets one.',
    );
  }
  const addresses = await addressesOf(db, whom);
  await mayErase(db, addresses);
  const erased = addresses.map((address) => ({ address, hash: hashes.of(address) }));
  const begun = { hashes: erased.map(({ hash }) => hash), by: actorInWords(acting), at: clock() };
  const id = await onRecord(
    db,
    { acting, at: begun.at },
    (tx) => beginErasure(tx, begun),
    (number) => ({ type: 'person-erased', subject: String(number) }),
  );
  const counts: Record<string, number> = {};
  const inHistories = new Set<string>();
  for (const each of erased) {
    for (const reference of await windowsNaming(db, patternOf(each.address))) inHistories.add(reference);
    for (const [table, rows] of Object.entries(await eraseAddress(db, each))) {
      counts[table] = (counts[table] ?? 0) + rows;
    }
  }
  await finishErasure(db, id, counts, clock());
  return { hashes: erased.map(({ hash }) => hash), counts, inHistories: [...inHistories].sort() };
}

async function addressesOf(db: Database, whom: Whom): Promise<readonly string[]> {
  if ('address' in whom) {
    const message = addressFault(whom.address);
    if (message !== undefined) throw invalid([{ field: 'address', message }]);
    return [addressKey(whom.address)];
  }
  const addresses = await addressesOfContact(db, whom.contact);
  if (!addresses) {
    throw new KnownError('not-found', 'There is no such contact, and no window ever told it of anything.');
  }
  const others = await othersWith(db, addresses, whom.contact);
  if (others.length > 0) {
    throw new KnownError(
      'address-shared',
      `Others have an address of this contact: ${others.join(', ')}. Nothing was erased. Give them another one first, or erase the address, for all who have it.`,
    );
  }
  return addresses;
}

async function mayErase(db: Database, addresses: readonly string[]): Promise<void> {
  for (const address of addresses) {
    const ids = await idsNaming(db, patternOf(address));
    if (ids.length === 0) continue;
    throw new KnownError(
      'address-in-use',
      `It is in the id of ${ids.join(', ')}, and ids are not changed. Nothing was erased. Import them under ids that name nobody, and remove these.`,
    );
  }
  const answerable = await answerableWith(db, addresses);
  if (answerable.length === 0) return;
  throw new KnownError(
    'address-in-use',
    `It is the point of contact of ${answerable.join(', ')}. Nothing was erased. Nominate somebody else there first; end a series that names it and make it anew.`,
  );
}
