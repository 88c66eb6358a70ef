import { sql } from 'kysely';
import { z } from 'zod';
import type { AcknowledgementAnswer, AnsweredVia, AnswerOnTimeline } from '../../domain/delivery/acknowledgement';
import type { RecordedEvent } from '../../domain/window/events';
import { decodeCursor, pageOf, type Page, type PageRequest } from '../database/cursor';
import type { Database } from '../database/database';
import { organizationsOf, type Viewer } from './viewer';
import { getTimeline } from './windows';

/** A line of the timeline: a step of the window, or a customer's answer between two steps. */
export type TimelineLine = RecordedEvent | AnswerOnTimeline;

const LINES_IN_A_PAGE = 50;

/** The position of a line: the step's number, its rank after that step, its own id there. */
const PLACE = z.tuple([z.int(), z.int(), z.int()]);
type Place = z.output<typeof PLACE>;
interface Placed {
  readonly line: TimelineLine;
  readonly place: Place;
}

/** One page of what happened, in order; a customer sees its own answers and no refused ones. */
export async function readTimelinePage(
  db: Database,
  reference: string,
  viewer: Viewer,
  request: PageRequest,
): Promise<Page<TimelineLine>> {
  const limit = request.limit ?? LINES_IN_A_PAGE;
  const after: Place = request.cursor === undefined ? [0, 0, 0] : decodeCursor(request.cursor, PLACE);
  const [events, answers] = await Promise.all([
    // customers read a part of the steps, and some of these have no line for them
    getTimeline(db, reference, viewer, {
      after: after[0],
      ...(viewer.organizationId === null ? { limit: limit + 1 } : {}),
    }),
    readAnswers(db, reference, viewer, after, limit + 1),
  ]);
  const steps = events.map((line): Placed => ({ line, place: [line.sequence, 0, 0] }));
  const lines = [...steps, ...answers].sort((one, other) => compare(one.place, other.place));
  return pageOf(
    lines,
    limit,
    ({ place }) => place,
    ({ line }) => line,
  );
}

function compare(one: Place, other: Place): number {
  return one[0] - other[0] || one[1] - other[1] || one[2] - other[2];
}

interface AnswerRow {
  readonly after: number;
  readonly rank: number;
  readonly id: number;
  readonly at: Date;
  readonly organizationId: string | null;
  readonly recipient: string;
  readonly answer: AcknowledgementAnswer | null;
  readonly sequence: number;
  readonly via: AnsweredVia;
  readonly reason: string | null;
  readonly times: number;
  readonly latestAt: Date;
  readonly taskId: number | null;
  readonly isFlood: boolean;
}

/** The first `limit` answers after that position, in order. */
async function readAnswers(
  db: Database,
  reference: string,
  viewer: Viewer,
  after: Place,
  limit: number,
): Promise<Placed[]> {
  const ids = organizationsOf(viewer);
  const { rows } = await sql<AnswerRow>`
    select * from (
      select after_event as after, 1 as rank, id::integer, at, organization_id as "organizationId", recipient, answer, sequence, via,
        null as reason, 1 as times, at as "latestAt", null::integer as "taskId", false as "isFlood"
      from acknowledgements
      where window_reference = ${reference} and (${ids}::text[] is null or organization_id = any (${ids}::text[]))
      union all
      select after_event, 2, id::integer, at, null, '', null, 0, '', reason, times, latest_at, null, false
      from refused_replies
      where window_reference = ${reference} and ${ids}::text[] is null
      union all
      select m.after_event, 3, m.id::integer, m.received_at, m.organization_id, '', null, 0, '', m.reason, 1, m.received_at,
        (
          select t.id from staff_tasks t
          where t.window_reference = ${reference} and t.kind = 'answer-message' and t.subject = 'message:' || m.id
        )::integer,
        m.handling = 'more'
      from window_messages m
      where m.window_reference = ${reference} and m.handling <> 'kept'
        and (${ids}::text[] is null or ${viewer.organizationId}::text is null and m.organization_id = any (${ids}::text[]))
    ) as answers
    where (after, rank, id) > (${after[0]}::integer, ${after[1]}::integer, ${after[2]}::integer)
    order by after, rank, id limit ${limit}
  `.execute(db);
  return rows.map((row) => ({ line: lineOf(row), place: [row.after, row.rank, row.id] }));
}

function lineOf(row: AnswerRow): AnswerOnTimeline {
  return { at: row.at.getTime(), after: row.after, event: eventOf(row) };
}

function eventOf(row: AnswerRow): AnswerOnTimeline['event'] {
  const { rank, organizationId, recipient, answer, sequence, via, reason, times, latestAt, taskId, isFlood } = row;
  if (rank === 3) return { type: 'message-received', organizationId, reason, taskId, isFlood };
  return answer === null
    ? { type: 'reply-refused', reason: reason ?? '', times, latestAt: latestAt.getTime() }
    : { type: 'acknowledged', organizationId: organizationId ?? '', recipient, answer, sequence, via };
}
