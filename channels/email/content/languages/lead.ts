import type { NoticeKind } from '../../../../domain/notices/notice';
import type { MailModel } from '../model';
import type { Lead } from './language';

/** Which opening sentence a mail gets. */
export function leadOf(
  kind: NoticeKind,
  mail: Pick<MailModel, 'class' | 'phase' | 'started' | 'actual' | 'window' | 'rfo'>,
): Lead {
  const { phase, started } = mail;
  switch (kind) {
    case 'announcement':
      return announcementLead(mail);
    case 'reminder-7d':
    case 'reminder-3d':
    case 'reminder-1d':
      return 'reminder';
    case 'catch-up':
      return started ? 'catchUpStarted' : 'catchUpAhead';
    case 'all-clear':
      return 'allClear';
    case 'progress':
      return progressLead(mail);
    case 'cancelled':
      return started ? 'cancelledStarted' : 'cancelled';
    case 'rfo':
      return mail.rfo?.final ? 'rfoFinal' : 'rfoPreliminary';
    case 'staff-list':
      return phase === 'cancelled' ? 'staffListCancelled' : 'staffList';
    case 'staff-nag':
      return 'staffNag';
    case 'brief':
    case 'escalation':
      return kind;
    case 'approval-request':
      return phase === 'draft' ? 'approvalRequest' : 'approvalReview';
    case 'nomination-nag':
      return 'nominationNag';
    case 'overrun-question':
      return 'overrunQuestion';
    case 'rescheduled':
    case 'changed':
    case 'extended':
    case 'started':
    case 'completed':
      return kind;
  }
}

function announcementLead(mail: Pick<MailModel, 'class' | 'started' | 'window'>): Lead {
  if (mail.class === 'standard') return 'announcement';
  if (mail.class === 'expedited') return 'expedited';
  if (mail.started) return 'emergencyStarted';
  return mail.window.begun ? 'emergencyDue' : 'emergencyAhead';
}

function progressLead({ phase, actual, started }: Pick<MailModel, 'phase' | 'actual' | 'started'>): Lead {
  if (phase === 'overdue') return 'progressOverdue';
  if (actual) return 'progressEnded';
  if (phase === 'verifying') return 'progressVerifying';
  return started ? 'progressStarted' : 'progressAhead';
}
