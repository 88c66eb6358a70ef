import type { MessageRenderer } from '../activities/ports/mail';
import { calendarSender } from '../channels/calendar/sender';
import type { Config } from '../config/config';
import { allBrands, brandNames, UnknownBrand, type Brand, type Brands } from '../domain/brands/brand';
import { CUSTOMER_LANGUAGES } from '../domain/shared/words/common';
import type { Database } from '../store/database/database';
import { unknownBrands } from '../store/inventory/brands';
import type { MailboxSettings } from './mailboxes';

/** What brands are made of; `brands` is left out by programs that have the settings alone. */
export type BrandSettings = MailboxSettings &
  Pick<Config, 'providerName' | 'publicUrl'> &
  Partial<Pick<Config, 'brands' | 'supportAddress'>>;

/** The configured brands, or the default one alone. */
export function brandsOf(config: BrandSettings): Brands {
  const { brands, supportAddress, mailFrom, providerName, publicUrl } = config;
  if (brands) return brands;
  const { replyTo, calendarOrganizer, returnMailbox, supportMailbox } = config;
  const mail = supportAddress ?? supportMailbox ?? mailFrom;
  const mailboxes = { mailFrom, replyTo, calendarOrganizer, returnMailbox, supportMailbox };
  const own: Brand = {
    ...{ id: '', providerName, publicUrl, support: { mail }, languages: CUSTOMER_LANGUAGES },
    ...mailboxes,
  };
  return { own, named: new Map() };
}

/** Something of each brand, made once; asked for by the brand's name. Throws UnknownBrand. */
export function perBrand<T>(brands: Brands, make: (brand: Brand) => T): (id: string | null | undefined) => T {
  const made = new Map(allBrands(brands).map((brand) => [brand.id, make(brand)]));
  return (id) => {
    const found = made.get(id ?? '');
    if (found === undefined) throw new UnknownBrand(id ?? '');
    return found;
  };
}

/** Writes each message as the brand of its organization. Each brand has a renderer of its own, so that nothing of it is shared. */
export function createBrandRenderer(brands: Brands, make: (brand: Brand) => MessageRenderer): MessageRenderer {
  const rendererOf = perBrand(brands, make);
  return {
    async render(message) {
      return rendererOf(message.organization.brand).render(message);
    },
  };
}

/** As whom mails that belong to no notice are written. */
export function createLetterSenders(brands: Brands) {
  return perBrand(brands, (brand) => ({
    providerName: brand.providerName,
    publicUrl: brand.publicUrl,
    messageDomain: calendarSender(brand).domain,
  }));
}

/** How Message-IDs end for each brand. */
export function brandDomains({ named }: Brands): Record<string, string> {
  return Object.fromEntries([...named].map(([id, brand]) => [id, calendarSender(brand).domain]));
}

/** Organizations have brands that the file of rules does not have. */
export class BrandsMissing extends Error {}

/** Throws BrandsMissing where organizations have a brand that the file of rules does not have: nobody could be written to as that; and what the database throws. */
export async function checkBrands(db: Database, brands: Brands): Promise<void> {
  const names = brandNames(brands);
  const unknown = await unknownBrands(db, names);
  if (unknown.length === 0) return;
  const told = unknown
    .map(({ brand, organizations }) => `${brand} (${String(organizations)} organizations)`)
    .join(', ');
  const known = names.length === 0 ? 'none' : names.join(', ');
  throw new BrandsMissing(
    `Organizations have brands that the file of rules (FOREWARN_CONFIG) does not have: ${told}; it has ${known}. Put them back there, or give those organizations others first.`,
  );
}
