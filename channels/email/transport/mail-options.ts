/** As whom mail is sent. */
export interface MailSender {
  /** `Maintenance <maintenance@provider.example>`; the address is the envelope's sender too. */
  readonly from: string;
  /** Where answers to every mail go that names no other place (N15): an address, or `Support <support@provider.example>`. */
  readonly replyTo: string;
  /** Signs every message of this sender when given. */
  readonly dkim?: DkimOptions | undefined;
}

/** What both mail engines need to know. */
export interface MailOptions extends MailSender {
  /** See parseSmtpUrl. */
  readonly url: string;
  /** The senders of mails that name a brand (P7). */
  readonly brands?: ReadonlyMap<string, MailSender>;
  /** How many connections may be open at once, so how many messages may be under way. */
  readonly connections: number;
  /** A certificate authority to trust besides the runtime's, as PEM. */
  readonly ca?: string;
  /** At most so many messages a second from this process; unlimited when left out. */
  readonly ratePerSecond?: number;
  /** A connection is closed after so many messages, for servers that count; kept when left out. */
  readonly maxMessages?: number;
}

/** Why a mail of a brand that has no sender is not sent. */
export const NO_SENDER = 'not sent: the file of rules has no such brand any more';

/** A DKIM key (RFC 6376): RSA of at least 1024 bits, or Ed25519 (RFC 8463), as PEM. */
export interface DkimOptions {
  readonly domain: string;
  readonly selector: string;
  readonly key: string;
}

/** Blanks in a server's words what it might echo of a login: the password and its base64 forms (T4). */
export function hideSecrets(credentials?: { readonly user: string; readonly pass: string }): (reply: string) => string {
  if (!credentials) return (reply) => reply;
  const { user, pass } = credentials;
  const base64 = (text: string) => Buffer.from(text).toString('base64');
  const secrets = [pass, base64(pass), base64(`\0${user}\0${pass}`)].filter((secret) => secret !== '');
  return (reply) => secrets.reduce((text, secret) => text.replaceAll(secret, '[secret]'), reply);
}
