import type { Refusal } from '../shared/errors';
import { describeDuration, toIso } from '../shared/time';
import { EVENTS } from '../window/event-table';
import { isRevising, type WindowEvent } from '../window/events';
import type { Slot, WindowClass, WindowSpec } from '../window/types';

/** Rules about plans that take place at the same time (L9). The store finds them; what follows is decided here. */

export const CONFLICT_KINDS = ['resource', 'redundancy', 'organization', 'blackout'] as const;
export type ConflictKind = (typeof CONFLICT_KINDS)[number];

/** Something a plan collides with, in figures; `names` are a few of the resources, groups or organizations concerned. */
export interface Conflict {
  readonly kind: ConflictKind;
  /** The other window, or the blackout; the window itself when it takes both members of a group. */
  readonly other: string;
  readonly count: number;
  readonly names: readonly string[];
  /** When the other is planned, UTC ms. */
  readonly during: Slot;
  /** False when it is worth knowing, but no promise is broken. */
  readonly isBlocking: boolean;
}

/** All nights the window may take place in. */
export function nightsOf({ slot, alternate }: Pick<WindowSpec, 'slot' | 'alternate'>): Slot[] {
  return alternate ? [slot, alternate.slot] : [slot];
}

/** Whether a step changes the plan, so that it has to be checked against other plans. */
export function changesPlan({ type }: Pick<WindowEvent, 'type'>): boolean {
  return EVENTS[type].plan === 'changed';
}

/** The revision that gave the window its date, scope and class in force; `events` in order, from the first one on. */
export function planRevision(events: readonly Pick<WindowEvent, 'type'>[]): number {
  const last = events.findLastIndex(({ type }) => changesPlan({ type }));
  return 1 + events.slice(0, last + 1).filter(isRevising).length;
}

/** The conflict in a sentence. */
export function describeConflict({ kind, other, count, names, during }: Conflict, reference?: string): string {
  const when = `${toIso(during.startsAt)} to ${toIso(during.endsAt)}`;
  const named = names.join(', ') + (count > names.length ? ` and ${String(count - names.length)} more` : '');
  switch (kind) {
    case 'resource':
      return `${other} touches ${plural(count, 'resource')} of this window at ${when}: ${named}`;
    case 'redundancy':
      return other === reference
        ? `this window takes more than one member of ${plural(count, 'redundancy group')}: ${named}`
        : `${other} takes the other members of ${plural(count, 'redundancy group')} at ${when}: ${named}`;
    case 'organization':
      return `${other} touches ${plural(count, 'organization')} of this window too soon before or after, at ${when}: ${named}`;
    case 'blackout':
      return `blackout ${other} from ${when}${count > 0 ? ` for ${plural(count, 'organization')}: ${named}` : ' for everybody'}`;
  }
}

function plural(count: number, word: string): string {
  return `${String(count)} ${word}${count === 1 ? '' : 's'}`;
}

/** Sentences that fit an answer. */
const MOST_TOLD = 3;

interface JudgedPlan {
  readonly reference: string;
  readonly class: WindowClass;
  readonly isUnderWay: boolean;
  readonly override: string | undefined;
  readonly reclassifiedFrom?: WindowClass | undefined;
}

/**
 * The refusal of a plan that collides (L9), or undefined. An emergency and work under way cannot wait: what they collide with
 * is recorded and told, not refused. `override` is the reason of somebody who answers for it; `reclassifiedFrom` the class
 * that the window would leave, where that is the change.
 */
export function judgeConflicts(conflicts: readonly Conflict[], plan: JudgedPlan): Refusal<'conflict'> | undefined {
  const blocking = conflicts.filter(({ isBlocking }) => isBlocking);
  if (blocking.length === 0 || plan.class === 'emergency' || plan.isUnderWay || plan.override !== undefined)
    return undefined;
  const told = blocking.slice(0, MOST_TOLD).map((conflict) => describeConflict(conflict, plan.reference));
  const more = blocking.length > MOST_TOLD ? `; and ${String(blocking.length - MOST_TOLD)} more` : '';
  const { reclassifiedFrom: from } = plan;
  return {
    code: 'conflict',
    field: from === undefined ? collidingField(blocking, plan) : 'class',
    detail:
      `The plan collides: ${told.join('; ')}${more}. ` +
      `Ways out: a start after ${toIso(Math.max(...blocking.map(({ during }) => during.endsAt)))}, a smaller scope, ` +
      `${from === undefined ? '' : `class ${from} as it is, `}or an override with a reason, by an approver.`,
  };
}

function collidingField(blocking: readonly Conflict[], { reference }: JudgedPlan): string {
  return blocking.some(({ kind, other }) => kind === 'redundancy' && other === reference) ? 'scope' : 'slots.0.start';
}

/** N11: newcomers of a wider scope would get less notice than their class promises. */
export function newcomersDebt(
  newcomers: number,
  { promisedMs, givenMs }: { promisedMs: number; givenMs: number },
  windowClass: WindowClass,
): Refusal<'notice-debt'> | undefined {
  if (newcomers === 0) return undefined;
  return {
    code: 'notice-debt',
    field: 'scope',
    detail:
      `${plural(newcomers, 'organization')} would hear of the window for the first time: class ${windowClass} promises ${describeDuration(promisedMs)} of notice, ` +
      `${describeDuration(givenMs)} are left. Ways out: a window of their own later, a later date for this one, or an override with a reason, by an approver.`,
  };
}
