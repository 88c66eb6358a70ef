import { KnownError } from '../domain/shared/errors';
import type { Database } from '../store/database/database';
import { readUnplacedMail, type UnplacedMail } from '../store/ledger/unplaced-mail';

/** A returned mail that nobody could place (N13). Throws KnownError `not-found`, also after the time it is kept. */
export async function readReturnedMail(db: Database, id: number): Promise<UnplacedMail> {
  const mail = await readUnplacedMail(db, id);
  if (mail) return mail;
  throw new KnownError('not-found', `There is no returned mail ${String(id)}; what is old is not kept.`);
}
