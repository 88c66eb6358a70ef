import { z } from 'zod';
import { line, instant, text } from '../fields';
import { addressFault } from '../mail-address';
import { IMPACT_LEVELS } from '../impact';
import { scopeSchema } from '../scope';
import { EMERGENCY_TRIGGERS, REASONS, VISIBILITIES, WINDOW_CLASSES, type WindowSpec } from './types';

const slot = z
  .strictObject({ start: instant, end: instant })
  .refine((value) => value.end > value.start, { path: ['end'], message: 'must be after the start' })
  .transform(({ start, end }) => ({ startsAt: start, endsAt: end }));

/** The body that opens a window. Rules that need a clock or the inventory are `checkOpening` and the audience's. */
export const openingSchema = z
  .strictObject({
    title: line(120),
    class: z.enum(WINDOW_CLASSES),
    reason: z.enum(REASONS),
    visibility: z.enum(VISIBILITIES).default('public'),
    slots: z.array(slot).length(1, 'must hold exactly one slot; work over several nights is several windows'),
    scope: scopeSchema,
    impact: z.strictObject({
      level: z.enum(IMPACT_LEVELS),
      minutes: z.int().min(0).max(100_000),
      description: text(2_000),
    }),
    customerAction: text(2_000).default('None.'),
    pointOfContact: z.string().superRefine((address, context) => {
      const fault = addressFault(address);
      if (fault) context.addIssue({ code: 'custom', message: fault });
    }),
    justification: text(2_000).optional(),
    emergency: z
      .strictObject({
        trigger: z.enum(EMERGENCY_TRIGGERS),
        necessity: text(2_000),
        risk: text(2_000),
        mitigation: text(2_000),
      })
      .optional(),
  })
  .superRefine((body, context) => {
    const demand = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
    if (body.class === 'expedited' && !body.justification) {
      demand(
        'justification',
        'is required for an expedited window: why it cannot wait, and what keeps the outage short (N2)',
      );
    }
    if (body.class === 'emergency' && !body.emergency) {
      demand('emergency', 'is required for an emergency: trigger, necessity, risk and mitigation (E1)');
    }
    if (body.class !== 'emergency' && body.emergency) {
      demand('emergency', `belongs to class emergency, not ${body.class}: leave it out or change the class`);
    }
  });
export type OpeningBody = z.input<typeof openingSchema>;

/** The checked body as the core's own value. */
export function toSpec(body: z.output<typeof openingSchema>): WindowSpec {
  const [first] = body.slots;
  if (!first) throw new RangeError('a window has one slot');
  const { slots: _slots, justification, emergency, ...rest } = body;
  return {
    ...rest,
    slot: first,
    ...(justification ? { justification } : {}),
    ...(emergency ? { emergency } : {}),
  };
}
