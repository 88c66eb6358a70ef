import type { KindWithLeads, LeadOf } from '../../../../domain/notices/notice-kinds';
import { NOTICES, type NoticeKind } from '../../../../domain/notices/notices';
import type { MailModel } from '../mail-model';
import type { Lead } from './language';

type Mail = Pick<MailModel, 'class' | 'phase' | 'started' | 'actual' | 'window' | 'rfo'>;

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
  progress({ phase, actual, started }) {
    if (phase === 'overdue') return 'progressOverdue';
    if (actual) return 'progressEnded';
    if (phase === 'rolling-back') return 'rollingBack';
    if (phase === 'verifying') return 'progressVerifying';
    return started ? 'progressStarted' : 'progressAhead';
  },
  cancelled: ({ started }) => (started ? 'cancelledStarted' : 'cancelled'),
  rfo: ({ rfo }) => (rfo?.final ? 'rfoFinal' : 'rfoPreliminary'),
  'staff-list': ({ phase }) => (phase === 'cancelled' || phase === 'rolling-back' ? 'staffListCancelled' : 'staffList'),
  'approval-request': ({ phase }) => (phase === 'draft' ? 'approvalRequest' : 'approvalReview'),
};
