import type { Database } from '../../store/database/database';

/** What nearly every route is made with; it is used inside handlers only, because the documentation is made without a database. */
export interface Dependencies {
  readonly db: Database;
}
