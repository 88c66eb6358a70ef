import { sql } from 'kysely';
import type { NoticeKey } from '../../activities/ports/ledger';
import type { QuietWait } from '../../domain/notices/quiet-hours';
import { waitIn } from '../../domain/series/quiet-end';
import { toIso } from '../../domain/shared/time';
import type { Database } from '../database/database';
import { isNotice } from './key';

/**
 * Deliveries that would be sent in their reader's quiet hours wait until these end (N10): they are deferred, as those are that a server
 * has put off, so nothing holds a slot for them, the notice is not at rest before them, and what overtakes it supersedes them. In the
 * zone of the reader's organization; staff and followers of the page have none, so theirs is UTC. Repeating it changes nothing.
 */
export async function postponeQuiet(db: Database, key: NoticeKey, now: Date): Promise<void> {
  const { rows: notices } = await sql<{ id: number; quiet: QuietWait | null }>`
    select n.id, n.facts->'quiet' as quiet from notices n where ${isNotice(key)}
  `.execute(db);
  const [notice] = notices;
  if (!notice?.quiet) return;
  const { id, quiet } = notice;
  const due = sql`d.notice_id = ${id} and (d.state = 'pending' or d.state = 'deferred' and d.next_attempt_at <= ${now})`;
  const { rows: zones } = await sql<{ zone: string }>`
    select distinct s.organization->>'timeZone' as zone
    from deliveries d join notice_organizations s on s.notice_id = d.notice_id and s.organization_id = d.organization_id
    where ${due}
  `.execute(db);
  const waiting = zones.flatMap(({ zone }) => {
    const wait = waitIn(quiet, zone, now.getTime());
    return typeof wait === 'object' ? [{ zone, until: wait.until }] : [];
  });
  if (waiting.length === 0) return;
  const untils = waiting.map(({ until }) => new Date(until));
  const words = waiting.map(({ zone, until }) => `waits until ${toIso(until)}, the end of the quiet hours in ${zone}`);
  await sql`
    update deliveries d
    set state = 'deferred', next_attempt_at = w.until, updated_at = now(),
      reply = w.words || coalesce('; before: ' || nullif(d.reply, ''), '')
    from notice_organizations s
      join unnest(${waiting.map(({ zone }) => zone)}::text[], ${untils}::timestamptz[], ${words}::text[]) as w(zone, until, words)
        on w.zone = s.organization->>'timeZone'
    where ${due} and s.notice_id = d.notice_id and s.organization_id = d.organization_id
  `.execute(db);
}
