import { createHmac } from 'node:crypto';

/** A secret shared with a stand-in: the same in every start with a data folder, different for each folder. */
export function standInKey(secretsKey: string, purpose: string): string {
  return createHmac('sha256', secretsKey).update(purpose).digest('hex');
}
