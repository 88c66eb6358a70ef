import { codeRow, type Blamed } from './enhanced-codes';
import { rowIn, WORDS_ABOUT_US, WORDS_GONE, WORDS_OWN_LIST, WORDS_REFUSED } from './reply-words';

/**
 * The one classifier of what servers say, used for replies to our SMTP client and for delivery reports (N13, RFC 3463, RFC
 * 5321 §4.2). Pure; the time is the length of what is read, and no more than `LONGEST` of it is.
 */

/** What a reply is about, or that a later try may succeed. */
export type ReplyAbout = Blamed | 'temporary';

export interface ReplyClass {
  readonly about: ReplyAbout;
  /** In words, for people. */
  readonly reason: string;
  /** The enhanced code it has, `5.1.1`; undefined when there is none. */
  readonly code?: string;
  /**
   * Only of `recipient-gone`: one of the listed codes says so (5.1.1, 5.1.2, 5.1.3, 5.1.6, 5.1.10, 5.2.1), and not words
   * alone, which are believed when they are repeated.
   */
  readonly isListed: boolean;
}

/** Characters read of a reply; the rest carries no meaning. */
const LONGEST = 1_000;

/** Codes that say little, so that words may say more; by subject and detail. */
const VAGUE = new Set(['0.0', '1.0', '2.0', '3.0', '4.0', '5.0', '5.2', '5.4', '7.0']);

/** Replies about the session or the login, whatever their enhanced code. */
const ABOUT_THE_SESSION: Readonly<Record<number, string>> = {
  503: 'a command came out of turn (RFC 5321 §4.2.2)',
  523: 'the login wants encryption (RFC 4954 §6)',
  525: 'the account of the sender is disabled (RFC 5248 §2.4)',
  530: 'the server wants a login (RFC 4954 §6)',
  534: 'the way to log in is too weak (RFC 4954 §6)',
  535: 'the login is refused (RFC 4954 §6)',
  538: 'the login wants encryption (RFC 4954 §6)',
};

/** Replies that are never about a recipient when they have no enhanced code. */
const BARE_ABOUT_US: Readonly<Record<number, string>> = {
  500: 'a command was not understood (RFC 5321 §4.2.2)',
  502: 'a command is not implemented (RFC 5321 §4.2.2)',
};

/** Judges a 4xx or 5xx reply as the server wrote it, `550 5.1.1 user unknown`; several lines joined with blanks. */
export function classifyReply(reply: string): ReplyClass {
  const { code, enhanced, words } = partsOf(reply);
  if (isTemporary(code, enhanced)) return withCode(enhanced, 'temporary', temporaryReason(words));
  return permanent(code, enhanced, words);
}

/** Judges what a report says of a recipient that was given up: `status` as `5.1.1` or empty, `diagnostic` the server's words. */
export function classifyReport({ status, diagnostic }: { status: string; diagnostic: string }): ReplyClass {
  const said = partsOf(withoutType(diagnostic));
  const own = said.enhanced && !isVague(said.enhanced) ? said.enhanced : undefined;
  const enhanced = own ?? parseEnhanced(status) ?? said.enhanced;
  // tried until the time was up: the address may be good
  if (isTemporary(said.code, enhanced)) return withCode(enhanced, 'recipient-refused', 'given up after many tries');
  return permanent(said.code, enhanced, said.words);
}

function permanent(code: number | undefined, enhanced: Enhanced | undefined, words: string): ReplyClass {
  const own = rowIn(WORDS_OWN_LIST, words);
  if (own) return withCode(enhanced, own.about, own.means);
  const ours = rowIn(WORDS_ABOUT_US, words);
  if (ours) return withCode(enhanced, ours.about, ours.means);
  const session = code === undefined ? undefined : ABOUT_THE_SESSION[code];
  if (session !== undefined) return withCode(enhanced, 'about-us', session);
  const row = enhanced && codeRow(enhanced.subject, enhanced.detail);
  if (row && !isVague(enhanced)) {
    const refusing = row.about === 'recipient-gone' ? rowIn(WORDS_REFUSED, words) : undefined;
    const { about, means } = refusing ?? row;
    return { ...withCode(enhanced, about, means), isListed: about === 'recipient-gone' };
  }
  // codes of this series that are in no table are policies or routing of one vendor
  if (enhanced && !row && !isVague(enhanced))
    return withCode(enhanced, 'recipient-refused', 'refused, with a code not listed');
  const said = rowIn(WORDS_REFUSED, words) ?? rowIn(WORDS_GONE, words);
  if (said) return withCode(enhanced, said.about, said.means);
  const bare = code === undefined || enhanced ? undefined : BARE_ABOUT_US[code];
  if (bare !== undefined) return withCode(enhanced, 'about-us', bare);
  return withCode(enhanced, 'recipient-refused', row?.means ?? 'refused, without a reason that can be read');
}

interface Enhanced {
  readonly class: number;
  readonly subject: number;
  readonly detail: number;
}

function withCode(enhanced: Enhanced | undefined, about: ReplyAbout, reason: string): ReplyClass {
  return { about, reason, isListed: false, ...(enhanced ? { code: inDots(enhanced) } : {}) };
}

function inDots({ class: kind, subject, detail }: Enhanced): string {
  return `${String(kind)}.${String(subject)}.${String(detail)}`;
}

function isVague({ subject, detail }: Enhanced): boolean {
  return VAGUE.has(`${String(subject)}.${String(detail)}`);
}

function isTemporary(code: number | undefined, enhanced: Enhanced | undefined): boolean {
  return code === undefined ? enhanced?.class === 4 : code < 500;
}

function temporaryReason(words: string): string {
  const row = rowIn(WORDS_OWN_LIST, words) ?? rowIn(WORDS_ABOUT_US, words) ?? rowIn(WORDS_REFUSED, words);
  return row ? `not now: ${row.means}` : 'not now';
}

/** `smtp; 550 …` of a report's Diagnostic-Code (RFC 3464 §2.3.6). */
function withoutType(diagnostic: string): string {
  const end = diagnostic.slice(0, 40).indexOf(';');
  return end < 0 ? diagnostic : diagnostic.slice(end + 1);
}

interface Parts {
  readonly code: number | undefined;
  readonly enhanced: Enhanced | undefined;
  /** In small letters, without addresses and codes, with single blanks. */
  readonly words: string;
}

/** Reads a reply from left to right: its code, the first enhanced code, and the words. */
function partsOf(reply: string): Parts {
  const tokens = tokensOf(reply);
  let code: number | undefined;
  let enhanced: Enhanced | undefined;
  const words: string[] = [];
  for (const [index, token] of tokens.entries()) {
    const bare = bareToken(token);
    // a code stands first, or after "said:" in what mail programs report
    const opens = index === 0 || tokens[index - 1]?.endsWith(':') === true;
    const [first = '', second] = bare.split('-');
    if (code === undefined && opens && isReplyCode(first)) {
      code = Number(first);
      enhanced ??= second === undefined ? undefined : parseEnhanced(second);
      continue;
    }
    const found = parseEnhanced(bare);
    // elsewhere a number with dots is a version or an address, unless it is marked as a code
    if (found && (index <= 1 || words.length === 0 || opens || '(#['.includes(token[0] ?? ' '))) enhanced ??= found;
    else if (!token.includes('@')) words.push(token);
  }
  return { code, enhanced, words: words.join(' ') };
}

function tokensOf(reply: string): string[] {
  return reply
    .slice(0, LONGEST)
    .toLowerCase()
    .split(/\s/)
    .filter((token) => token !== '');
}

/** Without the brackets and marks around a code: `(#5.7.1)`, `[5.1.1]`, `5.1.1:`. */
function bareToken(token: string): string {
  let from = 0;
  let to = token.length;
  while (from < to && '(#[<'.includes(token[from] ?? '')) from++;
  while (to > from && ')].,:;>'.includes(token[to - 1] ?? '')) to--;
  return token.slice(from, to);
}

function isReplyCode(text: string): boolean {
  return /^[45]\d\d$/.test(text);
}

function parseEnhanced(text: string): Enhanced | undefined {
  const [, kind, subject, detail] = /^([45])\.(\d{1,3})\.(\d{1,3})$/.exec(text.trim()) ?? [];
  if (kind === undefined || subject === undefined || detail === undefined) return undefined;
  return { class: Number(kind), subject: Number(subject), detail: Number(detail) };
}

/**
 * The reply without what is different for each recipient: addresses, queue numbers, times, links. Two refusals with the same
 * shape are the same refusal.
 */
export function replyShape(reply: string): string {
  const { code, enhanced } = partsOf(reply);
  const words = tokensOf(reply).filter((token) => !/[\d@]/.test(token) && !token.includes('://'));
  return [code === undefined ? '' : String(code), enhanced ? inDots(enhanced) : '', ...words]
    .filter((part) => part !== '')
    .join(' ')
    .slice(0, 300);
}
