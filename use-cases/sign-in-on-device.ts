import { DEVICE_TOKEN_DAYS, readUserCode } from '../domain/access/device-code';
import { DAY } from '../domain/shared/time';
import {
  answerMachine,
  findAskingMachine,
  pollMachine,
  type AskingMachine,
  type Polled,
} from '../store/access/device-sign-ins';
import type { Session } from '../store/access/sessions';
import type { Database } from '../store/database/database';
import { countAsk, uncountAsk } from '../store/public/subscribe-counts';

/** Until when a machine is signed in that is approved now (UTC ms). `days`: how long a token is valid at most. */
const deviceTokenEnd = (now: number, days: number) => now + Math.min(days, DEVICE_TOKEN_DAYS) * DAY;

/** What has become of a machine's code; see pollMachine. */
export function pollForToken(
  db: Database,
  deviceCode: string,
  { now, days }: { now: number; days: number },
): Promise<Polled> {
  return pollMachine(db, deviceCode, { now, tokenEndsAt: deviceTokenEnd(now, days) });
}

/** `wait`: this person has typed too many wrong ones; ms until the next one is read. */
export type FoundMachine =
  | { readonly machine: AskingMachine; readonly userCode: string }
  | { readonly fault: 'no-code' | 'not-there' }
  | { readonly fault: 'too-many'; readonly wait: number };

/** The machine that shows what a person typed. Whoever guesses is stopped before it leads anywhere (RFC 8628, 5.1). */
export async function findMachine(
  db: Database,
  { person }: Pick<Session, 'person'>,
  typed: string,
  now: number,
): Promise<FoundMachine> {
  const userCode = readUserCode(typed);
  if (userCode === undefined) return { fault: 'no-code' };
  const wait = await countAsk(db, 'device-code', person, now);
  if (wait !== undefined) return { fault: 'too-many', wait };
  const machine = await findAskingMachine(db, userCode, now);
  if (!machine) return { fault: 'not-there' };
  // only wrong ones count
  await uncountAsk(db, 'device-code', person);
  return { machine, userCode };
}

/** Approves the machine that shows the code, as what the person acts now, or declines it. False when nothing is left to answer. */
export function answerMachineAs(
  db: Database,
  { id, grant }: Session,
  { userCode, isApproved, now }: { readonly userCode: string; readonly isApproved: boolean; readonly now: number },
): Promise<boolean> {
  return answerMachine(db, userCode, { session: id, allowed: isApproved ? grant : undefined }, now);
}
