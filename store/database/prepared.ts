import type { PostgresCursor, PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import type { Pool, PoolClient } from 'pg';

/** `/* prepared: name *\/` at the very start of a statement. */
const MARK = /^\s*\/\* prepared: ([a-z-]{1,40}) \*\//;

/**
 * A pool for Kysely whose connections keep the plan of marked statements: one that begins with `/* prepared: name *\/` is
 * parsed and planned once for each connection instead of at every execution. Use it for statements that run thousands of times
 * with the same text. A name stands for one text; the driver throws when the text differs.
 */
export function preparingPool(pool: Pool): PostgresPool {
  const known = new WeakMap<PoolClient, PostgresPoolClient>();
  return {
    async connect() {
      const client = await pool.connect();
      let preparing = known.get(client);
      if (!preparing) known.set(client, (preparing = preparingClient(client)));
      return preparing;
    },
    end: () => pool.end(),
  };
}

function preparingClient(client: PoolClient): PostgresPoolClient {
  const plain: PostgresPoolClient = client;
  function query<R>(sql: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<R>>;
  function query<R>(cursor: PostgresCursor<R>): PostgresCursor<R>;
  function query<R>(sql: string | PostgresCursor<R>, parameters: readonly unknown[] = []) {
    if (typeof sql !== 'string') return plain.query(sql);
    const name = MARK.exec(sql)?.[1];
    if (name === undefined) return plain.query<R>(sql, parameters);
    return client.query({ name, text: sql, values: [...parameters] });
  }
  return { query, release: () => client.release() };
}
