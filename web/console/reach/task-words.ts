import type { TaskKind } from '../../../store/database/tables/people';
import type { StaffTask } from '../../../store/ledger/tasks';

/** What each kind of task asks for. */
export const TASK_WORDS: Readonly<Record<TaskKind, string>> = {
  'reach-otherwise': 'Reach somebody otherwise',
  'nobody-to-tell': 'A customer with nobody to tell',
  objection: 'Answer an objection',
  'tell-customer': 'Tell a customer',
  'webhook-disabled': 'A webhook was switched off',
  'night-refused': 'A night without a window',
  'place-returned-mail': 'Place a returned mail',
  'answer-message': 'Answer somebody who wrote back',
  'unreadable-mail': 'Read a mail',
  'token-expiring': 'Renew a token',
  'preventive-measure': 'Do a preventive measure',
};

/** An objection is answered, everything else is ticked off. */
export const isAnswered = ({ kind }: Pick<StaffTask, 'kind'>) => kind === 'objection';

const SUBJECT = /^(returned-mail|webhook):(.+)$/;

/** The page of what the task is about, where the console has one. */
export function subjectHref({ subject }: Pick<StaffTask, 'subject'>): string | undefined {
  const [, what, id = ''] = SUBJECT.exec(subject) ?? [];
  if (what === undefined) return undefined;
  const place = what === 'webhook' ? 'webhooks' : 'returned-mails';
  return `/console/${place}/${encodeURIComponent(id)}`;
}

/** Where a window's or a series' page is; the reference says which of both it is. */
export function referenceHref(reference: string): string | undefined {
  if (reference.startsWith('MW-')) return `/console/windows/${encodeURIComponent(reference)}`;
  return reference === '' ? undefined : `/console/series/${encodeURIComponent(reference)}`;
}
