import { z } from 'zod';
import { fromIso } from './time';

/** Field types shared by the body that opens a window and by the commands. zod is the single source of a rule. */

/** No control characters but line breaks and tabs: these texts reach mails, feeds and pages. */
// oxlint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

/** One line of text. */
export const line = (max: number) =>
  z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(max)
    .refine(
      (text) => !CONTROL.test(text) && !/[\r\n\u2028\u2029]/.test(text),
      'must be one line without control characters',
    );

/** Running text; line breaks allowed. */
export const text = (max: number) =>
  z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(max)
    .refine((value) => !CONTROL.test(value), 'must not contain control characters');

/** An instant as ISO 8601 with `Z` or an offset; read as UTC milliseconds. */
export const instant = z.iso
  .datetime({
    offset: true,
    error: 'must be a date and time with an offset, such as 2026-12-10T01:00:00Z',
    abort: true,
  })
  .transform(fromIso);

/** Who gives a command, for the audit trail (T2): a token's name, or what an operator types. */
export const who = line(200);

/** A number counted from 1, such as a revision: as large as PostgreSQL's `integer` holds, so that a lookup never overflows. */
export const ordinal = z.int32().min(1);
