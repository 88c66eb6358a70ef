/**
 * What an enhanced status code (RFC 3463) says of a permanent refusal: whom it is about. One row a code, each with its source:
 * the IANA registry "SMTP Enhanced Status Codes" with the RFC that entered the code, or a maker's own documentation.
 * Looked up as `subject.detail`, without the class; words may overrule a row, see reply-words.ts.
 */

/** What a permanent refusal is about. */
export type Blamed =
  /** The address itself, for good: nobody gets mail there. */
  | 'recipient-gone'
  /** This message was not taken for this recipient; the address may be good. */
  | 'recipient-refused'
  /** The provider: its sender, relay, login, rate, reputation or authentication. No customer's address is at fault. */
  | 'about-us';

export interface CodeRow {
  readonly about: Blamed;
  readonly means: string;
  readonly source: string;
}

const gone = (means: string, source: string): CodeRow => ({ about: 'recipient-gone', means, source });
const refused = (means: string, source: string): CodeRow => ({ about: 'recipient-refused', means, source });
const us = (means: string, source: string): CodeRow => ({ about: 'about-us', means, source });

const EXCHANGE = 'Microsoft: NDR error codes in Exchange Online';

const ROWS: Readonly<Record<string, CodeRow>> = {
  // addressing
  '1.1': gone('there is no such mailbox', 'RFC 3463 §3.2'),
  '1.2': gone('there is no such domain', 'RFC 3463 §3.2'),
  '1.3': gone('it is no address', 'RFC 3463 §3.2'),
  '1.4': refused('the address is ambiguous', 'RFC 3463 §3.2'),
  '1.5': refused('the address is valid', 'RFC 3463 §3.2'),
  '1.6': gone('the mailbox has moved without a new address', 'RFC 3463 §3.2'),
  '1.7': us("the sender's address is malformed", 'RFC 3463 §3.2'),
  '1.8': us("the sender's domain is not accepted", 'RFC 3463 §3.2'),
  '1.9': refused('it was relayed to a mailer that reports nothing', 'RFC 3886 §4'),
  '1.10': gone('the domain takes no mail (null MX)', 'RFC 7505 §4.2'),
  '1.20': us('the message has more than one From', EXCHANGE),
  '1.90': us("the sender's daily limit is reached", EXCHANGE),
  // mailbox
  '2.0': refused('something about the mailbox', 'RFC 3463 §3.3'),
  '2.1': gone('the mailbox is disabled', 'RFC 3463 §3.3'),
  '2.2': refused('the mailbox is full', 'RFC 3463 §3.3'),
  '2.3': refused('the message is too long for this mailbox', 'RFC 3463 §3.3'),
  '2.4': refused('the mailing list could not be expanded', 'RFC 3463 §3.3'),
  '2.121': refused("the mailbox's hourly limit for one sender is reached", EXCHANGE),
  '2.122': refused("the mailbox's hourly limit is reached", EXCHANGE),
  // the system of the recipient
  '3.0': refused('something about the receiving system', 'RFC 3463 §3.4'),
  '3.1': refused('the receiving system is full', 'RFC 3463 §3.4'),
  '3.2': refused('the receiving system takes no mail now', 'RFC 3463 §3.4'),
  '3.3': refused('the receiving system lacks a feature', 'RFC 3463 §3.4'),
  '3.4': refused('the message is too large for the receiving system', 'RFC 3463 §3.4'),
  '3.5': refused('the receiving system is not set up right', 'RFC 3463 §3.4'),
  '3.6': refused('the priority was changed', 'RFC 6710 §10'),
  // network and routing
  '4.0': refused('something about the network', 'RFC 3463 §3.5'),
  '4.1': refused("the recipient's server does not answer, or refuses access", 'RFC 3463 §3.5; Exchange Online: 5.4.1'),
  '4.2': refused('the connection was bad', 'RFC 3463 §3.5'),
  '4.3': refused('the directory could not be asked', 'RFC 3463 §3.5'),
  '4.4': refused("there is no way to the recipient's server", 'RFC 3463 §3.5'),
  '4.5': refused('the network is congested', 'RFC 3463 §3.5'),
  '4.6': refused('the mail goes in a circle', 'RFC 3463 §3.5'),
  '4.7': refused('it could not be delivered in time', 'RFC 3463 §3.5'),
  '4.8': refused('it must be tried over another network', 'IANA registry'),
  // protocol: what the two servers say to each other; our side speaks the same to everybody
  '5.0': refused('something about the protocol', 'RFC 3463 §3.6'),
  '5.1': refused('a command came out of turn', 'RFC 3463 §3.6; Postfix: 554 5.5.1 no valid recipients'),
  '5.2': refused('a command was not understood', 'RFC 3463 §3.6'),
  '5.3': us('too many recipients in one go', 'RFC 3463 §3.6'),
  '5.4': refused('a command had parameters that are not taken', 'RFC 3463 §3.6'),
  '5.5': us('another version of the protocol is wanted', 'RFC 3463 §3.6'),
  '5.6': us('the login was too long', 'RFC 4954 §6'),
  // content
  '6.0': refused('something about the content', 'RFC 3463 §3.7'),
  '6.1': refused('the kind of content is not taken', 'RFC 3463 §3.7'),
  '6.2': refused('the content would have to be converted, which is forbidden', 'RFC 3463 §3.7'),
  '6.3': refused('the content would have to be converted, which is not done', 'RFC 3463 §3.7'),
  '6.4': refused('the content was converted with loss', 'RFC 3463 §3.7'),
  '6.5': refused('the content could not be converted', 'RFC 3463 §3.7'),
  '6.6': refused('the content could not be had', 'RFC 4468 §3.5'),
  '6.7': refused('addresses beyond ASCII are not taken', 'RFC 6531 §3.5'),
  '6.8': refused('a reply beyond ASCII is not allowed', 'RFC 6531 §3.5'),
  '6.9': refused('headers beyond ASCII are not taken', 'RFC 6531 §3.5'),
  '6.10': refused('headers beyond ASCII are not taken', 'RFC 6531 §3.5'),
  // security and policy
  '7.0': refused('something about security', 'RFC 3463 §3.8'),
  '7.1': refused('the recipient or its server does not allow this message', 'RFC 3463 §3.8'),
  '7.2': refused('the sender may not write to this list', 'RFC 3463 §3.8'),
  '7.3': us('the server wants another kind of security', 'RFC 3463 §3.8; Exchange: client was not authenticated'),
  '7.4': us('a security feature is not supported', 'RFC 3463 §3.8'),
  '7.5': us('encryption failed', 'RFC 3463 §3.8'),
  '7.6': us('a way to encrypt is not supported', 'RFC 3463 §3.8'),
  '7.7': us('the message was changed on its way', 'RFC 3463 §3.8'),
  '7.8': us('the login is refused', 'RFC 4954 §6'),
  '7.9': us('the way to log in is too weak', 'RFC 4954 §6'),
  '7.10': us('the server wants encryption', 'RFC 5248 §2.4'),
  '7.11': us('the login wants encryption', 'RFC 4954 §6'),
  '7.12': us('the password must be renewed', 'RFC 4954 §6'),
  '7.13': us('the account of the sender is disabled', 'RFC 5248 §2.4'),
  '7.14': us('the server wants to know the sender first', 'RFC 5248 §2.4'),
  '7.15': us('the priority is too low', 'RFC 6710 §10'),
  '7.16': us('the message is too large for its priority', 'RFC 6710 §10'),
  '7.17': refused('the mailbox has another owner now', 'RFC 7293 §14'),
  '7.18': refused('the domain has another owner now', 'RFC 7293 §14'),
  '7.19': refused('whether the owner is the same cannot be told', 'RFC 7293 §14'),
  '7.20': us('no DKIM signature passes', 'RFC 7372 §3.1'),
  '7.21': us('no DKIM signature is acceptable', 'RFC 7372 §3.1'),
  '7.22': us("no DKIM signature is the author's", 'RFC 7372 §3.1'),
  '7.23': us('SPF fails', 'RFC 7372 §3.2'),
  '7.24': us('SPF cannot be evaluated', 'RFC 7372 §3.2'),
  '7.25': us('the sending host has no name in the DNS', 'RFC 7372 §3.3'),
  '7.26': us('several checks of the sender fail (SPF, DKIM, DMARC)', 'RFC 7372 §3.4'),
  '7.27': us("the sender's domain takes no mail (null MX)", 'RFC 7505 §4.2'),
  '7.28': us('too much mail from us', 'IANA registry: mail flood detected'),
  '7.29': us('ARC fails', 'RFC 8617 §10'),
  '7.30': refused('REQUIRETLS cannot be kept', 'RFC 8689 §8'),
  '7.57': us('the client is not logged in', EXCHANGE),
  '7.60': us('the client may not send as this sender', EXCHANGE),
  '7.64': us('the server does not know whose mail it is', EXCHANGE),
  '7.501': us('the sender is suspected of spam', EXCHANGE),
  '7.502': us('the sender is banned', EXCHANGE),
  '7.503': us('the sender is banned', EXCHANGE),
  '7.506': us('the sending host gives no good name', EXCHANGE),
  '7.508': us('too much mail from one network', EXCHANGE),
  '7.509': us('DMARC fails', EXCHANGE),
  '7.511': us('the sending address is banned', EXCHANGE),
  '7.512': us('the message has no good From', EXCHANGE),
  '7.515': us("the sender's domain is not authenticated as large senders must", EXCHANGE),
  '7.705': us('our tenant has passed its limit', EXCHANGE),
  '7.708': us('our network is not accepted', EXCHANGE),
  '7.750': us('our domain is not registered with the server', EXCHANGE),
};

/** 5.7.606 to 5.7.649: "access denied, banned sending IP". */
function isBannedNetwork(subject: number, detail: number): boolean {
  return subject === 7 && detail >= 606 && detail <= 649;
}

/** The row of `5.<subject>.<detail>`; undefined for a code whose meaning is not certain. */
export function codeRow(subject: number, detail: number): CodeRow | undefined {
  if (isBannedNetwork(subject, detail)) return us('our network is banned', EXCHANGE);
  return ROWS[`${String(subject)}.${String(detail)}`];
}

/** Every listed code, for the tests that check the table is complete. */
export const LISTED_CODES: readonly string[] = Object.keys(ROWS);
