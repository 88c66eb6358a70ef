import { isToCustomers } from './notice-kinds';
import { NOTICES, type NoticeKind } from './notices';

/**
 * Notices of one window and one lane leave in order: nobody reads "completed" before "started". They do not wait for other
 * lanes: a question to approvers does not delay customers.
 */
export function laneOf(kind: NoticeKind): 'customers' | NoticeKind {
  if (isToCustomers(kind)) return 'customers';
  const row = NOTICES[kind];
  // the nag refers to the list
  if (row.audience === 'staff') return 'staff-list';
  // nobody inside reads "completed" before "started", either
  return row.audience === 'internal' && !row.asks ? 'brief' : kind;
}
