import { isToCustomers } from './notice-kinds';
import type { NoticeKind } from './notices';

/**
 * Notices of one window and one lane leave in order: nobody reads "completed" before "started". Those of another lane are not
 * waited for: a question to approvers does not hold up customers.
 */
export function laneOf(kind: NoticeKind): 'customers' | NoticeKind {
  if (isToCustomers(kind)) return 'customers';
  // the nag speaks of the list
  return kind === 'staff-nag' ? 'staff-list' : kind;
}
