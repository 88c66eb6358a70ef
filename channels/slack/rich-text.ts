import { toIso } from '../../domain/shared/time';
import type { Block } from './slack-api-client';

/**
 * What people wrote goes out as rich text, whose text elements Slack shows as they are: nothing in them is a mention, a link or
 * an emphasis (https://docs.slack.dev/reference/block-kit/blocks/rich-text-block). Only the line for notifications is mrkdwn,
 * and it is escaped.
 */
type Piece = Readonly<Record<string, unknown>>;

/** A message's texts together; Slack refuses blocks from about 11,000 characters on, without saying where the limit is. */
export const LONGEST_MESSAGE = 8_000;
const LONGEST_LINE = 300;

/** `&`, `<` and `>` alone can make a text name users, channels or links in mrkdwn. */
export function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

/** At most `max` characters, cut between code points. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  const kept = text.slice(0, max - 1);
  return `${/[\ud800-\udbff]$/.test(kept) ? kept.slice(0, -1) : kept}…`;
}

/** The line that notifications show: one line, cut first and escaped then, so that no escape is cut in two. */
export function notification(text: string): string {
  return escaped(cut(text.replace(/\s+/g, ' '), LONGEST_LINE));
}

export const said = (text: string): Piece => ({ type: 'text', text });
export const bold = (text: string): Piece => ({ type: 'text', text, style: { bold: true } });

/** A link of ours; what people wrote never becomes one. */
export const link = (url: string, text: string): Piece => ({ type: 'link', url, text });

/** An instant (UTC ms) in UTC, and in the reader's own time. */
export function moment(at: number): Piece[] {
  const utc = utcOf(at);
  return [said(`${utc} (`), local(at), said(' for you)')];
}

/** A span of time in UTC, and its start in the reader's own time. */
export function span(startsAt: number, endsAt: number): Piece[] {
  const [from, until] = [utcOf(startsAt), utcOf(endsAt)];
  const end = from.slice(0, 10) === until.slice(0, 10) ? until.slice(11) : until;
  return [said(`${from.slice(0, 16)} to ${end} (from `), local(startsAt), said(' for you)')];
}

const utcOf = (at: number) => `${toIso(at).slice(0, 16).replace('T', ' ')} UTC`;

const local = (at: number): Piece => ({
  type: 'date',
  timestamp: Math.floor(at / 1_000),
  format: '{date_short_pretty} {time}',
  fallback: utcOf(at),
});

/** A paragraph. */
export function paragraph(...pieces: readonly Piece[]): Block {
  return { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: pieces }] };
}

/** A bulleted list. */
export function list(lines: readonly string[]): Block {
  const items = lines.map((line) => ({ type: 'rich_text_section', elements: [said(line)] }));
  return { type: 'rich_text', elements: [{ type: 'rich_text_list', style: 'bullet', elements: items }] };
}
