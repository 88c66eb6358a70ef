import { HOUR } from '../../domain/shared/time';
import type { Database } from '../database/database';
import type { SecretBox } from '../database/secret-box';
import { hashOf, newSecret } from './token-secret';

/** Forms whose session had lapsed when they arrived: nothing was done with them, and their person gets them back after signing in (P8). */

/** So long (ms), and so many of one person. */
const KEPT_FOR = HOUR;
const MOST_OF_PERSON = 5;
const SEALED_AS = 'kept form';

export interface KeptForm {
  /** Its address, a path of ours. */
  readonly path: string;
  /** What was typed, by field. */
  readonly typed: Readonly<Record<string, string | readonly string[]>>;
}

/** Whose a session of this secret was, however long ago it lapsed; undefined once it was ended, or is forgotten. */
export async function personOfLapsed(db: Database, secret: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('sessions')
    .select('person')
    .where('secret_hash', '=', hashOf(secret))
    .executeTakeFirst();
  return row?.person;
}

/** Keeps a form, and answers the secret by which it is found again. Those that are too old, or too many, go. */
export async function keepForm(
  { db, box }: { readonly db: Database; readonly box: SecretBox },
  { path, typed }: KeptForm,
  { person, now }: { readonly person: string; readonly now: number },
): Promise<string> {
  const secret = newSecret();
  await db
    .deleteFrom('kept_forms')
    .where('kept_at', '<', new Date(now - KEPT_FOR))
    .execute();
  await db
    .insertInto('kept_forms')
    .values({
      ...{ person, path, secret_hash: hashOf(secret), kept_at: new Date(now) },
      sealed: box.seal(JSON.stringify(typed), SEALED_AS),
    })
    .execute();
  await db
    .deleteFrom('kept_forms')
    .where('secret_hash', 'in', (own) =>
      own
        .selectFrom('kept_forms')
        .select('secret_hash')
        .where('person', '=', person)
        .orderBy('kept_at', 'desc')
        .offset(MOST_OF_PERSON),
    )
    .execute();
  return secret;
}

/** The person's form of this secret; undefined when there is none, it is somebody else's, or too old. It can be looked at again until then. */
export async function findKeptForm(
  { db, box }: { readonly db: Database; readonly box: SecretBox },
  secret: string,
  { person, now }: { readonly person: string; readonly now: number },
): Promise<KeptForm | undefined> {
  const row = await db
    .selectFrom('kept_forms')
    .select(['path', 'sealed'])
    .where('secret_hash', '=', hashOf(secret))
    .where('person', '=', person)
    .where('kept_at', '>', new Date(now - KEPT_FOR))
    .executeTakeFirst();
  // only what we have sealed ourselves is opened, so its shape is known
  return row && { path: row.path, typed: JSON.parse(box.open(row.sealed, SEALED_AS)) as KeptForm['typed'] };
}
