import { z } from 'zod';
import { CHANNELS } from '../../domain/channels/channels';
import type { NoticeId } from '../../domain/notices/notice';
import { NOTICE_KINDS } from '../../domain/notices/notice-kinds';
import type { WindowEvent } from '../../domain/window/events';
import { channelReport, noticeReport, noticeReturned } from '../messages';

/**
 * What notices and channels tell their window. Read with care: whoever reaches Temporal can send it, and what cannot be read
 * must not stop the window (T8).
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
});

const channel = z.enum(CHANNELS);

/** The event that each of them is put on record as. */
const EVENTS: Record<string, z.ZodType<WindowEvent>> = {
  [noticeReport.name]: z
    .object({ notice: noticeId, trouble: words.optional() })
    .transform(({ notice, trouble }) =>
      trouble === undefined
        ? { type: 'notice-mended' as const, notice }
        : { type: 'notice-troubled' as const, notice, trouble },
    ),
  [noticeReturned.name]: z
    .object({ notice: noticeId, counts, words })
    .transform((word) => ({ type: 'notice-returned' as const, ...word })),
  [channelReport.name]: z.union([
    z.object({ channel, state: z.literal('troubled'), trouble: words }).transform(({ trouble, ...report }) => ({
      type: 'channel-troubled' as const,
      channel: report.channel,
      trouble,
    })),
    z
      .object({ channel, state: z.enum(['mended', 'undone']) })
      .transform((report) => ({ type: `channel-${report.state}` as const, channel: report.channel })),
  ]),
};

export const INTERNAL_SIGNALS = Object.keys(EVENTS);

/** Undefined when it cannot be read. */
export function internalEvent(signal: string, word: unknown): WindowEvent | undefined {
  return EVENTS[signal]?.safeParse(word).data;
}

/** The notice a child speaks of; undefined when it cannot be read. */
export function readNoticeId(word: unknown): NoticeId | undefined {
  return noticeId.safeParse(word).data;
}
