import { z } from 'zod';
import { CHANNELS } from '../channels/channels';
import type { NoticeId } from '../notices/notice';
import { NOTICE_KINDS } from '../notices/notice-kinds';
import type { WindowEvent } from './events';
import type { WorkReport } from './work-report';

/**
 * What notices and channels tell their window. Everything is validated: whoever can reach Temporal can send it, and an
 * unreadable one must not stop the window (T8).
 */

const figure = z.int().min(0);

const noticeId: z.ZodType<NoticeId> = z.object({
  kind: z.enum(NOTICE_KINDS),
  revision: z.int().min(1),
  ordinal: z.int().min(1),
});

const words = z.string().transform((text) => text.slice(0, 300));

const counts = z.object({
  ...{ organizations: figure, recipients: figure, accepted: figure },
  ...{ failed: figure, uncertain: figure, superseded: figure },
  // what an older one has not is not there
  ...{ suppressed: figure.exactOptional(), untold: figure.exactOptional(), optedOut: figure.exactOptional() },
});

const channel = z.enum(CHANNELS);

/** The event that each of them is put on record as. */
const EVENTS = {
  noticeReport: z
    .object({ notice: noticeId, trouble: words.optional() })
    .transform(({ notice, trouble }) =>
      trouble === undefined
        ? { type: 'notice-mended' as const, notice }
        : { type: 'notice-troubled' as const, notice, trouble },
    ),
  noticeReturned: z
    .object({ notice: noticeId, counts, words })
    .transform((word) => ({ type: 'notice-returned' as const, ...word })),
  channelReport: z.union([
    z.object({ channel, state: z.literal('troubled'), trouble: words }).transform(({ trouble, ...report }) => ({
      type: 'channel-troubled' as const,
      channel: report.channel,
      trouble,
    })),
    z.object({ channel, state: z.literal('repaired'), repaired: words }).transform(({ repaired, ...report }) => ({
      type: 'channel-repaired' as const,
      channel: report.channel,
      repaired,
    })),
    z
      .object({ channel, state: z.enum(['mended', 'undone']) })
      .transform((report) => ({ type: `channel-${report.state}` as const, channel: report.channel })),
  ]),
} satisfies Record<string, z.ZodType<WindowEvent>>;

const newcomers = z.object({ newcomers: z.int().min(1) });

/** How many recipients can be told now whom nobody could be told for (N13); undefined when it cannot be read. */
export function readReachable(word: unknown): number | undefined {
  return newcomers.safeParse(word).data?.newcomers;
}

const figures = z.object({ done: figure, failed: figure, unknown: figure, skipped: figure, left: figure });

const workReport: z.ZodType<WorkReport> = z.union([
  z.object({
    state: z.enum(['going', 'waiting', 'stopped', 'aborted', 'finished']),
    because: words.exactOptional(),
    isEndNear: z.literal(true).exactOptional(),
    counts: figures,
    newlyFailed: figure.exactOptional(),
  }),
  z.object({ state: z.literal('nothing-left'), counts: figures }),
  z.object({ state: z.literal('one-failed') }),
]);

/** Where the work on the resources is (S2); undefined when it cannot be read. */
export function readWorkReport(word: unknown): WorkReport | undefined {
  return workReport.safeParse(word).data;
}

/** The names of the signals. */
export type ReportName = keyof typeof EVENTS;
export const REPORT_NAMES = Object.keys(EVENTS) as readonly ReportName[];

/** Undefined when it cannot be read. */
export function readReport(name: ReportName, word: unknown): WindowEvent | undefined {
  return EVENTS[name].safeParse(word).data;
}

/** The notice a child speaks of; undefined when it cannot be read. */
export function readNoticeId(word: unknown): NoticeId | undefined {
  return noticeId.safeParse(word).data;
}
