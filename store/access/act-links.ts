import { CONTACT_POINT, readActToken, writeActToken, type ActToken } from '../../domain/acting/act-token';
import { createSignedTokens } from './signed-tokens';

/** Creates and verifies the tokens in links by which the provider's own people act (N12, L8). */
export interface ActLinks {
  /** For whom the ledger names `recipient`, at that address; undefined for somebody who is nobody of ours. */
  readonly tokenFor: (
    act: Omit<ActToken, 'person'>,
    to: { readonly recipient: string; readonly address: string },
  ) => string | undefined;
  /** What the token says; undefined when none of our keys signed it. Whether it has expired is not asked here. */
  read(token: string): ActToken | undefined;
  /** Whether the link was made for the point of contact at that address. */
  isFor(person: string, address: string): boolean;
}

/** See createSignedTokens for the keys. */
export function createActLinks(keys: readonly Buffer[]): ActLinks {
  const tokens = createSignedTokens(keys, 'forewarn act link');
  // with every key, because the links of an older one are good, too
  const marks = keys.map((key) => createSignedTokens([key], 'forewarn act link').mark);
  const contactAt = (mark: (text: string) => string, address: string) =>
    `${CONTACT_POINT}.${mark(address.toLowerCase())}`;
  return {
    tokenFor(act, { recipient, address }) {
      if (recipient === CONTACT_POINT)
        return tokens.sign(writeActToken({ ...act, person: contactAt(tokens.mark, address) }));
      return recipient.startsWith('staff:') ? tokens.sign(writeActToken({ ...act, person: recipient })) : undefined;
    },
    read(token) {
      const written = tokens.read(token);
      return written === undefined ? undefined : readActToken(written);
    },
    isFor: (person, address) => marks.some((mark) => contactAt(mark, address) === person),
  };
}
