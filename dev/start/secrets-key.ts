import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** The key that encrypts secrets in the database, in base64: created once in the data folder, readable by its owner only. */
export async function ensureSecretsKey(dataFolder: string): Promise<string> {
  const file = path.join(dataFolder, 'secrets-key');
  const kept = (await readFile(file, 'utf8').catch(() => '')).trim();
  if (kept !== '') return kept;
  const key = randomBytes(32).toString('base64');
  await mkdir(dataFolder, { recursive: true });
  await writeFile(file, `${key}\n`, { mode: 0o600 });
  return key;
}
