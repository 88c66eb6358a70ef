import { sql, type RawBuilder } from 'kysely';
import { EVENT_SOURCES, type AuditMarkType, type EventSource } from '../../domain/audit/events';
import type { AuditKind } from '../../domain/audit/sources';
import { mayKnow, organizationsOf, type Viewer } from '../windows/viewer';

/** How the rows of a source become lines of the audit log. The table is `src`: `mayKnow` has names of its own. */
interface SourceTable {
  /** With its joins; the table whose index gives the order first. */
  readonly from: RawBuilder<unknown>;
  readonly at: RawBuilder<Date>;
  readonly by: RawBuilder<string>;
  /** Null where it is not on record by which door it came. */
  readonly door: RawBuilder<string | null>;
  /** The window's; null where it concerns none. */
  readonly reference: RawBuilder<string | null>;
  /** What the line is about and says: a value that `words.ts` puts into words. */
  readonly detail: RawBuilder<unknown>;
  /** With the instant, what gives every row of the source its place. */
  readonly name: RawBuilder<string>;
  readonly number: RawBuilder<number>;
  /** `onBehalfOf`, `credential`, `request`, `issuedBy`, where it is on record. */
  readonly actor?: RawBuilder<unknown>;
  /** Rows that are lines at all. */
  readonly where?: RawBuilder<boolean>;
  /** Those of somebody who is limited to organizations; absent for a source that is closed to them. */
  readonly known?: (viewer: Viewer) => RawBuilder<boolean> | undefined;
}

const NONE = sql<null>`null::text`;
const NO_NAME = sql<string>`''::text`;

const ofOrganization = (column: RawBuilder<unknown>) => (viewer: Viewer) => {
  const ids = organizationsOf(viewer);
  return ids ? sql<boolean>`${column} = any (${ids}::text[])` : undefined;
};

const actorOf = (table: RawBuilder<unknown>) => sql`jsonb_build_object(
  'onBehalfOf', ${table}.on_behalf_of, 'credential', ${table}.credential, 'request', ${table}.request, 'issuedBy', ${table}.issued_by)`;

/** The event `e` that says who did what the row says, and by which door; there is none of what was done before there were any. */
const markOf = (
  kind: string,
  type: AuditMarkType,
  subject: RawBuilder<unknown>,
  more = sql``,
) => sql`left join lateral (
  select * from audit_events one where one.kind = ${sql.lit(kind)} and one.type = ${sql.lit(type)} and one.subject = ${subject} ${more}
  order by one.id desc limit 1
) e on true`;
const MARKED = { actor: actorOf(sql`e`) };

const EVENT_TABLES = Object.fromEntries(EVENT_SOURCES.map((kind) => [kind, ofEvents(kind)])) as unknown as Readonly<
  Record<EventSource, SourceTable>
>;

function ofEvents(kind: EventSource): SourceTable {
  return {
    from: sql`audit_events src`,
    ...{ at: sql`src.at`, by: sql`src.by`, door: sql`src.door`, reference: sql`src.window_reference` },
    detail: sql`jsonb_build_object('type', src.type, 'subject', src.subject, 'detail', src.detail)`,
    ...{ name: NO_NAME, number: sql`src.id`, actor: actorOf(sql`src`) },
    where: sql<boolean>`src.kind = ${sql.lit(kind)}`,
    known:
      kind === 'repair'
        ? (viewer) => mayKnow(viewer, sql`src.window_reference`)
        : ofOrganization(sql`src.organization_id`),
  };
}

/** Every source; each is read newest first by an index of its own (migrations 0026 and 0029). */
export const SOURCE_TABLES: Readonly<Record<AuditKind, SourceTable>> = {
  ...EVENT_TABLES,
  window: {
    from: sql`timeline src`,
    ...{
      at: sql`src.at`,
      by: sql`src.by`,
      door: sql`src.door`,
      reference: sql`src.window_reference`,
      detail: sql`src.event`,
    },
    ...{ name: sql`src.window_reference`, number: sql`src.sequence`, actor: actorOf(sql`src`) },
    known: (viewer) => mayKnow(viewer, sql`src.window_reference`),
  },
  answer: {
    from: sql`acknowledgements src ${markOf('answer', 'answered', sql`src.id::text`)}`,
    ...{ at: sql`src.at`, by: sql`coalesce(e.by, src.recipient)`, reference: sql`src.window_reference` },
    door: sql`coalesce(e.door, case src.via when 'calendar-reply' then 'calendar' else 'api' end)`,
    detail: sql`jsonb_build_object('organizationId', src.organization_id, 'answer', src.answer, 'sequence', src.sequence, 'recipient', src.recipient)`,
    ...{ name: NO_NAME, number: sql`src.id`, ...MARKED },
    known: ofOrganization(sql`src.organization_id`),
  },
  measure: {
    from: sql`measure_events src join measures m on m.id = src.measure_id`,
    ...{ at: sql`src.at`, by: sql`src.by`, door: sql`src.door`, reference: sql`m.window_reference` },
    detail: sql`jsonb_build_object('measure', m.text, 'type', src.type, 'words', src.words)`,
    ...{ name: NO_NAME, number: sql`src.id`, actor: actorOf(sql`src`) },
    known: (viewer) => mayKnow(viewer, sql`m.window_reference`),
  },
  task: {
    // a task may be open again and end another time
    from: sql`staff_tasks src ${markOf('task', 'task-done', sql`src.id::text`, sql`and one.at = src.done_at`)}`,
    ...{ at: sql`src.done_at`, by: sql`coalesce(e.by, src.done_by, '')`, reference: sql`src.window_reference` },
    door: sql`coalesce(e.door, case when src.done_by = 'forewarn' then 'clock' end)`,
    detail: sql`jsonb_build_object('id', src.id, 'kind', src.kind, 'subject', src.subject, 'answer', src.answer, 'note', src.note)`,
    ...{ name: NO_NAME, number: sql`src.id`, ...MARKED },
    where: sql<boolean>`src.done_at is not null`,
    known: ofOrganization(sql`src.organization_id`),
  },
  suppression: {
    from: sql`suppression_lifts src ${markOf('suppression', 'suppression-lifted', sql`src.id::text`)}`,
    ...{ at: sql`src.lifted_at`, by: sql`coalesce(e.by, src.lifted_by)`, door: sql`e.door`, reference: NONE },
    detail: sql`jsonb_build_object('address', src.address, 'reason', src.reason)`,
    ...{ name: NO_NAME, number: sql`src.id`, ...MARKED },
  },
  erasure: {
    from: sql`erasures src ${markOf('erasure', 'person-erased', sql`src.id::text`)}`,
    ...{ at: sql`src.begun_at`, by: sql`coalesce(e.by, src.by)`, door: sql`e.door`, reference: NONE },
    detail: sql`jsonb_build_object('id', src.id, 'addresses', cardinality(src.hashes), 'isFinished', src.finished_at is not null)`,
    ...{ name: NO_NAME, number: sql`src.id`, ...MARKED },
  },
  token: {
    from: sql`api_tokens src cross join lateral (values (1, src.created_at), (2, src.revoked_at)) as step (place, at)
      left join lateral (
        select * from audit_events one where one.kind = 'token' and one.subject = src.id::text
          and one.type = case step.place when 1 then 'token-issued' else 'token-ended' end
        order by one.id desc limit 1
      ) e on true`,
    at: sql`step.at`,
    by: sql`coalesce(e.by, case step.place when 1 then src.issued_by end, '')`,
    ...{ door: sql`e.door`, reference: NONE },
    detail: sql`jsonb_build_object('name', src.name, 'role', src.role, 'person', coalesce(src.person, src.staff_id), 'isEnd', step.place = 2)`,
    ...{ name: sql`src.id::text`, number: sql`step.place`, ...MARKED },
    where: sql<boolean>`step.at is not null`,
  },
};
