import { readConfig } from '../config/config';
import { migrateToLatest, openDatabase } from '../store/database/database';
import { prepareNamespace } from '../temporal/register-search-attributes';
import { SEARCH_ATTRIBUTES } from '../workflows/search-attributes';

/** For namespaces that only their owner may change, such as those of Temporal Cloud. */
const DATABASE_ONLY = '--database-only';

/**
 * Prepares the database and the Temporal namespace for this version. Run it before the API and the worker; it is safe to
 * repeat. With `--database-only` it leaves the namespace alone and says what that must have.
 */
async function main(args: readonly string[]): Promise<void> {
  const unknown = args.find((arg) => arg !== DATABASE_ONLY);
  if (unknown !== undefined) throw new Error(`${unknown} is not an option: give ${DATABASE_ONLY}, or nothing.`);
  const { databaseUrl } = readConfig();
  const db = openDatabase(databaseUrl);
  try {
    await migrateToLatest(db);
    process.stdout.write('The database is up to date.\n');
  } finally {
    await db.destroy();
  }
  if (args.includes(DATABASE_ONLY)) {
    const needed = Object.entries(SEARCH_ATTRIBUTES).map(([name, type]) => `  ${name} (${type})`);
    process.stdout.write(`The namespace was left alone. It must have these search attributes:\n${needed.join('\n')}\n`);
    return;
  }
  const added = await prepareNamespace();
  process.stdout.write(
    added.length > 0 ? `Search attributes added: ${added.join(', ')}.\n` : 'The search attributes are there.\n',
  );
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`prepare: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
