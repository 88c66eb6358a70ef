import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ON_THE_SERVER } from '../../domain/audit/doors';
import type { Database } from '../../store/database/database';
import { findToken } from '../../store/access/tokens';
import { issueToken, TOKEN_DAYS } from '../../use-cases/manage-tokens';

/** The file with the first admin token, readable by its owner only. */
export function adminTokenFile(dataFolder: string): string {
  return path.join(dataFolder, 'admin-token');
}

/** The admin token from the file when it is still valid, otherwise a new one that replaces it. */
export async function ensureAdminToken(db: Database, file: string): Promise<string> {
  const kept = await readAdminToken(file);
  if (kept && (await findToken(db, kept))?.role === 'admin') return kept;
  const wanted = { name: 'npm start', role: 'admin' } as const;
  const { token } = await issueToken(db, wanted, { days: TOKEN_DAYS, now: Date.now(), acting: ON_THE_SERVER });
  await mkdir(path.dirname(file), { recursive: true });
  const fresh = `${file}.new`;
  await writeFile(fresh, `${token}\n`, { mode: 0o600 });
  await rename(fresh, file);
  return token;
}

/** The token in the file; undefined without one. */
export async function readAdminToken(file: string): Promise<string | undefined> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text.trim() || undefined;
}
