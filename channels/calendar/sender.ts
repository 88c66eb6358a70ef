import { parseSender } from '../email/transport/smtp-url';
import type { SupportBlock } from '../../domain/brands/support';
import type { CalendarSender } from './event';

/**
 * Whose events they are, from the configuration: the sender's domain, and the sender or the mailbox named for answers as the
 * organizer. Throws RangeError for a sender that is not one address.
 */
export function calendarSender(config: {
  readonly mailFrom: string;
  readonly calendarOrganizer?: string | undefined;
  readonly providerName: string;
  readonly publicUrl: string;
  readonly support?: SupportBlock | undefined;
  /** Of a brand (P7), whose support is asked in place of the window's point of contact; empty for the default one. */
  readonly id?: string;
}): CalendarSender {
  const sender = parseSender(config.mailFrom);
  const organizer = config.calendarOrganizer === undefined ? sender : parseSender(config.calendarOrganizer);
  return {
    domain: sender.address.slice(sender.address.lastIndexOf('@') + 1).toLowerCase(),
    organizer: { name: organizer.name || config.providerName, address: organizer.address },
    publicUrl: config.publicUrl,
    support: config.support,
    contact: config.id ? config.support?.mail : undefined,
  };
}
