import type { StaffRole } from '../../domain/notices/staff-roles';
import type { Database } from '../database/database';

/** Whether any staff member has one of the roles. */
export async function hasStaff(db: Database, roles: readonly StaffRole[]): Promise<boolean> {
  const row = await db
    .selectFrom('staff')
    .select('id')
    .where('role', 'in', [...roles])
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
