import type { KindWithLeads, LeadOf } from '../../../../domain/notices/notice-kinds';
import { NOTICES, type NoticeKind } from '../../../../domain/notices/notices';
import type { Phase } from '../../../../domain/window/types';
import type { MailModel } from '../mail-model';
import type { Heading, Lead } from './language';

type Mail = Pick<
  MailModel,
  'class' | 'phase' | 'degraded' | 'started' | 'actual' | 'window' | 'rfo' | 'previous' | 'changes'
>;

/** Which opening sentence a mail gets. */
export function leadOf(kind: NoticeKind, mail: Mail): Lead {
  const choices: Partial<Record<NoticeKind, (mail: Mail) => Lead>> = CHOICES;
  return choices[kind]?.(mail) ?? NOTICES[kind].leads[0];
}

/** Of kinds whose mails do not all open alike. */
const CHOICES: { readonly [K in KindWithLeads]: (mail: Mail) => LeadOf<K> } = {
  announcement(mail) {
    if (mail.class === 'standard') return 'announcement';
    if (mail.class === 'expedited') return 'expedited';
    if (mail.started) return 'emergencyStarted';
    return mail.window.begun ? 'emergencyDue' : 'emergencyAhead';
  },
  'catch-up': ({ started }) => (started ? 'catchUpStarted' : 'catchUpAhead'),
  delayed: ({ window }) => (window.over ? 'delayedOver' : 'delayedHalfGone'),
  progress({ phase, degraded, actual, started }) {
    if (phase === 'overdue') return 'progressOverdue';
    if (phase === 'degraded') return 'progressDegraded';
    if (phase === 'rolling-back') return rollingBack(degraded);
    if (actual) return 'progressEnded';
    if (phase === 'verifying') return 'progressVerifying';
    return started ? 'progressStarted' : 'progressAhead';
  },
  'rolling-back': ({ degraded }) => rollingBack(degraded),
  'rolled-back': ({ degraded }) => (degraded ? 'rolledBackDegraded' : 'rolledBack'),
  cancelled: ({ started }) => (started ? 'cancelledStarted' : 'cancelled'),
  rfo: ({ rfo }) => (rfo?.final ? 'rfoFinal' : 'rfoPreliminary'),
  'staff-list'({ phase, previous, changes }) {
    if (phase === 'cancelled' || phase === 'rolling-back') return 'staffListCancelled';
    if (isEnded(phase)) return 'staffListEnded';
    if (phase === 'degraded') return 'staffListDegraded';
    if (previous !== null || changes !== null) return 'staffListChanged';
    return isAhead(phase) ? 'staffList' : 'staffListStarted';
  },
  'staff-nag': ({ phase }) => (isEnded(phase) ? 'staffNagEnded' : 'staffNag'),
  'approval-request': ({ phase }) => (phase === 'draft' ? 'approvalRequest' : 'approvalReview'),
};

const rollingBack = (degraded: boolean) => (degraded ? 'rollingBackDegraded' : 'rollingBack');
const isEnded = (phase: Phase) => phase === 'completed' || phase === 'rolled-back' || phase === 'closed';
const isAhead = (phase: Phase) => AHEAD.includes(phase);
const AHEAD: readonly Phase[] = ['draft', 'approved', 'announced', 'delayed'];

/** What a list for staff says around its customers. */
export interface ListWords {
  /** Over the customers. */
  readonly customers: Heading;
  /** Over what was said along with the step. */
  readonly message: Heading;
  /** Somebody is to be told, and ticked off. */
  readonly asks: boolean;
}

type ListLead = LeadOf<'staff-list' | 'staff-nag'>;

/** By the sentence that opens the list (N12). */
const LISTS: Readonly<Record<ListLead, ListWords>> = {
  staffList: { customers: 'customersToTell', message: 'whyItChanged', asks: true },
  staffListChanged: { customers: 'customersToTellChange', message: 'whyItChanged', asks: true },
  staffListCancelled: { customers: 'customersToTellCancelled', message: 'cancelReason', asks: true },
  staffListStarted: { customers: 'customersAtWork', message: 'saidInside', asks: false },
  staffListDegraded: { customers: 'customersToTell', message: 'saidInside', asks: true },
  staffListEnded: { customers: 'customersToTellEnd', message: 'saidInside', asks: true },
  staffNag: { customers: 'customersNotTold', message: 'whyItChanged', asks: true },
  staffNagEnded: { customers: 'customersNotTold', message: 'saidInside', asks: true },
};

/** Undefined for mails that are no list of customers. */
export function listWords(lead: Lead): ListWords | undefined {
  const lists: Partial<Record<Lead, ListWords>> = LISTS;
  return lists[lead];
}
