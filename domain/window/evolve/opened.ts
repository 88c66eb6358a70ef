import { withAuthors } from '../four-eyes';
import type { EventOf, RecordedEvent } from '../events';
import type { WindowState } from '../types';

/** The state of a window that has just been opened. */
export function openedWindow(recorded: RecordedEvent, event: EventOf<'opened'>): WindowState {
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
    ...(event.approval === 'required'
      ? { approval: { authors: withAuthors(event.authors, recorded), approvedRevision: 0, asked: 0 } }
      : {}),
    ...(event.isWithoutContact ? { isWithoutContact: true as const } : {}),
    ...(event.channels ? { channels: event.channels } : {}),
    ...(event.hasBrief ? { hasBrief: true as const } : {}),
    ...(event.authority ? { authority: event.authority } : {}),
  };
}
