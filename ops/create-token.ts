import { ON_THE_SERVER } from '../domain/audit/doors';
import { readConfig } from '../config/config';
import { openDatabase } from '../store/database/database';
import { ROLES, type Role } from '../domain/shared/roles';
import { issueToken } from '../use-cases/manage-tokens';

/** `create-token <name> <role> [organization]`: creates and prints an API token, once; only its hash is stored. */
async function main([name, role, organizationId]: string[]): Promise<void> {
  if (!name || !isRole(role))
    throw new Error(`Usage: create-token <name> <role> [organization]; roles are ${ROLES.join(', ')}.`);
  if ((role === 'customer') !== (organizationId !== undefined)) {
    throw new Error('A token of role customer names its organization; other roles name none.');
  }
  const { databaseUrl, tokenDays } = readConfig();
  const db = openDatabase(databaseUrl);
  try {
    const { token } = await issueToken(
      db,
      { name, role, organizationId },
      { days: tokenDays, now: Date.now(), acting: ON_THE_SERVER },
    );
    process.stdout.write(`${token}\n`);
  } finally {
    await db.destroy();
  }
}

function isRole(value: string | undefined): value is Role {
  return (ROLES as readonly (string | undefined)[]).includes(value);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
