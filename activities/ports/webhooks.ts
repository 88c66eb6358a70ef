import type { SwitchOff, WebhookOutcome, WebhookVerdict } from '../../domain/channels/webhook-delivery';

/** Webhooks to customers' systems (C6). */

/** Webhooks as a window needs them (C6, C7). Ids and figures only; addresses, secrets and texts stay in the store (T4). */
export interface Webhooks {
  /** Writes the webhooks of the window's events since the last time; repeating it creates nothing. */
  fanOut(reference: string): Promise<{ readonly created: number }>;
  /**
   * Posts what is due, the webhooks of one endpoint in order. `now` is the workflow's clock (UTC ms), which retries follow.
   * `open` are those not yet at rest; the earliest of them may be tried again in `retryInMs`.
   */
  deliver(reference: string, now: number, options?: { readonly signal?: AbortSignal }): Promise<WebhookRemainder>;
}

export interface WebhookRemainder {
  readonly open: number;
  readonly retryInMs?: number;
}

/** A webhook under way, with all that posting it needs. */
export interface WebhookPost {
  readonly id: number;
  readonly endpointId: string;
  readonly organizationId: string;
  /** null for a test. */
  readonly reference: string | null;
  readonly url: string;
  /** The same at every attempt: the receiver's key against repeats. */
  readonly webhookId: string;
  readonly payload: string;
  /** The secret, and during a rotation the one before it: each signs. */
  readonly secrets: readonly string[];
  /** This one included. */
  readonly attempts: number;
  /** For how long nothing has got through to the endpoint, in ms by the real clock; 0 when the last one did. */
  readonly failingForMs: number;
}

export interface WebhookLedger {
  fanOut(reference: string): Promise<{ readonly created: number }>;
  /** Endpoints whose first open webhook of the window is due. */
  dueEndpoints(reference: string, now: number): Promise<string[]>;
  /**
   * Takes the endpoint's first open webhook of the window when it is due and nobody else is posting it. What an earlier attempt
   * took and never settled can be taken again when its lease has run out.
   */
  take(reference: string, endpointId: string, claim: string, now: number): Promise<WebhookPost | undefined>;
  /** Takes this one, due or not, whatever its state; undefined while somebody else is posting it. It counts as no attempt. */
  takeById(endpointId: string, id: number, claim: string): Promise<WebhookPost | undefined>;
  /** Writes the outcome while the claim holds, and switches the endpoint off when the outcome says so. */
  settle(post: WebhookPost, claim: string, outcome: WebhookOutcome, now: number): Promise<void>;
  /** What an attempt by hand came to: a success delivers it, a failure leaves it as it was, with the answer on record. */
  settleByHand(post: WebhookPost, claim: string, verdict: WebhookVerdict, now: number): Promise<void>;
  remainder(reference: string, now: number): Promise<WebhookRemainder>;
}

export interface WebhookSender {
  /** Signs and posts; whatever happens is a verdict. Rejects only when `signal` aborts. */
  post(
    post: Pick<WebhookPost, 'url' | 'webhookId' | 'payload' | 'secrets'>,
    signal?: AbortSignal,
  ): Promise<WebhookVerdict>;
}

/** Tells an endpoint's owner what happened to it. */
export interface OwnerNotices {
  /** Repeating it makes no second task; a mail may come again, under the same Message-ID. */
  tellOwner(about: {
    readonly reference: string;
    readonly organizationId: string;
    readonly endpointId: string;
    readonly reason: SwitchOff;
  }): Promise<void>;
}

/** An attempt somebody asked for. */
export interface HandSending {
  /** Posts this webhook now; undefined while it is being posted already. `now` is UTC ms. */
  sendNow(endpointId: string, id: number, now: number): Promise<WebhookVerdict | undefined>;
}
