import { z } from 'zod';

/** What Slack sends when somebody presses a button or submits a dialog, as far as it is read. */

const user = z.object({ id: z.string().regex(/^[UW][A-Z0-9]{1,30}$/) });

const value = z.object({
  value: z.string().nullish(),
  /** Seconds since the epoch. */
  selected_date_time: z.number().nullish(),
});

const actions = z.object({
  type: z.literal('block_actions'),
  user,
  trigger_id: z.string().max(300),
  channel: z.object({ id: z.string() }).optional(),
  actions: z
    .array(z.object({ action_id: z.string(), value: z.string().max(2_000).optional(), action_ts: z.string().max(40) }))
    .min(1),
});
export type PressPayload = z.output<typeof actions>;

const submission = z.object({
  type: z.literal('view_submission'),
  user,
  view: z.object({
    id: z.string().max(100),
    callback_id: z.string(),
    private_metadata: z.string().default(''),
    state: z.object({ values: z.record(z.string(), z.record(z.string(), value)).default({}) }),
  }),
});
export type SubmissionPayload = z.output<typeof submission>;

const payload = z.discriminatedUnion('type', [actions, submission]);

/** The payload of a request's form body; undefined for anything that is of no concern here. */
export function readPayload(body: Buffer): PressPayload | SubmissionPayload | undefined {
  const text = new URLSearchParams(body.toString('utf8')).get('payload');
  if (text === null) return undefined;
  try {
    return payload.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
