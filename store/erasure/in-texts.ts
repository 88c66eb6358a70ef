import { sql, type RawBuilder } from 'kysely';
import { readableAddress } from '../../domain/delivery/address-form';
import type { Database } from '../database/database';

/** Rows that change in one statement. */
const BATCH = 500;

/** An address in running text ends where no letter of an address follows, and begins where none comes before. */
const BEFORE = '(?:(?<![[:alnum:]._+%-])|(?<=\\\\[bfnrt]))';
const AFTER = '(?![[:alnum:]-]|\\.[[:alnum:]])';

/**
 * A regular expression of PostgreSQL that finds the address in texts, in either spelling of its host, in links, and in JSON,
 * where a line break before it is written `\n`. For use without regard to case.
 */
export function patternOf(address: string): string {
  const spellings = [...new Set([address, readableAddress(address)])].map((spelling) => {
    const at = spelling.lastIndexOf('@');
    return `${literal(spelling.slice(0, at))}(?:@|%40)${literal(spelling.slice(at + 1))}`;
  });
  return `${BEFORE}(?:${spellings.join('|')})${AFTER}`;
}

/** What is not a letter or a figure has no meaning of its own after a backslash. */
function literal(text: string): string {
  return text.replace(/[^\p{L}\p{N}]/gu, '\\$&');
}

interface TextColumn {
  readonly table: string;
  readonly column: string;
  readonly type: 'text' | 'jsonb' | 'text[]';
}

/**
 * Replaces the address in every text of every table, as the database knows them, so that no table can be forgotten; a batch of
 * rows at a time. Answers the rows by table, of those where there were any.
 */
export async function replaceInTexts(
  db: Database,
  address: string,
  replacement: string,
): Promise<Record<string, number>> {
  const pattern = patternOf(address);
  const counts: Record<string, number> = {};
  const columns = await textColumns(db);
  for (const table of new Set(columns.map((column) => column.table))) {
    const own = columns.filter((column) => column.table === table);
    for (let rows = BATCH; rows === BATCH;) {
      rows = await replaceSome(db, table, own, { pattern, replacement });
      if (rows > 0) counts[table] = (counts[table] ?? 0) + rows;
    }
  }
  return counts;
}

async function replaceSome(
  db: Database,
  table: string,
  columns: readonly TextColumn[],
  { pattern, replacement }: { pattern: string; replacement: string },
): Promise<number> {
  const textOf = ({ column }: TextColumn): RawBuilder<unknown> => sql`${sql.ref(column)}::text`;
  const isFound = sql.join(
    columns.map((column) => sql`${textOf(column)} ~* ${pattern}`),
    sql` or `,
  );
  const set = sql.join(
    columns.map(
      (column) =>
        sql`${sql.ref(column.column)} = regexp_replace(${textOf(column)}, ${pattern}, ${replacement}, 'gi')::${sql.raw(column.type)}`,
    ),
  );
  const { numAffectedRows = 0n } = await sql`
    update ${sql.table(table)} set ${set}
    where ctid in (select ctid from ${sql.table(table)} where ${isFound} limit ${BATCH})
  `.execute(db);
  return Number(numAffectedRows);
}

async function textColumns(db: Database): Promise<TextColumn[]> {
  const { rows } = await sql<TextColumn>`
    select c.table_name as "table", c.column_name as "column",
      case c.udt_name when '_text' then 'text[]' when 'jsonb' then 'jsonb' else 'text' end as type
    from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = current_schema() and t.table_type = 'BASE TABLE' and c.is_generated = 'NEVER'
      and c.udt_name in ('text', 'varchar', 'jsonb', '_text') and c.table_name not like 'kysely%'
    order by 1, c.ordinal_position
  `.execute(db);
  return rows;
}
