import { z } from 'zod';
import { ACT_NAMES, type ActName } from './acts';

/** What a link in a mail to the provider's own people says (N12): no name, address or customer stands in it (T4). */
export interface ActToken {
  readonly act: ActName;
  /** The window; empty for a task that belongs to none. */
  readonly reference: string;
  /** That the mail spoke of; 0 for a task. */
  readonly revision: number;
  /** `staff:<id>`, or `contact-point.<mark>` with the mark of the address that was written to. */
  readonly person: string;
  /** UTC ms, in whole seconds. */
  readonly expiresAt: number;
  /** The one task it ticks off. */
  readonly task?: number;
}

/** Who is written to as the point of contact of a window, where that is nobody of the staff by role. */
export const CONTACT_POINT = 'contact-point';

const shape = z.tuple([
  z.enum(ACT_NAMES),
  z.string().max(100),
  z.int32().min(0),
  z.string().min(1).max(300),
  z.int().min(0),
  z.int().min(0),
]);

/** As it is signed. */
export function writeActToken({ act, reference, revision, person, expiresAt, task = 0 }: ActToken): string {
  return JSON.stringify([act, reference, revision, person, Math.floor(expiresAt / 1_000), task]);
}

/** Undefined for what no version of ours has written. */
export function readActToken(written: string): ActToken | undefined {
  const { data } = shape.safeParse(parsed(written));
  if (!data) return undefined;
  const [act, reference, revision, person, seconds, task] = data;
  return { act, reference, revision, person, expiresAt: seconds * 1_000, ...(task === 0 ? {} : { task }) };
}

function parsed(written: string): unknown {
  try {
    return JSON.parse(written);
  } catch {
    return undefined;
  }
}
