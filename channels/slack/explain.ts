import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';
import { away, mayHaveLeft, refused, ServiceFailure } from '../convergence/service-failure';

/** How soon to ask again when Slack does not say (ms), and the longest it is believed. */
const LIMIT_PAUSE = 30_000;
const LONGEST_PAUSE = 15 * 60_000;

const TOKEN = 'Correct FOREWARN_SLACK_TOKEN.';
const REINSTALL = 'Add the scopes of docs/slack.md to the app and install it again.';

/** Slack's errors that a person has to correct, each with what to do. */
const REFUSALS: Record<string, string> = {
  invalid_auth: `Slack does not accept the token. ${TOKEN}`,
  not_authed: `Slack was asked without a token. ${TOKEN}`,
  account_inactive: `The token belongs to an app that was removed from the workspace. ${TOKEN}`,
  token_revoked: `The token was revoked. ${TOKEN}`,
  token_expired: `The token has expired. ${TOKEN}`,
  not_allowed_token_type: `The token is of another kind: a bot token begins with xoxb-. ${TOKEN}`,
  missing_scope: `The token lacks a scope. ${REINSTALL}`,
  no_permission: `The token lacks a scope. ${REINSTALL}`,
  channel_not_found:
    'Slack knows no such channel, or it is private and the bot is not in it. Check FOREWARN_SLACK_CHANNEL, and invite the bot.',
  not_in_channel: 'The bot is not in the channel. Invite it there: /invite @forewarn.',
  is_archived: 'The channel is archived. Unarchive it, or name another one in FOREWARN_SLACK_CHANNEL.',
  restricted_action: 'The workspace does not let the bot post in this channel. Ask its administrator.',
};

/** The message or its thread was removed by hand. */
const GONE = new Set(['message_not_found', 'thread_not_found']);
/** Slack's own trouble; part of the request may have had its effect. */
const TROUBLE = new Set(['internal_error', 'fatal_error', 'service_unavailable', 'request_timeout', 'accesslimited']);
const LIMITED = new Set(['ratelimited', 'rate_limited', 'message_limit_exceeded']);

/** What the client throws, as a ServiceFailure; anything else is a fault of ours and is returned as it is. */
export function explained(error: unknown, writes: boolean, timeoutMs: number): unknown {
  if (error instanceof WebAPIRateLimitedError) return limited(error.retryAfter);
  if (error instanceof WebAPIPlatformError) return refusalOf(error.data, writes);
  if (error instanceof WebAPIHTTPError) return badStatus(error.statusCode, writes);
  if (error instanceof WebAPIRequestError) {
    return away(unreachable(error.original, timeoutMs), writes && mayHaveLeft(codeOf(error.original)));
  }
  // a 429 whose Retry-After cannot be read
  if (error instanceof Error && error.message.startsWith('Retry header did not contain')) return limited(undefined);
  return error;
}

/** A service answered with a status alone: uploads and incoming webhooks. */
export function badStatus(status: number, writes: boolean): ServiceFailure {
  if (status >= 500) return away(`Slack is in trouble (${String(status)}).`, writes);
  return away(
    `Slack answered ${String(status)} without JSON. Check FOREWARN_SLACK_URL, and what stands in between.`,
    writes,
  );
}

export function limited(seconds: number | undefined): ServiceFailure {
  const asked = seconds !== undefined && seconds > 0 ? Math.min(seconds * 1_000, LONGEST_PAUSE) : LIMIT_PAUSE;
  return new ServiceFailure('limited', 'Slack says that requests come too fast (429).', {
    mayHaveBeenApplied: false,
    retryInMs: asked,
  });
}

/** Why no answer came, without the address, which may be a secret. */
export function unreachable(cause: unknown, timeoutMs: number, setting = 'FOREWARN_SLACK_URL'): string {
  const name = cause instanceof Error ? cause.name : '';
  if (name === 'TimeoutError' || name === 'AbortError') return `Slack did not answer within ${String(timeoutMs)} ms.`;
  return `Slack cannot be reached (${codeOf(cause)}). Check the network and ${setting}.`;
}

/** The system's code inside a failed request. */
export function codeOf(error: unknown): string {
  let inner = error;
  // fetch hides the system's code in the cause
  for (let depth = 0; depth < 4 && inner instanceof Error; depth++) {
    if ('code' in inner && typeof inner.code === 'string' && /^\w+$/.test(inner.code)) return inner.code;
    inner = inner.cause;
  }
  return 'no reason given';
}

function refusalOf({ error: said, needed }: { error?: unknown; needed?: unknown }, writes: boolean): ServiceFailure {
  const code = typeof said === 'string' && /^[a-z_0-9]{1,60}$/.test(said) ? said : undefined;
  if (code === undefined) {
    return away('Slack answered without JSON. Check FOREWARN_SLACK_URL, and what stands in between.', writes);
  }
  if (LIMITED.has(code)) return limited(undefined);
  if (TROUBLE.has(code)) return away(`Slack is in trouble (${code}).`, writes);
  if (GONE.has(code)) {
    const text = `Slack has no such message any more (${code}).`;
    return new ServiceFailure('gone', text, { code, mayHaveBeenApplied: false });
  }
  const scopes = typeof needed === 'string' && /^[\w:,. ]{1,200}$/.test(needed) ? ` Needed: ${needed}.` : '';
  return refused(`${REFUSALS[code] ?? `Slack refuses the request (${code}).`}${scopes}`, code);
}
