import { createSignedTokens } from './signed-tokens';

/** A recipient that a link in a mail can name: a contact who may opt out of optional mails, or a subscriber of the page. */
export type LinkedRecipient =
  { readonly kind: 'contact'; readonly id: string } | { readonly kind: 'subscriber'; readonly id: string };

/** Creates and verifies the tokens in unsubscribe links. */
export interface RecipientLinks {
  /** The token for a recipient as the ledger names it; undefined for a recipient without an opt-out. */
  tokenFor(recipient: string): string | undefined;
  /** The recipient the token names; undefined when none of our keys signed it. */
  read(token: string): LinkedRecipient | undefined;
}

const KINDS = ['contact', 'subscriber'] as const;

/** They do not expire: who gets a mail may always end such mails. See createSignedTokens for the keys. */
export function createRecipientLinks(keys: readonly Buffer[]): RecipientLinks {
  const tokens = createSignedTokens(keys, 'forewarn recipient link');
  return {
    tokenFor: (recipient) => (parse(recipient) ? tokens.sign(recipient) : undefined),
    read(token) {
      const recipient = tokens.read(token);
      return recipient === undefined ? undefined : parse(recipient);
    },
  };
}

function parse(recipient: string): LinkedRecipient | undefined {
  const at = recipient.indexOf(':');
  const kind = KINDS.find((word) => word === recipient.slice(0, at));
  return kind && { kind, id: recipient.slice(at + 1) };
}
