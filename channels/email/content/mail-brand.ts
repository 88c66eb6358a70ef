import { createHash } from 'node:crypto';
import type { InlineImage } from '../../../activities/ports/mail';
import type { Brand } from '../../../domain/brands/brand';
import { knownLanguage } from '../../../domain/brands/languages';
import type { SupportBlock } from '../../../domain/brands/support';
import type { MessageFacts, OrganizationFacts } from '../../../domain/notices/message';
import { STYLES, type Styles } from './styles';

/** As whom a mail is written (P7). */
export interface MailBrand {
  /** Empty for the default brand. */
  readonly id: string;
  readonly name: string;
  readonly support: SupportBlock;
  readonly languages: Brand['languages'];
  readonly styles: Styles;
  readonly image: InlineImage | undefined;
}

/** The brand as its mails show it. A logo that has to be fetched is not shown: a mail asks for nothing, and tells nobody it was read. */
export function mailBrand({ id, providerName, support, languages, colors, logo, publicUrl }: Brand): MailBrand {
  return {
    id,
    name: providerName,
    support,
    languages,
    styles: colors ? stylesIn(colors) : STYLES,
    image: logo && 'content' in logo ? inline(logo, new URL(publicUrl).hostname) : undefined,
  };
}

function stylesIn({ primary, onDark }: NonNullable<Brand['colors']>): Styles {
  return {
    ...STYLES,
    link: STYLES.link.replace(/color:#[0-9a-f]{6}/, `color:${primary}`),
    brand: STYLES.brand.replace(/color:#[0-9a-f]{6}/, `color:${primary}`),
    darkLink: onDark,
  };
}

/** The id is made of what it shows, so that the same mail has the same bytes. */
function inline({ type, content }: { readonly type: string; readonly content: Uint8Array }, host: string): InlineImage {
  return { id: `logo.${createHash('sha256').update(content).digest('hex').slice(0, 16)}@${host}`, type, content };
}

/**
 * The message in a language that the brand speaks: its first one for a reader of another. The same organization gives the same object,
 * so that what is remembered of it is remembered of this one, too.
 */
export function createSpeech(languages: Brand['languages']): (message: MessageFacts) => MessageFacts {
  const made = new WeakMap<OrganizationFacts, OrganizationFacts>();
  const [first] = languages;
  const isSpoken = (tag: string) => languages.some((language) => language === knownLanguage(tag));
  return (message) => {
    const { organization, recipient } = message;
    const { locale } = recipient;
    const isFine = isSpoken(organization.locale) && (locale === undefined || isSpoken(locale));
    if (isFine) return message;
    let spoken = made.get(organization);
    if (!spoken) {
      spoken = isSpoken(organization.locale) ? organization : { ...organization, locale: first };
      made.set(organization, spoken);
    }
    const reader = locale === undefined || isSpoken(locale) ? recipient : { ...recipient, locale: first };
    return { ...message, organization: spoken, recipient: reader };
  };
}
