import type { MessageFacts, NoticeFacts } from '../../../domain/notices/message';

/**
 * The message with the window's own sentences in its reader's language, where the window has them (P2): by the whole tag
 * (`pt-BR`), else by its first part (`pt`). The same facts and language give the same object, so that what is remembered of a
 * notice is remembered of its translation, too.
 */
export function createTranslation(): (message: MessageFacts) => MessageFacts {
  const made = new WeakMap<NoticeFacts, Map<string, NoticeFacts>>();
  return (message) => {
    const { facts, organization, recipient } = message;
    if (!facts.translations) return message;
    const locale = recipient.locale ?? organization.locale;
    let byLocale = made.get(facts);
    if (!byLocale) made.set(facts, (byLocale = new Map<string, NoticeFacts>()));
    let translated = byLocale.get(locale);
    if (!translated) byLocale.set(locale, (translated = translate(facts, locale)));
    return { ...message, facts: translated };
  };
}

function translate(facts: NoticeFacts, locale: string): NoticeFacts {
  const wording = facts.translations?.[locale] ?? facts.translations?.[locale.split('-')[0] ?? locale];
  if (!wording) return facts;
  const { impactDescription, ...words } = wording;
  const impact = impactDescription === undefined ? facts.impact : { ...facts.impact, description: impactDescription };
  return { ...facts, ...words, impact };
}
