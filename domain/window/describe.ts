import { noticeSlug } from '../notice';
import { toIso } from '../time';
import type { WindowEvent } from './events';

/** The event as a line of the timeline: what happened, with the figures and the words that came with it. */
export function describeEvent(event: WindowEvent): string {
  switch (event.type) {
    case 'opened':
      return `Opened as ${event.spec.class}: ${event.spec.title}`;
    case 'notice-begun': {
      const folded = event.folded.length > 0 ? `, standing in for ${event.folded.join(' and ')}` : '';
      return `Notice ${noticeSlug(event.notice)} of revision ${String(event.notice.revision)} begun${folded}`;
    }
    case 'notice-settled': {
      const { accepted, failed, uncertain, superseded, recipients } = event.counts;
      const rest = Object.entries({ failed, uncertain, superseded }).flatMap(([word, count]) =>
        count > 0 ? [`${String(count)} ${word}`] : [],
      );
      const figures = [`${String(accepted)} of ${String(recipients)} accepted`, ...rest].join(', ');
      return `Notice ${noticeSlug(event.notice)} of revision ${String(event.notice.revision)} ${event.outcome}: ${figures}`;
    }
    case 'notice-retried':
      return `Notice ${noticeSlug(event.notice)} is sent again to those it failed to reach`;
    case 'audience-changed':
      return `Audience changed: ${String(event.newcomers)} recipients are new, ${String(event.leavers)} are no longer affected`;
    case 'notice-troubled':
      return `Notice ${noticeSlug(event.notice)} makes no progress: ${event.trouble}`;
    case 'notice-mended':
      return `Notice ${noticeSlug(event.notice)} makes progress again`;
    case 'reminders-passed':
      return `Too late for ${event.kinds.join(' and ')}: the planned start has passed`;
    case 'start-missed':
      return 'The planned start has passed and nobody has said "started"';
    case 'started':
      return withWords('Work started', event.note);
    case 'progress-posted': {
      const promise = event.nextUpdateBy === undefined ? '' : ` (next update by ${toIso(event.nextUpdateBy)})`;
      return `Progress: ${event.message}${promise}`;
    }
    case 'update-missed':
      return `The update promised by ${toIso(event.promisedBy)} has not come`;
    case 'verifying':
      return withWords('Work done, being verified', event.note);
    case 'overdue':
      return 'The work runs past its planned end';
    case 'completed': {
      const seen = event.customerImpactMinutes;
      const impact = seen === undefined ? '' : ` (customers saw ${String(seen)} minutes)`;
      return withWords(`Work completed${impact}`, event.message);
    }
    case 'rescheduled':
      return withWords(`Rescheduled from ${toIso(event.from.startsAt)} to ${toIso(event.to.startsAt)}`, event.reason);
    case 'cancelled':
      return withWords('Cancelled', event.reason);
    case 'rfo-owed':
      return `A reason-for-outage report is owed: ${event.because}`;
    case 'rfo-drafted':
      return `Report drafted, version ${String(event.version)} (${event.text.state})`;
    case 'rfo-published':
      return `Report published, version ${String(event.version)} (${event.final ? 'final' : 'preliminary'})`;
    case 'rfo-late':
      return 'The reason-for-outage report is owed and has not been published';
    case 'closed':
      return 'Closed';
    case 'command-refused':
      return `${event.command} was refused: ${event.reason}`;
  }
}

function withWords(what: string, words: string | undefined): string {
  return words === undefined ? what : `${what}: ${words}`;
}
