import { sql, type RawBuilder } from 'kysely';
import { z } from 'zod';
import { AUDIT_KINDS, type AuditKind } from '../../domain/audit/sources';
import { auditWords, type AuditDetails } from '../../domain/audit/words';
import { DAY } from '../../domain/shared/time';
import { decodeCursor, limitOf, pageOf, type Page, type PageRequest } from '../database/cursor';
import type { Database } from '../database/database';
import { organizationsOf, type Viewer } from '../windows/viewer';
import { SOURCE_TABLES } from './sources';

/** Something somebody did, or a clock. `at` is UTC ms. */
export interface AuditLine {
  readonly at: number;
  readonly kind: AuditKind;
  /** Empty where it is not on record who. */
  readonly by: string;
  readonly onBehalfOf: string | null;
  /** `token:<id>`, `session:<id>`, `slack:<user>`. */
  readonly credential: string | null;
  /** The id of the request, as the log has it. */
  readonly request: string | null;
  readonly issuedBy: string | null;
  /** Null where it is not on record. */
  readonly door: string | null;
  /** The window's. */
  readonly reference: string | null;
  readonly text: string;
}

export interface AuditFilters {
  /** The person as they are on record. */
  readonly by?: string | undefined;
  readonly door?: string | undefined;
  readonly reference?: string | undefined;
  /** One of the sources below, or left out for all of them. */
  readonly kind?: AuditKind | undefined;
  /** A day by UTC: 2026-12-31. */
  readonly day?: string | undefined;
}

interface Asked extends AuditFilters {
  readonly viewer: Viewer;
  /** The sources that may be read; see auditKindsFor. */
  readonly kinds: readonly AuditKind[];
}

/** Instants as PostgreSQL keeps them (µs); the source's rank; the row's place in it. */
const PLACE = z.tuple([z.int(), z.int(), z.string().max(500), z.int()]);
type Place = z.output<typeof PLACE>;

interface Row {
  readonly us: number;
  readonly rank: number;
  readonly name: string;
  readonly number: number;
  readonly by: string;
  readonly door: string | null;
  readonly reference: string | null;
  readonly detail: unknown;
  readonly actor: Partial<Pick<AuditLine, 'onBehalfOf' | 'credential' | 'request' | 'issuedBy'>> | null;
}

/**
 * What was done, the newest first. Each source is read by its own index and gives at most a page, so that what a page costs does not grow
 * with the record. Throws KnownError for a cursor that no list returned.
 */
export async function listAudit(db: Database, asked: Asked, request: PageRequest): Promise<Page<AuditLine>> {
  const limit = limitOf(request);
  const after = request.cursor === undefined ? undefined : decodeCursor(request.cursor, PLACE);
  const kinds = asked.kind === undefined ? asked.kinds : asked.kinds.filter((kind) => kind === asked.kind);
  if (kinds.length === 0) return { items: [], next: null };
  const parts = kinds.map((kind) => sql`(${newestOf(kind, asked, after, limit + 1)})`);
  const { rows } = await sql<Row>`
    select (extract(epoch from at) * 1000000)::bigint as us, rank, name, number, by, door, reference, detail, actor
    from (${sql.join(parts, sql` union all `)}) as lines
    order by at desc, rank desc, name desc, number desc limit ${limit + 1}
  `.execute(db);
  return pageOf(rows, limit, ({ us, rank, name, number }) => [us, rank, name, number], lineOf);
}

function newestOf(kind: AuditKind, asked: Asked, after: Place | undefined, limit: number): RawBuilder<unknown> {
  const { from, at, by, door, reference, detail, name, number, actor, where, known } = SOURCE_TABLES[kind];
  const rank = AUDIT_KINDS.indexOf(kind);
  const own = organizationsOf(asked.viewer) !== null;
  const day = asked.day === undefined ? undefined : Date.parse(`${asked.day}T00:00:00Z`);
  const conditions = [
    ...(where ? [where] : []),
    // a source that cannot say whom it concerns is closed to whoever is limited, whatever the caller thinks
    ...(own ? [known?.(asked.viewer) ?? sql<boolean>`false`] : []),
    ...(asked.by === undefined ? [] : [sql<boolean>`${by} = ${asked.by}`]),
    ...(asked.door === undefined ? [] : [sql<boolean>`${door} = ${asked.door}`]),
    ...(asked.reference === undefined ? [] : [sql<boolean>`${reference} = ${asked.reference}`]),
    ...(day === undefined ? [] : [sql<boolean>`${at} >= ${new Date(day)} and ${at} < ${new Date(day + DAY)}`]),
    ...(after ? [isAfter(after, { rank, at, name, number })] : []),
  ];
  const narrowed = conditions.length === 0 ? sql`` : sql`where ${sql.join(conditions, sql` and `)}`;
  return sql`
    select ${at} as at, ${sql.lit(rank)}::integer as rank, ${name} as name, ${number}::bigint as number, ${by} as by, ${door} as door,
      ${reference} as reference, ${detail} as detail, ${actor ?? sql`null::jsonb`} as actor
    from ${from} ${narrowed} order by ${at} desc, ${name} desc, ${number} desc limit ${limit}
  `;
}

type Key = Pick<(typeof SOURCE_TABLES)[AuditKind], 'at' | 'name' | 'number'> & { readonly rank: number };

/** Whether a row comes after that place, as an index on its key can tell. */
function isAfter([us, rank, lastName, lastNumber]: Place, key: Key): RawBuilder<boolean> {
  const at = sql`to_timestamp(0) + ${us}::bigint * interval '1 microsecond'`;
  if (key.rank > rank) return sql<boolean>`${key.at} < ${at}`;
  if (key.rank < rank) return sql<boolean>`${key.at} <= ${at}`;
  return sql<boolean>`(${key.at}, ${key.name}, ${key.number}) < (${at}, ${lastName}::text, ${lastNumber}::bigint)`;
}

function lineOf({ us, rank, by, door, reference, detail, actor }: Row): AuditLine {
  const kind = AUDIT_KINDS[rank] ?? 'window';
  return {
    ...{ at: Math.floor(us / 1000), kind, by, door, reference },
    ...{ onBehalfOf: null, credential: null, request: null, issuedBy: null, ...actor },
    text: auditWords(kind, detail as AuditDetails[AuditKind] as never),
  };
}
