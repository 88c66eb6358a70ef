import { createHmac } from 'node:crypto';

/** A secret shared with a stand-in: the same at every start on a data folder, another on each. */
export function standInKey(secretsKey: string, purpose: string): string {
  return createHmac('sha256', secretsKey).update(purpose).digest('hex');
}
