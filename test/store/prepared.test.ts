import { sql } from 'kysely';
import { openDatabase } from '../../store/database/database';
import { testDatabase } from '../support/database';

describe('statements whose plan is kept', () => {
  const database = testDatabase();

  it('are planned once a connection, take new values and give rows like any other', async () => {
    const db = openDatabase(database.url(), { poolSize: 1 });
    try {
      const double = async (n: number) => {
        const { rows } = await sql<{ n: number }>`/* prepared: test-double */ select ${n}::bigint * 2 as n`.execute(db);
        return rows[0]?.n;
      };
      expect([await double(1), await double(2), await double(3)]).toEqual([2, 4, 6]);
      const { rows } = await sql`
        select name, generic_plans + custom_plans as runs from pg_prepared_statements
      `.execute(db);
      expect(rows).toEqual([{ name: 'test-double', runs: 3 }]);
    } finally {
      await db.destroy();
    }
  });

  it('are prepared again on the next connection when one is lost', async () => {
    const db = openDatabase(database.url(), { poolSize: 1 });
    try {
      const pid = async () => {
        const { rows } = await sql<{ pid: number }>`/* prepared: test-pid */ select pg_backend_pid() as pid`.execute(
          db,
        );
        return rows[0]?.pid ?? 0;
      };
      const first = await pid();
      const other = openDatabase(database.url(), { poolSize: 1 });
      await sql`select pg_terminate_backend(${first})`.execute(other);
      await other.destroy();
      // the pool hears of it at its own time; until then a query may meet the dead connection
      let second = await pid().catch(() => first);
      while (second === first) second = await pid().catch(() => first);
      expect(second).toBeGreaterThan(0);
    } finally {
      await db.destroy();
    }
  });
});
