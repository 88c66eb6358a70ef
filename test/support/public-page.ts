import type { Express } from 'express';
import { openDatabase, type Database } from '../../store/database/database';
import { testDatabase } from './database';
import { PublicLife, seedInventory } from './public-life';
import { statusPageApp } from './status-page-app';

/** The public page on a database with an inventory, for the tests of one file; windows are removed after each test. */
export function usePublicPage() {
  const database = testDatabase();
  let db: Database;
  let app: Express;
  beforeAll(async () => {
    db = openDatabase(database.url());
    await seedInventory(db);
    app = statusPageApp(db);
  });
  afterEach(() => db.deleteFrom('windows').execute());
  afterAll(() => db.destroy());
  return {
    get db() {
      return db;
    },
    get app() {
      return app;
    },
    /** A window, not saved yet. */
    open: (reference: string, body = {}, more = {}) => new PublicLife(db, { reference, body, ...more }),
  };
}
