import type { StartContext } from './context';
import type { RunningDatabase } from './database';

/** The demo inventory when the inventory is empty, and the admin token. */
export async function provideFirstData(
  { settings, progress }: StartContext,
  { db, url }: RunningDatabase,
): Promise<{ readonly token: string; readonly tokenFile: string }> {
  const { adminTokenFile, ensureAdminToken } = await import('./admin-token.js');
  const someone = await db.selectFrom('organizations').select('id').limit(1).executeTakeFirst();
  if (!someone && settings.demoInventory) {
    progress('loading the demo inventory');
    const { loadDemoInventory } = await import('../demo/inventory.js');
    await loadDemoInventory(url);
  }
  const tokenFile = adminTokenFile(settings.dataFolder);
  return { token: await ensureAdminToken(db, tokenFile), tokenFile };
}
