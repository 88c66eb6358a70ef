import type { Blamed } from './enhanced-codes';

/**
 * Phrases of servers, for where their codes say too little or something else. They are in lower case; ` … ` is a gap of any
 * length. They are looked for one after the other with `indexOf`, so the time is the text's length, whatever it holds.
 */
export interface WordRow {
  readonly about: Blamed;
  readonly means: string;
  /** Which servers use the phrase, with the place where it is documented. */
  readonly source: string;
  readonly phrases: readonly string[];
}

/** The recipient's own list of senders: theirs to decide, although the words for our being listed stand in it. */
export const WORDS_OWN_LIST: readonly WordRow[] = [
  {
    about: 'recipient-refused',
    means: 'the recipient does not want our mail',
    source: 'Outlook, Mimecast, Barracuda, Zimbra: blocked senders of a user',
    phrases: [
      'blacklisted by recipient',
      'blacklisted by the recipient',
      'blocklisted by recipient',
      'listed by recipient',
      'listed by the recipient',
      'listed by user',
      'blocked by recipient',
      'blocked by the recipient',
      'blocked by user',
      'blocked by the user',
      'recipient has blocked',
      'user has blocked',
      "recipient's block",
      "user's block",
      'rejected by recipient',
      'personal block list',
      'personal blacklist',
    ],
  },
];

/**
 * About us whatever the code: a relay that is not ours to use, a login, a list, a rate or a check of the sender is often
 * answered with the code for an unknown mailbox.
 */
export const WORDS_ABOUT_US: readonly WordRow[] = [
  {
    about: 'about-us',
    means: 'the server does not relay for us',
    source: 'Sendmail, Exim, Postfix, qmail, Exchange: relaying denied',
    phrases: [
      'relay not permitted',
      'relaying not permitted',
      'relaying denied',
      'relaying not allowed',
      'relay access denied',
      'relay denied',
      'unable to relay',
      'not permitted to relay',
      'not allowed to relay',
      'relaying prohibited',
      'we do not relay',
      'does not allow relaying',
      'allowed rcpthosts',
      'tenantattribution',
      'relay … not authorized',
    ],
  },
  {
    about: 'about-us',
    means: 'the server wants a login',
    source: 'RFC 4954 §6; Gmail, Exchange, Mimecast, ISPs',
    phrases: [
      'authentication is required',
      'authentication required',
      'requires authentication',
      'must authenticate',
      'must be authenticated',
      'not authenticated to send',
      'client was not authenticated',
      'client not authenticated',
      'authenticate first',
      'please authenticate',
      'authentication failed',
      'authentication credentials',
      'username and password not accepted',
      'check your mail before sending',
      'pop before smtp',
      'log in with your',
      'starttls command first',
      'must issue a starttls',
    ],
  },
  {
    about: 'about-us',
    means: 'our sender is not accepted',
    source: 'Exchange 5.1.8, Postfix reject_unknown_sender_domain, SES, SendGrid',
    phrases: [
      'bad outbound sender',
      'sender address rejected',
      'sender rejected',
      'sender domain must exist',
      'sender verify failed',
      'sender verification failed',
      'sender not verified',
      'email address is not verified',
      'from address does not match a verified',
      'sendasdenied',
      'send as this sender',
      'not owned by user',
      'not allowed to send as',
      'domain of sender address',
      'sender denied',
      'sender is not allowed',
      'your account … suspended',
      'account … disabled … sending',
      'sending … paused',
      'senders … not permitted',
    ],
  },
  {
    about: 'about-us',
    means: 'our network or domain is on a block list',
    source: 'Postfix reject_rbl_client, Outlook, Yahoo, Proofpoint, Barracuda, Cloudmark, Spamhaus',
    phrases: [
      'block list',
      'blocklist',
      'blacklist',
      'black list',
      'black-list',
      'denylist',
      'dnsbl',
      'spamhaus',
      'spamcop',
      'barracudacentral',
      'sorbs',
      'uceprotect',
      'senderscore',
      'rbl',
      'client host … blocked',
      'client … blocked using',
      'blocked using',
      'sending ip … blocked',
      'ip address … blocked',
      'your ip',
      'your network is on',
      'part of their network is on',
      'banned sending ip',
      'ip … banned',
      'poor reputation',
      'low reputation',
      'bad reputation',
      'reputation of the sending',
      'sending mta',
      'connection refused … reputation',
      'on our block',
      'domain … blocked',
      'connections will not be accepted from',
      'connections not accepted from',
    ],
  },
  {
    about: 'about-us',
    means: 'we send too much, or too fast',
    source: 'Gmail 5.2.1 and 5.4.5, Exchange 5.1.90, Yahoo, SES, ISPs',
    phrases: [
      'at a rate that prevents',
      'rate that prevents additional',
      'sending limit',
      'sending quota',
      'sending rate',
      'rate limit',
      'ratelimit',
      'rate exceeded',
      'throttl',
      'message quota exceeded',
      'daily limit',
      'daily user sending',
      'hourly limit',
      'too many messages',
      'too many emails',
      'too many connections',
      'too many recipients',
      'too many concurrent',
      'mail flood',
      'unusual rate',
      'exceeded the maximum number of messages',
      'exceeded its max emails per hour',
      'maximum credits exceeded',
    ],
  },
  {
    about: 'about-us',
    means: 'a check of the sender fails',
    source: 'RFC 7372; Gmail, Yahoo, Microsoft: requirements for senders',
    phrases: [
      'spf',
      'dkim',
      'dmarc',
      'unauthenticated email',
      'unauthenticated mail',
      'email is unauthenticated',
      'fails authentication',
      'not pass authentication',
      'required authentication level',
      'ptr record',
      'reverse dns',
      'reverse hostname',
      'reverse lookup',
      'rdns',
      'helo',
      'ehlo',
      'cannot find your hostname',
      'cannot find your reverse',
    ],
  },
];

/**
 * Refused for this recipient, where the code would say that nobody is there: a full mailbox, a list that takes mail from inside
 * only, a message that is taken for spam.
 */
export const WORDS_REFUSED: readonly WordRow[] = [
  {
    about: 'recipient-refused',
    means: 'the mailbox is full',
    source: 'Dovecot, Exim, Gmail, Yahoo, Zimbra, qmail (vpopmail): over quota',
    phrases: [
      'mailbox full',
      'mailbox is full',
      'mailbox … is full',
      'inbox is full',
      'over quota',
      'overquota',
      'out of storage',
      'quota exceeded',
      'exceeded … quota',
      'exceeds … quota',
      'exceeded storage',
      'insufficient storage',
      'storage limit',
      'quota is full',
      'no space left',
      'not enough space',
      'disk full',
    ],
  },
  {
    about: 'recipient-refused',
    means: 'it takes mail of some senders only',
    source: 'Exchange 5.7.124 to 5.7.136, Mailman, Google Groups, Mimecast, challenge systems',
    phrases: [
      'restricted to',
      'restricted … senders',
      'recipientrestricted',
      'only accepts mail from',
      'only accepts messages from',
      'not permitted to post',
      'permission to post',
      'not a member',
      'members only',
      'internal senders only',
      'internal use only',
      'does not want',
      'envelope blocked',
      'sender not on … list',
      'not in the allowed senders',
    ],
  },
  {
    about: 'recipient-refused',
    means: 'the message was taken for spam or something harmful',
    source: 'Gmail 5.7.1, Exchange, Barracuda, Proofpoint, SpamAssassin, Rspamd, ClamAV',
    phrases: [
      'spam',
      'unsolicited',
      'junk mail',
      'bulk mail',
      'content rejected',
      'content … rejected',
      'message content',
      'message rejected due to',
      'virus',
      'malware',
      'attachment',
      'policy reasons',
      'local policy',
      'security policies',
      'policy violation',
      'prohibited',
    ],
  },
  {
    about: 'recipient-refused',
    means: 'the message is too large',
    source: 'RFC 1870 §6; Postfix, Exim, Exchange',
    phrases: ['too large', 'too big', 'message size', 'size limit', 'exceeds … size'],
  },
  {
    about: 'recipient-refused',
    means: 'the mail goes in a circle',
    source: 'Postfix, Exchange, Sendmail',
    phrases: ['mail loop', 'loops back', 'routing loop', 'too many hops', 'hop count'],
  },
];

/** Nobody is there. Without a listed code they are believed when they are repeated. */
export const WORDS_GONE: readonly WordRow[] = [
  {
    about: 'recipient-gone',
    means: 'there is no such mailbox',
    source: 'Postfix, Exim, Sendmail, qmail, Gmail, Yahoo, Exchange, Zimbra: user unknown',
    phrases: [
      'user unknown',
      'unknown user',
      'unknown recipient',
      'recipient unknown',
      'unknown local part',
      'unknown address',
      'unknown mailbox',
      'unrouteable address',
      'unroutable address',
      'no such user',
      'no such mailbox',
      'no such recipient',
      'no such address',
      'no such person',
      'no such account',
      'no such local user',
      'no mailbox here by that name',
      'no mailbox by that name',
      'no account by that name',
      'does not exist',
      "doesn't exist",
      'does not have an account',
      "doesn't have a",
      'is not a valid mailbox',
      'not a valid recipient',
      'not a known user',
      'not our customer',
      'invalid recipient',
      'invalid mailbox',
      'invalid user',
      'invalid address',
      'recipient not found',
      'recipientnotfound',
      'user not found',
      'mailbox not found',
      'address not found',
      'account not found',
      'not found by smtp address lookup',
      "wasn't found at",
      'recipient address rejected: undeliverable address',
      'recipient … not exist',
      'mailbox unavailable … not exist',
      'user … does not exist',
      'no longer valid',
      'no longer available',
      'no longer employed',
      'no longer works',
    ],
  },
  {
    about: 'recipient-gone',
    means: 'the mailbox is disabled',
    source: 'Gmail, Yahoo, Zimbra, Dovecot: account disabled',
    phrases: [
      'mailbox disabled',
      'mailbox is disabled',
      'mailbox has been disabled',
      'account is disabled',
      'account disabled',
      'account has been disabled',
      'account is inactive',
      'inactive account',
      'mailbox is inactive',
      'inactive mailbox',
      'user disabled',
      'account that you tried to reach is disabled',
      'account that you tried to reach is inactive',
      'account has been closed',
      'account closed',
      'mailbox closed',
      'account was deleted',
      'account has been deactivated',
    ],
  },
  {
    about: 'recipient-gone',
    means: 'the domain takes no mail',
    source: 'RFC 7505; Postfix, Exim, Sendmail: name service, null MX',
    phrases: [
      'host unknown',
      'unknown host',
      'host not found',
      'domain not found',
      'domain does not exist',
      'name or service not known',
      'does not accept mail',
      'nullmx',
      'null mx',
      'no valid mx',
      'unknown domain',
      'bad destination host',
    ],
  },
];

/** The first row one of whose phrases the text has; undefined when none has. The text is in small letters, without addresses. */
export function rowIn(rows: readonly WordRow[], text: string): WordRow | undefined {
  return rows.find(({ phrases }) => phrases.some((phrase) => isIn(phrase, text)));
}

function isIn(phrase: string, text: string): boolean {
  let from = 0;
  for (const part of phrase.split(' … ')) {
    const at = findWord(part, text, from);
    if (at < 0) return false;
    from = at + part.length;
  }
  return true;
}

/** Where the part begins, at the start of a word; one of a few letters must be the whole word (`spf`, not `spfoo`). */
function findWord(part: string, text: string, from: number): number {
  for (let at = text.indexOf(part, from); at >= 0; at = text.indexOf(part, at + 1)) {
    const end = at + part.length;
    if (!isLetter(text[at - 1]) && (part.length > SHORT || !isLetter(text[end]))) return at;
  }
  return -1;
}

const SHORT = 6;

function isLetter(character: string | undefined): boolean {
  return character !== undefined && character >= 'a' && character <= 'z';
}
