import { CHANNEL_TITLES, type Channel } from '../../channels/channels';
import { approved, planChanged, stillApproved, withdrawn, worded } from './approval';
import { cleared, raised } from '../attention';
import { noticeBegun, noticeMended, noticeRetried, noticeReturned, noticeSettled, noticeTroubled } from './notices';
import { escalated, overdue, wordGiven, wordMissed } from './overrun';
import type { RecordedEvent } from '../events';
import type { WindowState } from '../types';

/** The state after an event. Total: every recorded event applies, in order of its sequence number. */
export function evolve(state: WindowState | undefined, recorded: RecordedEvent): WindowState {
  const { event, at, by } = recorded;
  if (event.type === 'opened') return open(recorded, event);
  if (!state) throw new RangeError(`the first event of a window is "opened", not "${event.type}"`);
  const next: WindowState = { ...state, sequence: recorded.sequence };

  switch (event.type) {
    case 'notice-begun':
      return noticeBegun(next, event.notice, at);
    case 'notice-settled':
      return noticeSettled(next, event, at);
    case 'notice-returned':
      return noticeReturned(next, event, at);
    case 'notice-retried':
      return noticeRetried(next, event.notice);
    case 'notice-troubled':
      return noticeTroubled(next, event.notice, event.trouble, at);
    case 'notice-mended':
      return noticeMended(next, event.notice);
    case 'channel-troubled': {
      const text = `The ${CHANNEL_TITLES[event.channel]} is behind: ${event.trouble}`;
      return raised(next, channelCode(event.channel), text, at);
    }
    case 'channel-mended':
      return cleared(next, channelCode(event.channel));
    case 'channel-undone':
      return { ...cleared(next, channelCode(event.channel)), undone: [...(next.undone ?? []), event.channel] };
    case 'reminders-passed':
      return { ...next, foldedUpTo: event.upTo };
    case 'start-missed':
      return raised(next, 'start-missed', 'The planned start has passed and nobody has said "started"', at);
    case 'started': {
      const started = { ...cleared(next, 'start-missed'), phase: 'in-progress' as const, startedAt: at };
      return wordGiven(started, at);
    }
    case 'progress-posted': {
      const { nextUpdateBy: _kept, ...rest } = wordGiven(cleared(next, 'update-missed'), at);
      return {
        ...rest,
        progressPosts: next.progressPosts + 1,
        ...(event.nextUpdateBy === undefined ? {} : { nextUpdateBy: event.nextUpdateBy }),
      };
    }
    case 'update-missed':
      return wordMissed(next, at);
    case 'verifying':
      return { ...next, phase: 'verifying', ...(next.cadenceFrom === undefined ? {} : { cadenceFrom: at }) };
    case 'ticked':
      return { ...next, ticks: [...(next.ticks ?? []), event.step] };
    case 'overdue':
      return overdue(next, at);
    case 'escalated':
      return escalated(next, event, at);
    case 'extended': {
      const rest = { ...wordGiven(cleared(next, 'overdue', 'escalation'), at), overrun: {} };
      const phase = rest.phase === 'overdue' ? 'in-progress' : rest.phase;
      return revised({ ...rest, phase, spec: { ...rest.spec, slot: event.to } });
    }
    case 'completed': {
      const { nextUpdateBy: _over, overrun: _run, ...rest } = cleared(next, 'overdue', 'update-missed', 'escalation');
      return {
        ...rest,
        phase: 'completed',
        endedAt: at,
        completedAt: at,
        ...(event.customerImpactMinutes === undefined ? {} : { customerImpactMinutes: event.customerImpactMinutes }),
      };
    }
    case 'rescheduled': {
      const { lastToldAt: _told, foldedUpTo: _folded, ...rest } = cleared(next, 'start-missed');
      const { alternate: _released, ...spec } = rest.spec;
      return planChanged(revised({ ...rest, spec: { ...spec, slot: event.to } }), by, at);
    }
    case 'rescoped':
      return planChanged(revised({ ...next, spec: { ...next.spec, scope: event.to } }), by, at);
    case 'reclassified': {
      const { justification: _why, emergency: _urgent, ...spec } = next.spec;
      const duties = {
        ...(event.justification === undefined ? {} : { justification: event.justification }),
        ...(event.emergency === undefined ? {} : { emergency: event.emergency }),
      };
      return planChanged(revised({ ...next, spec: { ...spec, class: event.to, ...duties } }), by, at);
    }
    case 'edited':
      return worded(revised(next), event, at);
    case 'alternate-released': {
      const { alternate: _free, ...spec } = next.spec;
      return stillApproved(revised({ ...next, spec }));
    }
    case 'approved':
      return approved(next, event.revision, by);
    case 'approval-withdrawn':
      return withdrawn(next);
    case 'approval-missed':
      return raised(next, 'approval', 'Customers should have been told by now, and nobody has approved the window', at);
    case 'nominated': {
      const { isWithoutContact: _none, ...rest } = cleared(next, 'nomination');
      return { ...rest, spec: { ...next.spec, pointOfContact: event.pointOfContact } };
    }
    case 'cancelled': {
      const {
        nextUpdateBy: _none,
        overrun: _run,
        ...rest
      } = cleared(next, ...['start-missed', 'overdue', 'update-missed', 'escalation', 'approval', 'review']);
      return revised({ ...rest, phase: 'cancelled', cancelledAt: at });
    }
    case 'written-off':
      return { ...next, writtenOff: [...(next.writtenOff ?? []), event.item] };
    case 'rfo-owed':
      return { ...next, rfo: { ...next.rfo, owed: true, because: event.because } };
    case 'rfo-drafted':
      return {
        ...next,
        rfo: {
          ...next.rfo,
          drafted: event.version,
          draft: event.text,
        },
      };
    case 'rfo-published': {
      const published = { ...next, rfo: { ...next.rfo, published: event.version, finalPublished: event.final } };
      return event.final ? cleared(published, 'rfo-late') : published;
    }
    case 'rfo-late':
      return raised(next, 'rfo-late', 'The reason-for-outage report is owed and has not been published', at);
    case 'closed':
      return { ...next, phase: 'closed' };
    case 'audience-changed':
    case 'rule-overridden':
    case 'command-refused':
      return next;
  }
}

/** The same window at its next revision. */
function revised(state: WindowState): WindowState {
  return { ...state, revision: state.revision + 1 };
}

function open(recorded: RecordedEvent, event: Extract<RecordedEvent['event'], { type: 'opened' }>): WindowState {
  const emergency = event.spec.class === 'emergency';
  return {
    reference: event.reference,
    spec: event.spec,
    policy: event.policy,
    phase: event.approval === 'required' && !emergency ? 'draft' : 'approved',
    revision: 1,
    sequence: recorded.sequence,
    openedAt: recorded.at,
    openedBy: recorded.by,
    wasOverdue: false,
    notices: [],
    progressPosts: 0,
    rfo: {
      owed: emergency,
      ...(emergency ? { because: 'every emergency owes a reason-for-outage report' } : {}),
      drafted: 0,
      published: 0,
      finalPublished: false,
    },
    attention: [],
    ...(event.approval === 'required' ? { approval: { authors: [recorded.by], approvedRevision: 0, asked: 0 } } : {}),
    ...(event.isWithoutContact ? { isWithoutContact: true as const } : {}),
    ...(event.channels ? { channels: event.channels } : {}),
    ...(event.hasBrief ? { hasBrief: true as const } : {}),
  };
}

const channelCode = (channel: Channel) => `channel.${channel}`;
