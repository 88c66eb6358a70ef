import { z } from 'zod';
import { text } from '../../../domain/shared/fields';
import { recurrenceSchema } from '../../../domain/series/recurrence';
import { PHASES } from '../../../domain/window/types';
import { NIGHT_STATES, SERIES_STATES } from '../../../store/database/tables/series';
import { at, maybeAt, pageOf, paging, several } from '../../http/schemas';

/** What the API says about series of windows, and how it is asked. */

/** A series' id in a path; anything else names no series. */
export const seriesParams = z.strictObject({
  id: z
    .string()
    .regex(/^MS-\d{4}-\d{4,9}$/, 'is not a series such as MS-2026-0001')
    .describe('the series')
    .meta({ examples: ['MS-2026-0001'] }),
});

export const seriesQuery = z.strictObject({
  ...paging,
  state: several(z.enum(SERIES_STATES)).optional().describe('one or more states, separated by commas'),
});

const nightDate = z.iso
  .date({ error: 'must be the local date of a night, such as 2027-03-28', abort: true })
  .describe('the local date on which the night begins');

export const skipBody = z.strictObject({ night: nightDate, reason: text(500) });
export const unskipBody = z.strictObject({ night: nightDate });

const local = z.iso
  .datetime({ offset: true })
  .describe('the same by clocks in the time zone')
  .meta({ examples: ['2027-03-28T03:30:00+02:00'] });

export const nightSchema = z
  .object({
    night: z.iso.date().describe('the local date on which it begins'),
    start: at,
    end: at,
    localStart: local,
    localEnd: local,
    note: z.string().nullable().describe('what is odd about its clocks, such as a time that does not exist'),
    state: z
      .enum(['planned', ...NIGHT_STATES])
      .describe(
        '`planned`: its window is opened when the lead begins; `refused`: it has no window, and a task says why',
      ),
    opensAt: maybeAt.describe('when its window will be opened; null when that is done or nothing will open it'),
    reference: z.string().nullable().describe('its window'),
    phase: z.enum(PHASES).nullable().describe('where its window stands'),
    reason: z.string().nullable().describe('why it was skipped or refused'),
    by: z.string().nullable(),
  })
  .meta({ id: 'Night' });

export const seriesAnswerSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    state: z.enum(SERIES_STATES),
    leadDays: z.int().min(1).max(366).describe("a night's window is opened so many days before it"),
    recurrence: recurrenceSchema,
    window: z.record(z.string(), z.unknown()).describe('the body that opens the windows, without slots'),
    createdBy: z.string(),
    createdAt: at,
    changedBy: z.string().describe('who created, paused, resumed or ended it last'),
    changedAt: at,
    nights: z.array(nightSchema).describe('the last twelve, all that are settled, and the next twelve'),
  })
  .meta({ id: 'Series' });

export const seriesPageSchema = pageOf(
  seriesAnswerSchema.omit({ nights: true, window: true }).extend({ next: nightSchema.nullable() }),
);
