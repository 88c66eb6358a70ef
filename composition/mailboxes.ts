import { parseSender } from '../channels/email/transport/smtp-url';
import type { Config } from '../config/config';
import { addressKey } from '../domain/delivery/address-form';

/** Where answers to our mails go, and who reads them there; the one place that decides it (N15). */
export interface Mailboxes {
  /** The Reply-To of every mail that names no other. */
  readonly answersTo: string;
  /** `forewarn`: its listener reads it and passes it on; `people`: it is the mailbox of support; `unsaid`: nobody said who does. */
  readonly readBy: 'forewarn' | 'people' | 'unsaid';
  /** Those whose mail is for Forewarn to read, as addresses are compared: what comes from them is our own. */
  readonly own: readonly string[];
  /** Where people read what is passed on; undefined when none was named that Forewarn does not read itself. */
  readonly support: string | undefined;
}

export type MailboxSettings = Pick<Config, 'mailFrom'> &
  Partial<Pick<Config, 'calendarOrganizer' | 'returnMailbox' | 'supportMailbox' | 'replyTo' | 'inboundSmtpPort'>>;

/** Throws RangeError for a sender or organizer that is not one address. */
export function mailboxesOf(config: MailboxSettings): Mailboxes {
  const { supportMailbox, replyTo, returnMailbox } = config;
  const listens = config.inboundSmtpPort !== undefined;
  const sender = parseSender(config.mailFrom).address;
  const organizer = config.calendarOrganizer === undefined ? sender : parseSender(config.calendarOrganizer).address;
  const read = [sender, organizer, ...(returnMailbox === undefined ? [] : [returnMailbox])].map(addressKey);
  // what is passed on to a mailbox we read ourselves reaches nobody
  const isOurs = supportMailbox !== undefined && listens && read.includes(addressKey(supportMailbox));
  const support = isOurs ? undefined : supportMailbox;
  const isSupport = (address: string) => support !== undefined && addressKey(address) === addressKey(support);
  const own = [...new Set([...read, ...(replyTo === undefined || isSupport(replyTo) ? [] : [addressKey(replyTo)])])];
  const answersTo = replyTo ?? (listens ? organizer : (support ?? organizer));
  const readBy = isSupport(answersTo) ? 'people' : listens ? 'forewarn' : 'unsaid';
  return { answersTo, readBy, own, support };
}
