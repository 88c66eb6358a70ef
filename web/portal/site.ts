import type { Request, Response } from 'express';
import { knownLanguage } from '../../domain/brands/languages';
import type { Site, SiteFacts } from '../site/site';
import { siteFor } from '../site/site';
import { PORTAL_LANGUAGES } from '../words/portal/languages';
import type { PortalWords } from '../words/portal/portal-words';
import type { PortalPerson } from './person';

/** What every page of the portal is made with, in its reader's language. */
export interface PortalSite extends Site {
  readonly words: PortalWords;
}

/** In the language of the address (`?lang=de`), the contact's own or its organization's, or the one the browser asks for. */
export function portalSiteFor(
  facts: SiteFacts,
  request: Request,
  response: Response,
  person?: PortalPerson,
): PortalSite {
  const contact = person?.session.contact;
  const own = contact && knownLanguage(contact.locale ?? contact.organization.locale);
  const site = siteFor(facts, request, response, own);
  return { ...site, words: PORTAL_LANGUAGES[site.say.tag] };
}
