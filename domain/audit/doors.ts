import type { Actor } from '../shared/actor';
import type { Door } from '../window/events';

/** By which door something is done (T2): those of windows, and those by which other things come in. One row a door, with its words. */
export const DOOR_WORDS = {
  api: 'the API',
  console: 'the console',
  portal: 'the portal',
  'mail-link': 'a link in a mail',
  slack: 'Slack',
  signal: 'Temporal, as a signal',
  clock: 'the clock',
  cli: 'a command on the server',
  calendar: 'a calendar',
  mail: 'a mail',
} as const satisfies Readonly<Record<Door, string>> & Readonly<Record<string, string>>;

export type AuditDoor = keyof typeof DOOR_WORDS;
export const AUDIT_DOORS = Object.keys(DOOR_WORDS) as [AuditDoor, ...AuditDoor[]];

/** Who does something, by which door: what goes on record with it (T2, T5). */
export interface Acting extends Actor {
  readonly door: AuditDoor;
}

/** When it is done: UTC ms. */
export interface Occasion {
  readonly acting: Acting;
  readonly at: number;
}

/** Somebody with a shell on the server: nobody there shows a credential. */
export const ON_THE_SERVER: Acting = { by: 'a command on the server', door: 'cli' };
