import { z } from 'zod';
import type { CustomerLanguage } from '../shared/words/common';
import type { ClassPolicy, NoticePolicy } from '../notices/notice-policy';
import { WINDOW_CLASSES, type WindowClass, type WindowSpec } from './types';

/** Classes of the provider's own beside the three (P6): each has the duties of one of these, and figures of its own. */

/** What customers read in place of the class' own word, by language; without one they read that. */
export type ClassLabel = Partial<Readonly<Record<CustomerLanguage, string>>>;

/** A class of the provider's own. */
export interface OwnClassPolicy extends ClassPolicy {
  /** Whose duties, commands, wording and path it has. */
  readonly like: WindowClass;
  readonly label?: ClassLabel;
}

/** One of the three, and beside it the name of the provider's own class where the window has one. */
export type NamedClass = Pick<WindowSpec, 'class' | 'className'>;

/** The name of a class: one of the three, or one of the provider's own. */
export const className = z
  .string('must be the name of a class, such as standard')
  .regex(
    /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
    'must be the name of a class, such as standard: lower-case letters, digits, hyphens',
  )
  .max(40)
  .describe("standard, expedited, emergency, or a class of the provider's own rules (P6)");

export function isOneOfThree(name: string): name is WindowClass {
  return (WINDOW_CLASSES as readonly string[]).includes(name);
}

/** Undefined for a name that is not a class under these rules. */
export function classOf(name: string, policy: Pick<NoticePolicy, 'ownClasses'>): NamedClass | undefined {
  if (isOneOfThree(name)) return { class: name };
  const own = ownClass(name, policy);
  return own && { class: own.like, className: name };
}

export function ownClass(name: string | undefined, { ownClasses = {} }: Pick<NoticePolicy, 'ownClasses'>) {
  return name !== undefined && Object.hasOwn(ownClasses, name) ? ownClasses[name] : undefined;
}

/** `is not a class: there are standard, expedited, emergency, night-work`. */
export function unknownClass(name: string, { ownClasses = {} }: Pick<NoticePolicy, 'ownClasses'>): string {
  return `must be a class: there is no ${name}, there are ${[...WINDOW_CLASSES, ...Object.keys(ownClasses)].join(', ')}`;
}

/** By the name people gave it: `night-work`, else `standard`. */
export function nameOfClass({ class: base, className: own }: NamedClass): string {
  return own ?? base;
}

/** The same for staff, who see whose duties it has: `night-work (like standard)`. */
export function classInWords({ class: base, className: own }: NamedClass): string {
  return own === undefined ? base : `${own} (like ${base})`;
}

/** What customers read of the class; undefined: the word of the one it is like. */
export function labelOf(
  { className: own }: { readonly className?: string | undefined },
  policy: NoticePolicy,
): ClassLabel | undefined {
  return ownClass(own, policy)?.label;
}

/**
 * Other rules for a window whose class those may not have any more, or have for other duties: the class stays as the window knows
 * it.
 */
export function keepingClass(
  { className: own, class: base }: NamedClass,
  before: NoticePolicy,
  after: NoticePolicy,
): NoticePolicy {
  const kept = ownClass(own, before);
  if (own === undefined || kept === undefined || ownClass(own, after)?.like === base) return after;
  return { ...after, ownClasses: { ...after.ownClasses, [own]: kept } };
}

/** What an event says of the classes before and after it. */
interface Reclassified {
  readonly from: WindowClass;
  readonly to: WindowClass;
  readonly fromName?: string;
  readonly toName?: string;
}

export function classAfter({ to, toName }: Reclassified): NamedClass {
  return toName === undefined ? { class: to } : { class: to, className: toName };
}

export function reclassifiedTo(event: Reclassified): string {
  return classInWords(classAfter(event));
}

export function reclassifiedFrom({ from, fromName }: Reclassified): string {
  return classInWords(fromName === undefined ? { class: from } : { class: from, className: fromName });
}
