import type { Actor } from '../shared/actor';
import { EVENTS, type EventRow } from './event-table';

export type EventType = keyof typeof EVENTS;
type PayloadOf<T extends EventType> = (typeof EVENTS)[T] extends EventRow<infer P> ? Readonly<P> : never;
/** The events of the given kinds. */
export type EventOf<T extends EventType> = { [K in T]: { readonly type: K } & PayloadOf<K> }[T];
/** Something that has happened to a window. */
export type WindowEvent = EventOf<EventType>;

/** How a command came in (T2): API, signal, clock, a link in a mail to one of the staff, the console, the customers' portal, Slack. */
export const DOORS = ['api', 'signal', 'clock', 'mail-link', 'console', 'portal', 'slack'] as const;
/** Those that a command says of itself; the API is known by itself. */
export const NAMED_DOORS = ['mail-link', 'console', 'portal', 'slack'] as const satisfies readonly Door[];
export type Door = (typeof DOORS)[number];

/** An event with its place in the window's life: who (T5), how it came in, when (UTC ms), and its number. */
export interface RecordedEvent extends Actor {
  readonly sequence: number;
  readonly at: number;
  readonly door: Door;
  readonly event: WindowEvent;
}

/** Whether the revision goes up with the event: it is a change customers must hear of. */
export function isRevising({ type }: Pick<WindowEvent, 'type'>): boolean {
  return EVENTS[type].plan !== 'kept';
}

/** What the provider's own people are told of it (P5). */
export function insideOf({ type }: Pick<WindowEvent, 'type'>): EventRow<never>['inside'] {
  return EVENTS[type].inside;
}

/**
 * Whether the record may refuse the event: a change of plan (L9, N11), what a customer moves here (S8), or a change of the work list
 * (S2). Then it has not happened.
 */
export function mayBeRefused(event: Pick<WindowEvent, 'type'>): boolean {
  return isRevising(event) || ['moved-in', 'work-skipped', 'work-retried'].includes(event.type);
}

const WORDS: { readonly [T in EventType]: { words(event: PayloadOf<T>): string } } = EVENTS;

/** The event as a line of the timeline. */
export function describeEvent<T extends EventType>(event: EventOf<T>): string {
  return WORDS[event.type].words(event);
}
