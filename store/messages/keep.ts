import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { KeptMessage } from '../../activities/ports/inbound';
import { beginningOf, ONE_BY_ONE, TEXT_MAX, TEXT_MAX_IN_A_FLOOD } from '../../domain/delivery/written-message';
import { HOUR } from '../../domain/shared/time';
import type { Database } from '../database/database';
import { peopleWhoAnswer } from '../work/task-mails';

/** Messages about one window that get a task each, within an hour. */
const WHOLE = 4 * ONE_BY_ONE;

const MORE =
  'More messages came in than are passed on one by one within an hour: read them with the messages of the window';

/**
 * Keeps a message with a task, a mail to whoever the task is of, and a line on the timeline, in one statement; repeating it with the same mail changes nothing
 * (N15). Only a limited number in an hour get a task and a line each; the next one says that there are more, and the rest are
 * only kept. Customers and strangers are counted separately, so that strangers cannot crowd customers out (T8). False for a
 * message that was already kept.
 */
export async function keepMessage(
  db: Database,
  { message, placed, reason, size, at, isForwarded }: KeptMessage,
): Promise<boolean> {
  const { reference = null, placedBy = null, organizationId = null, writerKnownBy = null } = placed;
  const when = sql`${new Date(at)}::timestamptz`;
  const aboutIt = reference === null ? sql`m.window_reference is null` : sql`m.window_reference = ${reference}`;
  const { rows } = await sql<{ id: number }>`
    with hour as (
      select count(*) as kept, count(*) filter (where m.handling <> 'kept') as told,
        coalesce(bool_or(m.handling = 'more'), false) as said
      from window_messages m
      where ${aboutIt} and (m.organization_id is null) = ${organizationId === null}::boolean
        and m.received_at > ${new Date(at - HOUR)}
    ),
    handled as (
      select kept, case when told < ${ONE_BY_ONE} then 'message' when not said then 'more' else 'kept' end as handling from hour
    ),
    kept as (
      insert into window_messages (
        digest, window_reference, placed_by, organization_id, writer_known_by, sender, verified, subject, body, cut, answer,
        reason, size, received_at, after_event, handling, forward_at
      )
      select ${digestOf(message)}, ${reference}::text, ${placedBy}, ${organizationId}::text, ${writerKnownBy}, ${message.from},
        ${message.isVerified ?? null}::boolean, ${message.subject},
        left(${message.text}, case when h.kept < ${WHOLE} then ${TEXT_MAX}::integer else ${TEXT_MAX_IN_A_FLOOD}::integer end),
        ${message.isCut} or h.kept >= ${WHOLE} and length(${message.text}) > ${TEXT_MAX_IN_A_FLOOD}::integer,
        ${message.answer ?? null}::text, ${reason ?? null}::text, ${size}::integer, ${when},
        coalesce((select max(sequence) from timeline where window_reference = ${reference}), 0), h.handling,
        case when h.handling <> 'kept' and ${isForwarded}::boolean then ${when} end
      from handled h
      on conflict (digest) do nothing
      returning id, handling
    ),
    asked as (
      insert into staff_tasks (window_reference, kind, organization_id, subject, reason, created_at)
      select ${reference}::text, 'answer-message', ${organizationId}::text, 'message:' || id,
        case when handling = 'message' then ${taskWords(message, reference)}::text else ${MORE} end, ${when}
      from kept where handling <> 'kept'
      on conflict do nothing
      returning *
    ),
    mailed as (
      insert into task_mails (task_id, kind, recipient, due_for, send_at)
      select t.id, 'message', p.recipient, ${when}, ${when} from asked t cross join lateral ${peopleWhoAnswer()} p
      on conflict do nothing
    )
    select id from kept
  `.execute(db);
  return rows.length > 0;
}

function taskWords(message: KeptMessage['message'], reference: string | null): string {
  return reference === null ? `A message nobody could place: ${beginningOf(message)}` : beginningOf(message);
}

/** A digest of the Message-ID and the sender, so that nobody can take the place of another person's mail. */
function digestOf({ id, from, subject, text, uid, answer }: KeptMessage['message']): string {
  const parts = id === undefined ? ['no id', from, subject, text, uid, answer] : ['id', from, id];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
