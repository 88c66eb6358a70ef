import type { Migration } from 'kysely';
import * as baseline from './0001-baseline';
import * as untold from './0002-untold';

/** Every migration in order; names are what the database remembers, so they never change. */
export const MIGRATIONS: Record<string, Migration> = {
  '0001-baseline': { up: baseline.up },
  '0002-untold': { up: untold.up },
};
