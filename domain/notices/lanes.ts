import { isToCustomers } from './notice-kinds';
import type { NoticeKind } from './notices';

/**
 * Notices of one window and one lane leave in order: nobody reads "completed" before "started". They do not wait for other
 * lanes: a question to approvers does not delay customers.
 */
export function laneOf(kind: NoticeKind): 'customers' | NoticeKind {
  if (isToCustomers(kind)) return 'customers';
  // the nag refers to the list
  return kind === 'staff-nag' ? 'staff-list' : kind;
}
