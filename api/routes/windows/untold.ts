import { UNTOLD, type UntoldCustomers } from '../../../domain/notices/untold';

/** Customers that nobody can be told for, as answers to staff list them. */
export function untoldAnswer({ untold, untoldCount }: UntoldCustomers) {
  return { untoldCount, untold: untold.map((one) => ({ ...one, text: UNTOLD[one.reason].words })) };
}
