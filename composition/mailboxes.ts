import { parseSender } from '../channels/email/transport/smtp-url';
import type { Config } from '../config/config';
import { allBrands, type Brands } from '../domain/brands/brand';
import { addressKey } from '../domain/delivery/address-form';

/** Where answers to our mails go, and who reads them; decided only here (N15). */
export interface Mailboxes {
  /** The Reply-To of every mail that has no other. */
  readonly answersTo: string;
  /** Who reads it. `forewarn`: its listener reads and forwards; `people`: it is the support mailbox; `unsaid`: not configured. */
  readonly readBy: 'forewarn' | 'people' | 'unsaid';
  /** Mailboxes whose mail Forewarn reads, in the form in which addresses are compared; mail from them is our own. */
  readonly own: readonly string[];
  /** Where forwarded mail goes; undefined when only mailboxes are configured that Forewarn reads itself. */
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
  // mail forwarded to a mailbox that Forewarn reads itself would reach nobody
  const isOurs = supportMailbox !== undefined && listens && read.includes(addressKey(supportMailbox));
  const support = isOurs ? undefined : supportMailbox;
  const isSupport = (address: string) => support !== undefined && addressKey(address) === addressKey(support);
  const own = [...new Set([...read, ...(replyTo === undefined || isSupport(replyTo) ? [] : [addressKey(replyTo)])])];
  const answersTo = replyTo ?? (listens ? organizer : (support ?? organizer));
  const readBy = isSupport(answersTo) ? 'people' : listens ? 'forewarn' : 'unsaid';
  return { answersTo, readBy, own, support };
}

/** The mailboxes of all brands together: for whatever takes mail in. */
export function allMailboxes(brands: Brands, inboundSmtpPort: number | undefined) {
  const ofOwn = mailboxesOf({ ...brands.own, inboundSmtpPort });
  const others = [...brands.named.values()].map((brand) => mailboxesOf({ ...brand, inboundSmtpPort }));
  return {
    own: [...new Set([ofOwn, ...others].flatMap(({ own }) => own))],
    support: ofOwn.support,
    otherSupport: others.flatMap(({ support }) => support ?? []),
    returnMailboxes: allBrands(brands).flatMap(({ returnMailbox }) => returnMailbox ?? []),
  };
}
