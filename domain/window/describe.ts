import { CHANNEL_TITLES } from '../channels/channels';
import { noticeSlug } from '../notices/notice';
import { describeScope } from '../planning/scope';
import { toIso } from '../shared/time';
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
    case 'channel-troubled':
      return `The ${CHANNEL_TITLES[event.channel]} is behind: ${event.trouble}`;
    case 'channel-mended':
      return `The ${CHANNEL_TITLES[event.channel]} is in step again`;
    case 'channel-undone':
      return `The ${CHANNEL_TITLES[event.channel]} shows the cancellation`;
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
    case 'extended':
      return withWords(`Extended from ${toIso(event.from.endsAt)} to ${toIso(event.to.endsAt)}`, event.reason);
    case 'rescoped':
      return withWords(`Scope changed from ${describeScope(event.from)} to ${describeScope(event.to)}`, event.reason);
    case 'reclassified':
      return withWords(`Class changed from ${event.from} to ${event.to}`, event.reason);
    case 'edited': {
      const fields = [...Object.keys(event.wording), ...Object.keys(event.translations ?? {})].join(', ');
      return withWords(`Worded anew (${fields})`, event.reason);
    }
    case 'alternate-released':
      return `The alternate night ${toIso(event.slot.startsAt)} to ${toIso(event.slot.endsAt)} is free again`;
    case 'approved':
      return `Revision ${String(event.revision)} approved`;
    case 'approval-withdrawn':
      return withWords('Approval withdrawn', event.reason);
    case 'approval-missed':
      return 'The announcement was due and nobody has approved it: the promised notice is owed';
    case 'nominated':
      return 'A point of contact was nominated';
    case 'ticked':
      return `Verification step ${String(event.step)} ticked off: ${event.text}`;
    case 'escalated':
      return `Escalated, step ${String(event.step)}: ${event.because}`;
    case 'rule-overridden':
      return `A rule was overridden: ${event.reason}`;
    case 'written-off':
      return `Given up: ${event.item}: ${event.reason}`;
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
