import { sql } from 'kysely';
import type { Scope } from '../../domain/planning/scope';
import { DEFAULT_WORK_PLAN } from '../../domain/work/plan';
import type { ObjectionContext } from '../../domain/work/objection';
import type { Database } from '../database/database';
import { affectedResources } from '../inventory/audience';
import { isOver, type Covered } from './conditions';

/** Of `windows` and `work_plans p`, which a window without a work list has not: from when on customers change nothing (S6). */
export const changesUntil = sql<Date>`least(
  windows.starts_at - make_interval(mins => coalesce(p.lock_in_minutes, ${sql.lit(DEFAULT_WORK_PLAN.lockInMinutes)})),
  windows.started_at
)`;

/** A window that a customer may object to. */
export interface ObjectedWindow extends ObjectionContext {
  readonly scope: Scope;
}

/** What the rules of objecting need to know, and the scope; undefined for a window that is not on record. */
export async function objectedWindow(db: Database, reference: string): Promise<ObjectedWindow | undefined> {
  const { rows } = await sql<{ scope: Scope; starts_at: Date; locks_at: Date; is_over: boolean }>`
    select windows.view->'spec'->'scope' as scope, windows.starts_at, ${changesUntil} as locks_at, ${isOver} as is_over
    from windows left join work_plans p on p.window_reference = windows.reference
    where windows.reference = ${reference}
  `.execute(db);
  const [row] = rows;
  if (!row) return undefined;
  const { scope, is_over } = row;
  return { reference, scope, startsAt: row.starts_at.getTime(), locksAt: row.locks_at.getTime(), isOver: is_over };
}

/** The resources of a customer in a scope that are covered, and among `ids` where those are given; in order. */
export async function coveredInScope(
  db: Database,
  scope: Scope,
  { organizationId, environments }: Covered,
  ids?: readonly string[],
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with ${affectedResources(scope)}
    select id from affected
    where organization_id = ${organizationId}
      and (${environments === null}::boolean or environment_id = any (${environments ?? []}::text[]))
      and (${ids === undefined}::boolean or id = any (${ids ?? []}::text[]))
    order by id collate "C"
  `.execute(db);
  return rows.map(({ id }) => id);
}

/**
 * Who answers for an organization: the contact that the person is (`contact:<id>`, of whoever signed in), or whose address the name of
 * the token is, or else the organization itself.
 */
export async function respondentOf(db: Database, organizationId: string, person: string): Promise<string> {
  const contact = await db
    .selectFrom('contacts')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where((eb) =>
      eb.or([
        eb(eb.fn<string>('lower', ['email']), '=', person.toLowerCase()),
        eb(sql<string>`'contact:' || id`, '=', person),
      ]),
    )
    .orderBy('id')
    .executeTakeFirst();
  return contact ? `contact:${contact.id}` : `organization:${organizationId}`;
}

/** An objection to record. `at` is UTC ms. */
export interface NewObjection {
  readonly reference: string;
  readonly organizationId: string;
  /** `contact:<id>` or `organization:<id>`. */
  readonly subject: string;
  /** null: all of the organization's. */
  readonly resources: readonly string[] | null;
  readonly reason: string;
  readonly at: number;
}

/** The most that a task keeps of what was said (characters). */
const LONGEST = 8_000;

/**
 * Makes the task for whoever answers for the customer; its id. Beside an objection that is open it adds what is new, and a repeat
 * changes nothing; one that was answered is open again.
 */
export async function recordObjection(
  db: Database,
  { reference, organizationId, subject, resources, reason, at }: NewObjection,
): Promise<number> {
  const ids = resources && [...resources];
  const { rows } = await sql<{ id: number }>`
    insert into staff_tasks as t (window_reference, kind, organization_id, subject, reason, resources, created_at)
    values (${reference}, 'objection', ${organizationId}, ${subject}, ${reason}, ${ids}::text[], ${new Date(at)})
    on conflict (window_reference, kind, organization_id, subject) do update set
      reason = case
        when t.done_at is not null then excluded.reason
        when position(excluded.reason in t.reason) > 0 then t.reason
        else left(t.reason || E'\n' || excluded.reason, ${LONGEST})
      end,
      resources = case
        when t.done_at is not null then excluded.resources
        when t.resources is null or excluded.resources is null then null
        else array(select distinct unnest(t.resources || excluded.resources))
      end,
      -- what is being accepted meanwhile was another objection
      answer = null,
      created_at = case when t.done_at is null then t.created_at else excluded.created_at end,
      done_at = null, done_by = null, note = null
    returning id
  `.execute(db);
  const [row] = rows;
  if (!row) throw new Error('an objection was not recorded');
  return row.id;
}
