import { brandOf, type Brands } from '../../domain/brands/brand';
import { knownLanguage } from '../../domain/brands/languages';
import type { CustomerLanguage } from '../../domain/shared/words/common';
import type { Scope } from '../../domain/planning/scope';
import type { Database } from '../../store/database/database';
import { brandsInScope } from '../../store/inventory/brands';

/** What a template prints for `provider`, in the language of its wording. */
export type ProviderName = (language: string) => string;

/** Where customers of several brands read the same sentences: none of them reads another's name (P7). */
const NOBODY_NAMED: Readonly<Record<CustomerLanguage, string>> = {
  en: 'your provider',
  de: 'Ihr Anbieter',
  fr: 'votre prestataire',
};

/** The name of the brand whose customers the scope touches. */
export async function providerNameFor(
  db: Database,
  { providerName, brands }: { readonly providerName: string; readonly brands?: Brands | undefined },
  scope: Scope,
): Promise<ProviderName> {
  if (!brands?.named.size) return () => providerName;
  const [one = '', ...others] = await brandsInScope(db, scope);
  if (others.length > 0) return (language) => NOBODY_NAMED[knownLanguage(language) ?? 'en'];
  const brand = brandOf(brands, one);
  return () => brand.providerName;
}
