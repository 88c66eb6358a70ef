import type { Email } from 'postal-mime';
import type { ReturnedMail } from '../../domain/delivery/bounce';
import { namesIn } from './named-deliveries';
import { textOf } from './parts';
import { plainReports } from './plain-report';
import { fieldGroups, reportsIn, type Fields } from './report-fields';

/**
 * Reports about mail that was returned or delayed: RFC 3464 as servers really write it, and the plain texts of those that know no
 * such thing. Our own reading, over a kept parser of MIME: no parser of reports on npm is kept.
 */

/** One report names the recipients of one of our mails, which has one; lists that were expanded have some more. */
const RECIPIENTS_MAX = 100;

/** What came back; undefined when it is no such mail. `recipients`: the envelope's, when it is known. */
export function readReturnedMail(mail: Email, recipients: readonly string[] = []): ReturnedMail | undefined {
  const status = statusFields(mail);
  const inFields = reportsIn(status);
  const reports = (inFields.length > 0 ? inFields : plainReports(mail)).slice(0, RECIPIENTS_MAX);
  return reports.length > 0 ? { ...namesIn(mail, status, recipients), reports } : undefined;
}

/** The status in a part of its own, by its type or by what it holds, or in the mail's text. */
function statusFields(mail: Email): Fields[] {
  const own = mail.attachments.find(({ mimeType }) => /^message\/(global-)?delivery-status$/i.test(mimeType));
  if (own) return fieldGroups(textOf(own));
  const texts = mail.attachments.filter(({ mimeType }) => mimeType.startsWith('text/') && !mimeType.includes('rfc822'));
  const text = [...texts.slice(0, 20).map(textOf), (mail.text ?? '').replaceAll('\r', '')].find(holdsStatus);
  return text === undefined ? [] : fieldGroups(text);
}

function holdsStatus(text: string): boolean {
  const small = text.slice(0, 100_000).toLowerCase();
  return small.includes('-recipient') && (small.includes('\naction') || small.includes('\nstatus'));
}
