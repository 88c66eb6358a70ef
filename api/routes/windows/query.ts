import { z } from 'zod';
import { instant, line } from '../../../domain/shared/fields';
import { locationPath } from '../../../domain/planning/scope';
import { className } from '../../../domain/window/classes';
import { PHASES, VISIBILITIES } from '../../../domain/window/types';
import { DELIVERY_STATES } from '../../../store/database/tables/notices';
import { paging, several, yesOrNo } from '../../http/schemas';

/** How lists of windows, and of what belongs to one, are asked for. */

export const windowsQuery = z.strictObject({
  ...paging,
  phase: several(z.enum(PHASES)).optional().describe('one or more phases, separated by commas'),
  class: several(className)
    .optional()
    .describe(
      "one or more classes, separated by commas; one of the three finds also the provider's own that are like it (P6)",
    ),
  visibility: z.enum(VISIBILITIES).optional(),
  location: locationPath
    .optional()
    .describe('work there or anywhere below it; for a customer token, where its own affected resources are'),
  from: instant.optional().describe('planned starts from here on'),
  to: instant.optional().describe('planned starts before there'),
  needsAttention: yesOrNo.optional(),
  change: line(100).optional().describe('the id of a change behind it in another system, such as CHG0031337 (P9)'),
  q: line(200).optional().describe('part of the title or the reference, whatever its case'),
});

export const windowQuery = z.strictObject({
  alerts: yesOrNo
    .optional()
    .describe(
      'true: monitoring is asked what else fires during the work (C8), for two seconds at most; for staff only',
    ),
});

export const timelineQuery = z.strictObject(paging);

export const deliveriesQuery = z.strictObject({
  ...paging,
  state: z.enum(DELIVERY_STATES).optional(),
  notice: z.string().min(1).max(100).optional().describe('a notice by its name, such as `reminder-7d`'),
  revision: z.coerce.number().int().min(1).max(1_000_000).optional(),
  q: line(200)
    .optional()
    .describe("part of the recipient's address or name, or of the organization's id or name, whatever its case"),
});
