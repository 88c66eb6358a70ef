import { latestNews, titleWithNews } from '../../domain/public/news';
import type { PublicWindow } from '../../domain/public/window';
import { windowUrl } from '../../domain/window/links';
import { entryNumber } from './ids';
import { isIncident, STATUS_WORDS, stepsOf, type Step } from '../../domain/public/life-cycle';
import type { PageFacts } from './statuspage-json';
import { rfc822, utcParts } from '../../domain/public/times';
import { updateParagraphs, workText } from '../../domain/public/wording';
import { element, empty, escapeXml, parent } from './xml';

/** The two feeds as Statuspage writes them, so that the readers customers have follow this page (C2). */

/** Which of the page's feeds it is: of everything, or of one component. */
export interface FeedOf {
  /** The way from the page's root to the feed's folder, with a slash at its end: `` or `components/<id>/`. */
  readonly folder: string;
  /** The component's name; null for everything. */
  readonly name: string | null;
}

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';

/**
 * RSS 2.0. One item a window, as it stands: its guid and date are those of the latest news, so that readers show each change that
 * customers must hear of as a new item. A maintenance carries `maintenanceEndDate`, as readers expect it.
 */
export function rss(windows: readonly PublicWindow[], page: PageFacts, feed: FeedOf): string {
  const items = windows.map((window) => {
    const link = windowUrl(page.publicUrl, window.reference);
    const incident = isIncident(window);
    return parent('item', [
      element('title', titleWithNews(window)),
      element('description', descriptionHtml(window)),
      element('pubDate', rfc822(latestNews(window)?.at ?? window.announcedAt)),
      ...(incident ? [] : [element('maintenanceEndDate', rfc822(window.endsAt))]),
      element('link', link),
      element('guid', `${link}${newsSuffix(window)}`),
    ]);
  });
  const channel = parent('channel', [
    element('title', feedTitle(page, feed)),
    element('link', page.publicUrl),
    empty('atom:link', {
      rel: 'self',
      type: 'application/rss+xml',
      href: `${page.publicUrl}/${feed.folder}history.rss`,
    }),
    element('description', `Planned and emergency maintenance of ${page.providerName}`),
    element('pubDate', rfc822(page.updatedAt ?? 0)),
    ...items,
  ]);
  return `${DECLARATION}${parent('rss', [channel], {
    version: '2.0',
    'xmlns:dc': 'http://purl.org/dc/elements/1.1/',
    'xmlns:atom': 'http://www.w3.org/2005/Atom',
  })}\n`;
}

/** Atom (RFC 4287), ids as tag URIs; each piece of news has an id of its own, which never changes. */
export function atom(windows: readonly PublicWindow[], page: PageFacts, feed: FeedOf): string {
  // a tag URI's authority has no port (RFC 4151)
  const { hostname: host } = new URL(page.publicUrl);
  const iso = (at: number) => new Date(at).toISOString();
  const entries = windows.map((window) =>
    parent('entry', [
      element('id', `tag:${host},2005:Incident/${entryNumber(window.reference)}${newsSuffix(window)}`),
      element('published', iso(latestNews(window)?.at ?? window.announcedAt)),
      element('updated', iso(window.updatedAt)),
      empty('link', { rel: 'alternate', type: 'text/html', href: windowUrl(page.publicUrl, window.reference) }),
      element('title', titleWithNews(window)),
      element('content', descriptionHtml(window), { type: 'html' }),
    ]),
  );
  const head = [
    element('id', `tag:${host},2005:/${feed.folder}history`),
    empty('link', { rel: 'alternate', type: 'text/html', href: page.publicUrl }),
    empty('link', { rel: 'self', type: 'application/atom+xml', href: `${page.publicUrl}/${feed.folder}history.atom` }),
    element('title', feedTitle(page, feed)),
    element('updated', iso(page.updatedAt ?? 0)),
    parent('author', [element('name', page.providerName)]),
  ];
  const attributes = { 'xml:lang': 'en-US', xmlns: 'http://www.w3.org/2005/Atom' };
  return `${DECLARATION}${parent('feed', [...head, ...entries], attributes)}\n`;
}

/** `#7`: the number of the latest news in the window's life; nothing for the announcement, whose id is the window's own. */
function newsSuffix(window: PublicWindow): string {
  const news = latestNews(window);
  return news === undefined || news.type === 'announced' ? '' : `#${String(news.sequence)}`;
}

const feedTitle = ({ providerName }: PageFacts, { name }: FeedOf) =>
  `${providerName} Status - ${name === null ? '' : `${name} - `}Maintenance History`;

/** The entry's text as HTML, newest update first; the caller escapes it once more for the feed. */
function descriptionHtml(window: PublicWindow): string {
  const scheduled = isIncident(window)
    ? ''
    : `<p><strong>THIS IS A SCHEDULED EVENT ${plannedHtml(window)}</strong></p>`;
  return (
    scheduled +
    (window.work ? `<p>${workText(window.work)}</p>` : '') +
    stepsOf(window)
      .map((step) => stepHtml(step, window))
      .join('')
  );
}

function stepHtml(step: Step, window: PublicWindow): string {
  const word = step.changed ? STATUS_WORDS[step.status] : 'Update';
  const text = updateParagraphs(step.update, window)
    .map((paragraph) => escapeXml(paragraph).replace(/\r?\n/g, '<br>'))
    .join('<br>');
  return `<p><small>${momentHtml(step.update.at)} UTC</small><br><strong>${word}</strong> - ${text}</p>`;
}

function plannedHtml({ startsAt, endsAt }: PublicWindow): string {
  const sameDay = utcParts(startsAt).date === utcParts(endsAt).date;
  return `${momentHtml(startsAt)} - ${sameDay ? timeHtml(endsAt) : momentHtml(endsAt)} UTC`;
}

function momentHtml(at: number): string {
  const { month, day } = utcParts(at);
  return `${month} <var data-var='date'>${String(day)}</var>, ${timeHtml(at)}`;
}

const timeHtml = (at: number) => `<var data-var='time'>${utcParts(at).time}</var>`;
