import type { ActToken } from '../../../domain/acting/act-token';
import { actRow, actsIn, linkEnds } from '../../../domain/acting/acts';
import type { MessageFacts } from '../../../domain/notices/message';
import type { ActLink } from './mail-model';

/** The links of one mail by which its reader acts (N12, L8). */
export type ActLinksFor = (message: Pick<MessageFacts, 'facts' | 'recipient'>) => readonly ActLink[];

/** The token of a link for whoever the ledger names so, at that address; undefined for whom there is none. */
export type ActTokenFor = (
  act: Omit<ActToken, 'person'>,
  to: { readonly recipient: string; readonly address: string },
) => string | undefined;

/** Where a link leads. */
export function actUrl(publicUrl: string, token: string): string {
  return `${new URL(publicUrl).href.replace(/\/+$/, '')}/act/${token}`;
}

/** Links of the form that web/act serves; a mail that is only shown has none. The same facts give the same links. */
export function createActUrls(publicUrl: string, tokenFor: ActTokenFor | undefined): ActLinksFor {
  return ({ facts, recipient: { id, address } }) => {
    if (!tokenFor || id === undefined) return [];
    const { reference, notice, now, answerBy } = facts;
    const expiresAt = linkEnds({ now, answerBy });
    return actsIn(facts).flatMap((act) => {
      const token = tokenFor({ act, reference, revision: notice.revision, expiresAt }, { recipient: id, address });
      return token === undefined ? [] : [{ link: actRow(act).link, href: actUrl(publicUrl, token) }];
    });
  };
}
