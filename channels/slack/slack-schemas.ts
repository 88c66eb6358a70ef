import { z } from 'zod';

/** Answers of Slack's Web API, as far as they are read; unknown keys are ignored. */

/** What a message of ours carries, so that it is recognised when its id is lost. */
const markerSchema = z.object({
  window: z.string(),
  /** Which installation made it. */
  origin: z.string(),
  /** What it tells; of a window's first message, what it shows. */
  key: z.string(),
});
export type Marker = z.output<typeof markerSchema>;

/** The type of message metadata that holds a Marker. */
export const EVENT_TYPE = 'forewarn_message';

const messageSchema = z.object({
  ts: z.string(),
  thread_ts: z.string().optional().catch(undefined),
  text: z.string().catch(''),
  metadata: z.object({ event_type: z.string(), event_payload: markerSchema }).optional().catch(undefined),
  files: z
    .array(z.object({ name: z.string().nullish().catch(null) }))
    .optional()
    .catch(undefined),
});
export type SlackMessage = z.output<typeof messageSchema>;

/** A page of a list of messages. */
export const pageSchema = z.object({
  messages: z.array(messageSchema).default([]),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional().catch(undefined),
});

export const identityAnswer = z.object({ user: z.string().catch(''), team: z.string().catch('') });
export const channelAnswer = z.object({
  channel: z.object({
    name: z.string().catch(''),
    is_member: z.boolean().catch(true),
    is_archived: z.boolean().catch(false),
  }),
});
export const messageAnswer = z.object({ ts: z.string() });
export const uploadAnswer = z.object({ upload_url: z.url(), file_id: z.string() });
export const emptyAnswer = z.object({});
