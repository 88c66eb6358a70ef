import type { Migration } from 'kysely';
import * as foundation from './0001-foundation';
import * as inventory from './0003-inventory';
import * as audience from './0004-audience';
import * as calendar from './0011-calendar';

/** Every migration in order; names are what the database remembers, so they never change. */
export const MIGRATIONS: Record<string, Migration> = {
  '0001-foundation': { up: foundation.up },
  '0003-inventory': { up: inventory.up },
  '0004-audience': { up: audience.up },
  '0011-calendar': { up: calendar.up },
};
