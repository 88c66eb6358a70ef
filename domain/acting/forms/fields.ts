import type { CommandField } from './form';

/** Fields that several commands ask for. */

export const reason = { name: 'reason', label: 'Why, for customers', kind: 'area' } as const satisfies CommandField;

/** For the provider's own people. */
export const reasonInside = {
  name: 'reason',
  label: 'Why, for the timeline',
  kind: 'area',
} as const satisfies CommandField;

/** Asked for once the window has refused for want of it. */
export const override = {
  name: 'override',
  label: 'Why that is accepted',
  kind: 'area',
  optional: true,
  hint: 'By an approver; it goes on record, and into the proof of notice.',
  when: () => false,
} as const satisfies CommandField;

/** When something really happened (L14). */
export const afterwards = <const F extends string>(name: F, label: string) =>
  ({
    name,
    label,
    kind: 'instant',
    optional: true,
    hint: 'Only where it is said afterwards; otherwise it is now.',
  }) as const satisfies CommandField;

export const whyAfterwards = {
  name: 'reason',
  label: 'Why it is said only afterwards, for staff',
  kind: 'area',
  optional: true,
  hint: 'Only beside a time.',
} as const satisfies CommandField;

/** As a field of one entry a line shows a list. */
export const linesOf = (list: readonly string[] | undefined) => (list ?? []).join('\n');
