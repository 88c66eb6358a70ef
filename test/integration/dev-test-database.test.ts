import { Client } from 'pg';
import { testDatabase } from '../support/database';

const database = testDatabase();

async function query<T extends object>(statement: string): Promise<T[]> {
  const client = new Client({ connectionString: database.url() });
  await client.connect();
  try {
    return (await client.query<T>(statement)).rows;
  } finally {
    await client.end();
  }
}

describe('the database of a test file', () => {
  test('has every migration applied', async () => {
    const tables = await query<{ table_name: string }>(
      "select table_name from information_schema.tables where table_schema = 'public'",
    );
    expect(tables.map(({ table_name }) => table_name)).toEqual(
      expect.arrayContaining(['windows', 'deliveries', 'api_tokens']),
    );
  });

  test('knows Unicode and sorts by code point, whatever the operating system', async () => {
    const [row] = await query("select upper('zoë') as upper, 'zoË' ilike 'zoë' as same, 'Z' < 'a' as by_code_point");
    expect(row).toEqual({ upper: 'ZOË', same: true, by_code_point: true });
  });

  test('listens on the loopback address only', async () => {
    const [row] = await query('show listen_addresses');
    expect(row).toEqual({ listen_addresses: '127.0.0.1' });
  });
});
