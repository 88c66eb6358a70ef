import { knownLanguage } from '../../../domain/brands/languages';
import { isUrgent, SUPPORT_HEADING, supportLines } from '../../../domain/brands/support';
import type { NoticeFacts } from '../../../domain/notices/message';
import { isToCustomers } from '../../../domain/notices/notice-kinds';
import type { Language } from './languages/language';
import type { MailBrand } from './mail-brand';
import type { MailModel } from './mail-model';
import { oneLine } from './words';

/** What of a mail's model its brand says (P7). */

/** Whom a brand's customers ask: its support. A window has one point of contact, who may be another brand's. */
export function contactOf({ notice, pointOfContact }: NoticeFacts, brand: MailBrand | undefined): string {
  return oneLine(brand && brand.id !== '' && isToCustomers(notice.kind) ? brand.support.mail : pointOfContact);
}

export function supportOf(facts: NoticeFacts, { tag }: Language, brand: MailBrand | undefined): MailModel['support'] {
  if (!brand || !isToCustomers(facts.notice.kind)) return null;
  const language = knownLanguage(tag) ?? 'en';
  return {
    heading: SUPPORT_HEADING[language],
    lines: supportLines(brand.support, { urgent: isUrgent(facts), language }),
  };
}

export function headOf(brand: MailBrand | undefined): MailModel['brand'] {
  if (!brand || brand.id === '') return null;
  return { name: oneLine(brand.name), logo: brand.image?.id ?? null };
}
