import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Database } from '../database/database';

/** The stored length of a mail in bytes: its report and the headers of the returned copy are at the beginning. */
const KEPT_BYTES = 64 * 1024;
/** The maximum number of open ones: more are an attack, or one fault that the first ones already show. */
const OPEN_MAX = 200;

/** Why a mail is kept unchanged, by the kind of the task that asks a person to read it. */
const KEPT_AS = {
  'place-returned-mail': 'A returned mail nobody could place',
  'unreadable-mail': 'A mail that could not be read',
} as const;

/** Keeps a mail that could not be assigned, with a task for a person to read it. The same mail is kept once. */
export async function keepUnplacedMail(
  db: Database,
  raw: Uint8Array,
  { kind, reason, at }: { readonly kind: keyof typeof KEPT_AS; readonly reason: string; readonly at: number },
): Promise<void> {
  const digest = createHash('sha256').update(raw).digest('hex');
  const now = sql`${new Date(at)}::timestamptz`;
  await sql`
    with kept as (
      insert into returned_mails (digest, raw, size, reason, received_at)
      select ${digest}::text, ${Buffer.from(raw.subarray(0, KEPT_BYTES))}::bytea, ${raw.length}::integer, ${reason}::text, ${now}
      where (select count(*) from staff_tasks where kind = ${kind} and done_at is null) < ${OPEN_MAX}
      on conflict do nothing
      returning id
    )
    insert into staff_tasks (kind, subject, reason, created_at)
    select ${kind}, 'returned-mail:' || id, ${`${KEPT_AS[kind]}: ${reason}`}::text, ${now} from kept
    on conflict do nothing
  `.execute(db);
}

/** A kept mail; `raw` is its beginning. */
export interface UnplacedMail {
  readonly id: number;
  readonly raw: Buffer;
  readonly size: number;
  readonly reason: string;
  /** UTC ms. */
  readonly receivedAt: number;
}

export async function readUnplacedMail(db: Database, id: number): Promise<UnplacedMail | undefined> {
  const row = await db.selectFrom('returned_mails').selectAll().where('id', '=', id).executeTakeFirst();
  return row && { id: row.id, raw: row.raw, size: row.size, reason: row.reason, receivedAt: row.received_at.getTime() };
}
