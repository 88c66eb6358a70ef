import type { Acting } from '../domain/audit/doors';
import { readableAddress } from '../domain/delivery/address-form';
import { actorInWords } from '../domain/shared/actor';
import { KnownError } from '../domain/shared/errors';
import { onRecord } from '../store/audit/record';
import type { Database } from '../store/database/database';
import { liftSuppression, liftSuppressions, type LiftSelection } from '../store/ledger/suppressions';

/** Who sends to an address again, and why (T2). `at`: UTC ms. */
export interface LiftedBy {
  readonly acting: Acting;
  readonly reason: string;
  readonly at: number;
}

const liftOf = ({ acting, reason, at }: LiftedBy) => ({ by: actorInWords(acting), reason, at: new Date(at) });
const lifted = (id: number) => ({ type: 'suppression-lifted', subject: String(id) }) as const;

/** Sends to one address again. Answers the address in lower case; throws KnownError `not-found` when it is not on the list. */
export async function liftOne(db: Database, address: string, by: LiftedBy): Promise<string> {
  const id = await onRecord(
    db,
    by,
    (tx) => liftSuppression(tx, address, liftOf(by)),
    (done) => (done === undefined ? undefined : lifted(done)),
  );
  if (id !== undefined) return address.toLowerCase();
  throw new KnownError('not-found', 'This address is not on the list. GET /v1/suppressions shows who is.');
}

/** Sends again to all addresses that fit; answers them, in the form people read. */
export async function liftMany(db: Database, selection: LiftSelection, by: LiftedBy): Promise<string[]> {
  const rows = await onRecord(
    db,
    by,
    (tx) => liftSuppressions(tx, selection, liftOf(by)),
    (done) => done.map(({ id }) => lifted(id)),
  );
  return rows.map(({ address }) => readableAddress(address));
}
