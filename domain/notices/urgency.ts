import type { WindowClass } from '../window/types';
import { isToCustomers } from './notice-kinds';
import type { NoticeKind } from './notices';

/** N14: customers of an emergency go before everything else, and the provider's own people after all customers. */
export type Urgency = 'emergency' | 'customers' | 'internal';

export function urgencyOf(windowClass: WindowClass, kind: NoticeKind): Urgency {
  if (!isToCustomers(kind)) return 'internal';
  return windowClass === 'emergency' ? 'emergency' : 'customers';
}
