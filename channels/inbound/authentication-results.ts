import { getDomain } from 'tldts';
import { hostForm } from '../../domain/delivery/address-form';

/** What a mail server says of a mail's sender (RFC 8601). Only our own server's word counts (C5, T8). */

export interface AuthenticationResults {
  /** The server's name, in small letters. */
  readonly authservId: string;
  readonly results: readonly MethodResult[];
}

/** `dmarc=pass header.from=acme.example`; all names in small letters. */
interface MethodResult {
  readonly method: string;
  readonly result: string;
  readonly properties: ReadonlyMap<string, string>;
}

/** A server's own header is far shorter (characters). */
const LONGEST = 16_384;

/**
 * Reads the value of an Authentication-Results header, line ends unfolded. Undefined for what RFC 8601 §2.2 does not allow, such
 * as a comment or a quote that is not closed: then nobody knows what it says. Takes time in proportion to its length.
 */
export function parseAuthenticationResults(value: string): AuthenticationResults | undefined {
  if (value.length > LONGEST) return undefined;
  const [head, ...sections] = sectionsOf(value) ?? [];
  const [id, version, ...more] = head ?? [];
  if (id === undefined || id === '=' || more.length > 0) return undefined;
  if (version !== undefined && version !== '1') return undefined;
  const results: MethodResult[] = [];
  for (const section of sections) {
    if (section.length === 0 || (section.length === 1 && section[0]?.toLowerCase() === 'none')) continue;
    const pairs = pairsOf(section);
    const [first, ...properties] = pairs ?? [];
    if (!first) return undefined;
    const [method = ''] = first[0].split('/');
    results.push({ method, result: first[1].toLowerCase(), properties: new Map(properties) });
  }
  return { authservId: id.toLowerCase(), results };
}

/**
 * Whether our server, in its topmost word, says that DMARC passed for the very domain (or its organizational domain, RFC 7489
 * §3.2) that the mail's one sender is of. `values`: of all Authentication-Results headers, topmost first; it is that server's
 * duty to remove those that others wrote in its name (RFC 8601 §5).
 */
export function passedDmarc(values: readonly string[], authservId: string, sender: string | undefined): boolean {
  if (sender === undefined) return false;
  const own = values.find((value) => idOf(value) === authservId.toLowerCase());
  const results = own === undefined ? [] : (parseAuthenticationResults(own)?.results ?? []);
  const verdicts = results.filter(({ method }) => method === 'dmarc');
  const [dmarc] = verdicts;
  if (!dmarc || verdicts.length > 1 || dmarc.result !== 'pass') return false;
  const vouched = dmarc.properties.get('header.from');
  return vouched !== undefined && isAligned(hostOf(vouched), hostOf(sender));
}

/** Whose word it is, even where the rest cannot be read: a broken one of ours must not make a lower one count. */
function idOf(value: string): string | undefined {
  return sectionsOf(value.slice(0, LONGEST), true)?.[0]?.[0]?.toLowerCase();
}

function isAligned(vouched: string, from: string): boolean {
  if (vouched === from) return true;
  const domain = organizationalDomain(from);
  return domain !== null && organizationalDomain(vouched) === domain;
}

/** By the Public Suffix List; null for addresses and for suffixes themselves. */
function organizationalDomain(host: string): string | null {
  return getDomain(host, { allowPrivateDomains: true });
}

/** Some servers write the whole address. */
function hostOf(address: string): string {
  return hostForm(address.slice(address.lastIndexOf('@') + 1).replace(/\.$/, ''));
}

/** The words of each part between semicolons, "=" a word of its own, comments left out. Undefined when something is not closed. */
function sectionsOf(value: string, headOnly = false): string[][] | undefined {
  const sections: string[][] = [[]];
  let words = sections[0] ?? [];
  for (let at = 0; at < value.length;) {
    const character = value.charAt(at);
    if (/\s/.test(character)) at++;
    else if (character === '(') {
      const end = endOfComment(value, at);
      if (end === undefined) return undefined;
      at = end;
    } else if (character === ';') {
      if (headOnly) return sections;
      sections.push((words = []));
      at++;
    } else if (character === '=' && words.at(-1) !== '=') {
      words.push('=');
      at++;
    } else {
      const read = character === '"' ? quotedWord(value, at) : plainWord(value, at, words.at(-1) === '=');
      if (!read) return undefined;
      words.push(read.word);
      at = read.end;
    }
  }
  return sections;
}

/** Comments nest, and a backslash takes the meaning of what follows it (RFC 5322 §3.2.2). */
function endOfComment(value: string, start: number): number | undefined {
  let depth = 0;
  for (let at = start; at < value.length; at++) {
    const character = value.charAt(at);
    if (character === '\\') at++;
    else if (character === '(') depth++;
    else if (character === ')' && --depth === 0) return at + 1;
  }
  return undefined;
}

function quotedWord(value: string, start: number): { word: string; end: number } | undefined {
  let word = '';
  for (let at = start + 1; at < value.length; at++) {
    const character = value.charAt(at);
    if (character === '"') return { word, end: at + 1 };
    word += character === '\\' ? value.charAt(++at) : character;
  }
  return undefined;
}

/** A value may hold "=", as signatures in base64 do. */
function plainWord(value: string, start: number, isValue: boolean): { word: string; end: number } {
  let end = start;
  while (end < value.length && !/[\s;()"]/.test(value.charAt(end)) && (isValue || value.charAt(end) !== '=')) end++;
  return end === start ? { word: value.charAt(start), end: start + 1 } : { word: value.slice(start, end), end };
}

/** `name = value` pairs; undefined when the words are anything else. */
function pairsOf(words: readonly string[]): [string, string][] | undefined {
  if (words.length % 3 !== 0) return undefined;
  const pairs: [string, string][] = [];
  for (let at = 0; at < words.length; at += 3) {
    const [name = '', sign, value = ''] = words.slice(at, at + 3);
    if (sign !== '=' || name === '=' || value === '=') return undefined;
    pairs.push([name.toLowerCase(), value]);
  }
  return pairs;
}
