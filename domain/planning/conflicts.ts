import { slotText } from '../public/times';
import type { Refusal } from '../shared/errors';
import type { NoticeDebt } from '../notices/notice-debt';
import { describeDuration, toIso } from '../shared/time';
import { EVENTS } from '../window/event-table';
import { isRevising, type WindowEvent } from '../window/events';
import type { Slot, WindowClass, WindowSpec } from '../window/types';

/** Rules about plans that take place at the same time (L9). The store finds them; what follows is decided here. */

export const CONFLICT_KINDS = ['resource', 'redundancy', 'organization', 'blackout', 'hours', 'length'] as const;
export type ConflictKind = (typeof CONFLICT_KINDS)[number];

/** Something a plan collides with, in figures; `names` are a few of the resources, groups or organizations concerned. */
export interface Conflict {
  readonly kind: ConflictKind;
  /** The other window, or the blackout; the window itself when it takes both members of a group, or breaks a rule of a place. */
  readonly other: string;
  readonly count: number;
  readonly names: readonly string[];
  /** When the other is planned, UTC ms. */
  readonly during: Slot;
  /** False when it is worth knowing, but no promise is broken. */
  readonly isBlocking: boolean;
  /** From when on a night would not collide with the other any more (UTC ms). */
  readonly freeAt: number;
}

/** All nights the window may take place in. */
export function nightsOf({ slot, alternate }: Pick<WindowSpec, 'slot' | 'alternate'>): Slot[] {
  return alternate ? [slot, alternate.slot] : [slot];
}

/**
 * Whether the work takes the members of a redundancy group one after the other: automatic work begins none while another of its
 * group is under way, failed or unknown (domain/work/next-batch.ts). Then a window that has both is worth knowing, not refused.
 */
export function takesOneAtATime({ work }: Pick<WindowSpec, 'work'>): boolean {
  return work?.mode === 'automatic';
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
export function describeConflict(
  { kind, other, count, names, during, isBlocking }: Conflict,
  reference?: string,
): string {
  const when = slotText(during);
  const named = names.join(', ') + (count > names.length ? ` and ${String(count - names.length)} more` : '');
  switch (kind) {
    case 'resource':
      return `${other} touches ${plural(count, 'resource')} of this window at ${when}: ${named}`;
    case 'redundancy':
      return other === reference
        ? `this window takes more than one member of ${plural(count, 'redundancy group')}${isBlocking ? '' : ', one after the other'}: ${named}`
        : `${other} takes the other members of ${plural(count, 'redundancy group')} at ${when}: ${named}`;
    case 'organization':
      return `${other} touches ${plural(count, 'organization')} of this window too soon before or after, at ${when}: ${named}`;
    case 'hours':
      return `the night from ${when} lies outside the hours of ${named}`;
    case 'length':
      return `the night from ${when} is longer than is allowed in ${named}`;
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
  readonly reclassifiedFrom?: string | undefined;
}

/**
 * What of a plan's conflicts has it refused (L9); none where it goes ahead. An emergency and work under way cannot wait: what they
 * collide with is recorded and told, not refused. `override` is the reason of somebody who answers for it.
 */
export function refusing(conflicts: readonly Conflict[], plan: JudgedPlan): readonly Conflict[] {
  if (plan.class === 'emergency' || plan.isUnderWay || plan.override !== undefined) return [];
  return conflicts.filter(({ isBlocking }) => isBlocking);
}

/** What helps a plan that collides; each was looked at with the plans of that time (store/planning/ways-out.ts). */
export interface WaysOut {
  /** A start at which it would collide with nothing (UTC ms). */
  readonly startAt?: number | undefined;
  /**
   * What to leave out of it, by resource id, so that it collides with nothing: a list for each further night, because members of one
   * redundancy group cannot share one. Empty where nothing would be left.
   */
  readonly nights: readonly (readonly string[])[];
}

/** What the plan collides with, in a sentence; `blocking` is not empty. */
export function describeCollision(blocking: readonly Conflict[], { reference }: Pick<JudgedPlan, 'reference'>): string {
  const told = blocking.slice(0, MOST_TOLD).map((conflict) => describeConflict(conflict, reference));
  const more = blocking.length > MOST_TOLD ? `; and ${String(blocking.length - MOST_TOLD)} more` : '';
  return `The plan collides: ${told.join('; ')}${more}.`;
}

/** The refusal of a plan that collides (L9). `reclassifiedFrom` is the class that the window would leave, where that is the change. */
export function conflictRefusal(
  blocking: readonly Conflict[],
  plan: JudgedPlan,
  { startAt, nights }: WaysOut,
): Refusal<'conflict'> {
  const { reclassifiedFrom: from } = plan;
  const ways = [
    ...(startAt === undefined ? [] : [`a start at ${toIso(startAt)}`]),
    ...(nights.length === 0 ? [] : [splitText(nights)]),
    ...(from === undefined ? [] : [`class ${from} as it is`]),
    'an override with a reason, by an approver',
  ];
  return {
    code: 'conflict',
    field: from === undefined ? collidingField(blocking, plan) : 'class',
    detail: `${describeCollision(blocking, plan)} ${ways.length === 1 ? 'Way out' : 'Ways out'}: ${inWords(ways)}.`,
  };
}

/** `a; b; or c`: a way may hold commas. */
function inWords(ways: readonly string[]): string {
  return ways.map((way, place) => (place > 0 && place === ways.length - 1 ? `or ${way}` : way)).join('; ');
}

/** So many ids are named for one night. */
const MOST_IDS_TOLD = 20;

/** `two nights: this window without echo-2, and another one for echo-2`. */
function splitText(nights: readonly (readonly string[])[]): string {
  const numbers = ['two', 'three', 'four', 'five'];
  const listed = nights.map((ids) => {
    const more = ids.length - MOST_IDS_TOLD;
    return `${ids.slice(0, MOST_IDS_TOLD).join(', ')}${more > 0 ? ` and ${String(more)} more` : ''}`;
  });
  const others = listed.map((ids) => `another one for ${ids}`).join(', ');
  return `${numbers[nights.length - 1] ?? String(nights.length + 1)} nights: this window without ${listed.join(', ')} (scope.except), ${others}`;
}

function collidingField(blocking: readonly Conflict[], { reference }: Pick<JudgedPlan, 'reference'>): string {
  if (blocking.every(({ kind }) => kind === 'length')) return 'slots.0.end';
  return blocking.some(({ kind, other }) => kind === 'redundancy' && other === reference) ? 'scope' : 'slots.0.start';
}

/** N11: newcomers of a wider scope would get less notice than their class promises. */
export function newcomersDebt(
  newcomers: number,
  { promised, givenMs }: Pick<NoticeDebt, 'promised' | 'givenMs'>,
  windowClass: string,
): Refusal<'notice-debt'> | undefined {
  if (newcomers === 0) return undefined;
  return {
    code: 'notice-debt',
    field: 'scope',
    detail:
      `${plural(newcomers, 'organization')} would hear of the window for the first time: class ${windowClass} promises ${promised} of notice, ` +
      `${describeDuration(givenMs)} are left. Ways out: a window of their own later, a later date for this one, or an override with a reason, by an approver.`,
  };
}
