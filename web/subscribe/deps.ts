import type { LinkedRecipient } from '../../store/access/recipient-links';

/** What subscribing by mail needs besides the database; without it the page offers feeds and calendars alone. */
export interface Subscriptions {
  /** Whom the token of a link in a mail names; undefined for one that is not ours. */
  readonly readLink: (token: string) => LinkedRecipient | undefined;
  /** Sends the mail that asks for confirmation. Returns at once: how long it takes must tell nobody anything. */
  readonly sendConfirmation: (confirmation: { readonly address: string; readonly token: string }) => void;
  /** How many requests to subscribe one address of the network may send in each window of time (ms). */
  readonly limit?: { readonly requests: number; readonly windowMs: number };
}
