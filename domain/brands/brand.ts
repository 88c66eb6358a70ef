import { KnownError } from '../shared/errors';
import type { CustomerLanguage } from '../shared/words/common';
import type { SupportBlock } from './support';

/**
 * A brand (P7): as whom customers are written to, and what they see. The default one, of organizations without a brand, is made of
 * the settings; the others stand in the file of rules (P6).
 */
export interface Brand {
  /** The name in the file of rules and of the inventory's field; empty for the default one. */
  readonly id: string;
  /** As customers know the provider. */
  readonly providerName: string;
  /** `Name <address>`; the address is the envelope's sender, too. */
  readonly mailFrom: string;
  readonly replyTo?: string | undefined;
  /** `Name <address>` that answers to invitations go to; the sender when left out. */
  readonly calendarOrganizer?: string | undefined;
  /** See FOREWARN_RETURN_PATH; the sender for all mails when left out. */
  readonly returnMailbox?: string | undefined;
  /** Where people read what customers write. */
  readonly supportMailbox?: string | undefined;
  /** Where customers reach the page, without a slash at the end; its host tells which brand's page is asked for. */
  readonly publicUrl: string;
  readonly support: SupportBlock;
  /** Those it speaks, the one for everybody else first. */
  readonly languages: readonly [CustomerLanguage, ...CustomerLanguage[]];
  readonly colors?: BrandColors | undefined;
  readonly logo?: BrandLogo | undefined;
  /** Mails of a brand without a key are not signed: never with another's. */
  readonly dkim?: { readonly domain: string; readonly selector: string; readonly key: string } | undefined;
}

export interface BrandColors {
  /** Links, and the head of mails, `#rrggbb`. */
  readonly primary: string;
  /** The same on a dark screen. */
  readonly onDark: string;
}

/** An image that mails and pages carry themselves, or an address that only pages show: a mail asks for nothing. */
export type BrandLogo =
  { readonly type: 'image/png' | 'image/jpeg' | 'image/gif'; readonly content: Uint8Array } | { readonly href: string };

/** All brands of an installation. */
export interface Brands {
  readonly own: Brand;
  /** Those of the file of rules, by name. */
  readonly named: ReadonlyMap<string, Brand>;
}

/** Of organizations without a brand. */
export const DEFAULT_BRAND = '';

/** An organization, or a notice of its, names a brand that the file of rules does not have any more. */
export class UnknownBrand extends KnownError {
  constructor(id: string) {
    super('not-found', `The brand "${id}" is not in the file of rules any more: put it back there.`);
  }
}

/** The names that an organization may have. */
export function brandNames({ named }: Brands): string[] {
  return [...named.keys()];
}

/** The default one first. */
export function allBrands({ own, named }: Brands): Brand[] {
  return [own, ...named.values()];
}

/** The brand of that name; the default one without a name. Throws UnknownBrand. */
export function brandOf(brands: Brands, id: string | null | undefined): Brand {
  if (id === null || id === undefined || id === DEFAULT_BRAND) return brands.own;
  const brand = brands.named.get(id);
  if (!brand) throw new UnknownBrand(id);
  return brand;
}

/** The host name and port of a page, as requests name it. */
export function hostOf({ publicUrl }: Pick<Brand, 'publicUrl'>): string {
  return new URL(publicUrl).host.toLowerCase();
}

const hosts = new WeakMap<Brands, ReadonlyMap<string, Brand>>();

/** Whose page is asked for: that of the host the request names, the default one for any other name. */
export function brandAt(brands: Brands, host: string | undefined): Brand {
  let byHost = hosts.get(brands);
  if (!byHost) hosts.set(brands, (byHost = new Map([...brands.named.values()].map((brand) => [hostOf(brand), brand]))));
  return byHost.get(host?.toLowerCase() ?? '') ?? brands.own;
}
