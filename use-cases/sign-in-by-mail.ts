import type { Logger } from 'pino';
import type { MailTransport } from '../activities/ports/mail';
import { asBrand } from '../channels/email/content/as-brand';
import { signInMail, type SignInLetter } from '../channels/email/content/sign-in-mail';
import { sendOne } from '../channels/email/transport/send-one';
import type { Brand } from '../domain/brands/brand';
import { knownLanguage } from '../domain/brands/languages';
import { mailboxOf } from '../domain/delivery/mailbox';
import { MINUTE } from '../domain/shared/time';
import { findLinkReader, isGoodLink, makePortalLink, takePortalLink } from '../store/access/portal-links';
import type { Database } from '../store/database/database';
import { countAsk } from '../store/public/subscribe-counts';
import { enterPortal, PORTAL_SESSION, type EnteredPortal } from './enter-portal';

/** How long a link is good, and a session: without a page, and in any case (ms). */
export const PORTAL_TIMES = { link: 15 * MINUTE, ...PORTAL_SESSION } as const;

/** Somebody who signed in, and the page they wanted. */
export type PortalArrival = EnteredPortal & { readonly back: string };

/** Signing in by a link in a mail (T9). */
export interface SignInByMail {
  /**
   * Mails a link where the address is a contact's. Returns at once and says nothing: neither the answer nor the time it takes shows
   * whether there is such a contact. `back`: the page to come to, a path of ours.
   */
  ask(asked: { readonly address: string; readonly back: string }): void;
  /** Whether a link is good now; looking at it changes nothing, because mail programs open links by themselves. */
  isGood(token: string): Promise<boolean>;
  /** Uses the link up and begins a session; undefined for a link that is used, too old or none, or whose contact is gone. */
  signIn(token: string, browser: string | undefined): Promise<PortalArrival | undefined>;
}

export interface SignInByMailParts {
  readonly db: Database;
  readonly mail: MailTransport;
  readonly sender: Pick<SignInLetter, 'providerName' | 'publicUrl' | 'messageDomain'>;
  readonly brand: Pick<Brand, 'id' | 'languages'>;
  /** Whose organizations it is for, by the brand's name; all when left out (P7). */
  readonly shows: string | undefined;
  readonly logger: Logger;
  /** UTC ms. */
  readonly clock: () => number;
}

export function createSignInByMail({ db, mail, sender, brand, shows, logger, clock }: SignInByMailParts): SignInByMail {
  async function send({ address, back }: { readonly address: string; readonly back: string }): Promise<void> {
    const now = clock();
    const reader = await findLinkReader(db, address, shows);
    if (!reader) return;
    // whoever asks too often has links enough already
    if ((await countAsk(db, 'portal-mailbox', mailboxOf(address), now)) !== undefined) return;
    const link = { address, brand: brand.id, back, endsAt: now + PORTAL_TIMES.link };
    const token = await makePortalLink(db, link, now);
    const known = knownLanguage(reader.locale);
    const locale = known && brand.languages.includes(known) ? known : brand.languages[0];
    const letter = signInMail({ ...sender, to: { ...reader, locale }, token, lastsMs: PORTAL_TIMES.link, now });
    const { verdict } = await sendOne(mail, asBrand(brand.id, letter));
    if (verdict !== 'accepted' && verdict !== 'unknown') logger.warn({ verdict }, 'a sign-in mail could not be sent');
  }

  return {
    ask(asked) {
      send(asked).catch(() => {
        // what failed may hold the address (T4)
        logger.error('a sign-in mail failed');
      });
    },
    isGood: (token) => isGoodLink(db, token, brand.id, clock()),
    async signIn(token, browser) {
      const now = clock();
      const taken = await takePortalLink(db, token, brand.id, now);
      const entered =
        taken && (await enterPortal(db, { address: taken.address, door: 'mail-link', shows, browser, now }));
      return entered && { ...entered, back: taken.back };
    },
  };
}
