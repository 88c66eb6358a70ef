/** Mail that came back after the server had taken it (RFC 3464). Pure. */

/** What one report says of one recipient. */
export interface DeliveryReport {
  readonly action: 'failed' | 'delayed' | 'delivered' | 'relayed' | 'expanded';
  /** Enhanced status code (RFC 3463), `5.1.1`; empty when the report has none. */
  readonly status: string;
  /** The words of the server that refused it, one line; empty when there are none. */
  readonly diagnostic: string;
  /** The recipients it names, as addresses are compared: the original one and the one tried last; they differ where mail is forwarded. */
  readonly recipients: readonly string[];
}

/**
 * What a returned mail says about the mail it reports on, the most reliable first. None of it is trusted without a check.
 */
export interface ReportNames {
  /** Tokens of ours, from the address it was sent to or from our header in the copy. */
  readonly tokens: readonly string[];
  /** Message-IDs of ours, without brackets. */
  readonly messageIds: readonly string[];
  /** The notice our other headers in the copy name. */
  readonly notice?: NamedDelivery;
}

/** The recipients a mail reports on, and what it says of the mail they did not get. */
export interface ReturnedMail extends ReportNames {
  readonly reports: readonly DeliveryReport[];
}

/** A ledger row named by a Message-ID of ours. */
export interface NamedDelivery {
  readonly reference: string;
  readonly slug: string;
  readonly revision: number;
}

/** The notice a Message-ID of ours belongs to (`<reference>.<slug>.r<revision>.<hash>@<host>`); undefined for any other. */
export function parseMessageId(messageId: string): NamedDelivery | undefined {
  const match = /^<?(MW-\d{4}-\d{4,9})\.([a-z0-9-]+)\.r(\d{1,6})\.(?:[0-9a-f]{16}|[0-9a-f]{32})@[^@<>\s]+>?$/.exec(
    messageId.trim(),
  );
  const [, reference, slug, revision] = match ?? [];
  if (reference === undefined || slug === undefined || revision === undefined) return undefined;
  return { reference, slug, revision: Number(revision) };
}

/**
 * The ledger's words for a report that ends a delivery, as the server would have said it at once: `550 5.1.1 user unknown`.
 * Undefined for one that ends nothing: a delay is retried by the server that has the mail, and its 4.x.x is no bounce.
 */
export function bounceReply({ action, status, diagnostic }: DeliveryReport): string | undefined {
  if (action !== 'failed') return undefined;
  const words = diagnostic.replace(/^[\w-]+;\s*/, '').trim();
  const [, code, enhanced, rest] = /^([245]\d\d)[ -]?(?:([245]\.\d{1,3}\.\d{1,3})\s*)?(.*)$/.exec(words) ?? [];
  // given up after many tries: "failed" with 4.x.x; the address may be good
  if (status.startsWith('4') || (status === '' && code?.startsWith('4'))) {
    return `${status || (enhanced ?? '4.0.0')} given up by the receiving side: ${words}`.trim();
  }
  const reason = (enhanced ?? status) || '5.0.0';
  return `${code?.startsWith('5') ? code : '550'} ${reason} ${code === undefined ? words : (rest ?? '')}`.trim();
}

/** The text without addresses, for places that may hold none (T4). */
export function withoutAddresses(words: string): string {
  return words
    .slice(0, 1_000)
    .split(' ')
    .map((word) => (word.includes('@') ? '(address)' : word))
    .join(' ')
    .slice(0, 300);
}
