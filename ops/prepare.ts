import { readConfig } from '../config/config';
import { migrateToLatest, openDatabase } from '../store/database/database';
import { prepareNamespace } from '../temporal/register-search-attributes';

/**
 * Prepares the database and the Temporal namespace for this version. Run it before the API and the worker; it is safe to
 * repeat.
 */
async function main(): Promise<void> {
  const { databaseUrl } = readConfig();
  const db = openDatabase(databaseUrl);
  try {
    await migrateToLatest(db);
    process.stdout.write('The database is up to date.\n');
  } finally {
    await db.destroy();
  }
  const added = await prepareNamespace();
  process.stdout.write(
    added.length > 0 ? `Search attributes added: ${added.join(', ')}.\n` : 'The search attributes are there.\n',
  );
}

main().catch((error: unknown) => {
  process.stderr.write(`prepare: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
