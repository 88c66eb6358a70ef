import type { Request, Response } from 'express';
import type { SupportBlock } from '../../domain/brands/support';
import type { CustomerLanguage } from '../../domain/shared/words/common';
import type { Assets } from '../status/assets';
import { languageAsked } from '../words/languages';
import type { SiteWords } from '../words/site-words';
import type { Look } from './look';

/** What the pages are made with, whoever reads them. */
export interface SiteFacts {
  readonly providerName: string;
  readonly assets: Assets;
  /** How readers reach people; nothing is said of it when left out. */
  readonly support?: SupportBlock | undefined;
  /** A brand's logo and colours. */
  readonly look?: Look | undefined;
  /** Customers sign in at `/portal` of the same host (P8). */
  readonly hasPortal?: boolean | undefined;
}

/** What every page needs to know of the site it is part of, in its reader's language. */
export interface Site extends SiteFacts {
  readonly say: SiteWords;
  /** A link to another page of the site, which is in the language that was chosen, if one was. */
  readonly to: (href: string) => string;
}

/**
 * The site for whoever asks: in the language of the address (`?lang=de`), or in the reader's own where that is on record, which its links
 * keep; else in the one the browser asks for. Says so to caches.
 */
export function siteFor(facts: SiteFacts, request: Request, response: Response, own?: CustomerLanguage): Site {
  const { say, isChosen } = languageAsked(request.query.lang, (...tags) => request.acceptsLanguages(...tags), own);
  response.set('Content-Language', say.tag);
  // also where the address decides: without `lang` it is another answer
  response.vary('Accept-Language');
  return { ...facts, say, to: isChosen ? (href) => withLanguage(href, say.tag) : (href) => href };
}

/** The address with `lang`, in place of the one it may have. */
export function withLanguage(href: string, tag: string): string {
  const [address = '', fragment] = href.split('#');
  const [path = '', query] = address.split('?');
  const asked = new URLSearchParams(query);
  asked.set('lang', tag);
  return `${path}?${asked.toString()}${fragment === undefined ? '' : `#${fragment}`}`;
}
