import { toIso } from '../../domain/time';

/**
 * Texts for Slack's mrkdwn. `&`, `<` and `>` are the only characters with which a text can name users, groups, channels or
 * links (https://docs.slack.dev/messaging/formatting-message-text), so escaped they stay what they are. The signs of emphasis get
 * an invisible word joiner beside them, so that a backtick in a title does not swallow the rest of a line.
 */
export function plain(text: string): string {
  return text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/[`*_~]+/g, (signs) => `\u2060${signs.split('').join('\u2060')}\u2060`);
}

/** At most `max` characters, cut between code points. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  const kept = text.slice(0, max - 1);
  return `${/[\ud800-\udbff]$/.test(kept) ? kept.slice(0, -1) : kept}…`;
}

/** Free text, cut first and escaped then, so that no escape is cut in two; at most about `max` characters when it is shown. */
export function words(text: string, max: number): string {
  return plain(cut(text, max));
}

/** An instant (UTC ms) in UTC, and where the reader is. */
export function moment(at: number): string {
  const utc = `${toIso(at).slice(0, 16).replace('T', ' ')} UTC`;
  return `${utc} (<!date^${String(Math.floor(at / 1_000))}^{date_short_pretty} {time}|${utc}> for you)`;
}

/** A span of time in UTC, and its start where the reader is. */
export function span(startsAt: number, endsAt: number): string {
  const [from, until] = [toIso(startsAt), toIso(endsAt)];
  const end = from.slice(0, 10) === until.slice(0, 10) ? until.slice(11, 16) : until.slice(0, 16).replace('T', ' ');
  const utc = `${from.slice(0, 16).replace('T', ' ')} to ${end} UTC`;
  return `${utc} (starts <!date^${String(Math.floor(startsAt / 1_000))}^{date_short_pretty} {time}|${utc}> for you)`;
}
