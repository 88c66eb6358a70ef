import type { Database, Transacting } from './database';

/** Does all of it or nothing: in the transaction that is given, or in one of its own. */
export function inTransaction<T>(db: Database | Transacting, work: (tx: Transacting) => Promise<T>): Promise<T> {
  return db.isTransaction ? work(db as Transacting) : db.transaction().execute(work);
}
