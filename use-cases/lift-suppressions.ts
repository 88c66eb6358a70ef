import { readableAddress } from '../domain/delivery/address-form';
import { KnownError } from '../domain/shared/errors';
import type { Database } from '../store/database/database';
import { liftSuppression, liftSuppressions, type LiftSelection } from '../store/ledger/suppressions';

/** Who sends to an address again, and why (T2). `at`: UTC ms. */
export interface LiftedBy {
  readonly by: string;
  readonly reason: string;
  readonly at: number;
}

/** Sends to one address again. Answers the address in lower case; throws KnownError `not-found` when it is not on the list. */
export async function liftOne(db: Database, address: string, { at, ...who }: LiftedBy): Promise<string> {
  if (await liftSuppression(db, address, { ...who, at: new Date(at) })) return address.toLowerCase();
  throw new KnownError('not-found', 'This address is not on the list. GET /v1/suppressions shows who is.');
}

/** Sends again to all addresses that fit; answers them, in the form people read. */
export async function liftMany(db: Database, selection: LiftSelection, { at, ...who }: LiftedBy): Promise<string[]> {
  const addresses = await liftSuppressions(db, selection, { ...who, at: new Date(at) });
  return addresses.map(readableAddress);
}
