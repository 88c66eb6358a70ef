import type { ComponentChildren, JSX } from 'preact';
import { SITE_LANGUAGES } from '../words/languages';
import { Head } from './head';
import { ReadingContext } from './reading';
import { withLanguage, type Site } from './site';
import { Support } from './support';

interface LayoutProps {
  readonly site: Site;
  readonly title: string;
  readonly description: string;
  /** The way from this page to the site's root, `./` or `../`: links work under any path the site is mounted at. */
  readonly root: string;
  readonly here?: 'current' | 'history' | 'subscribe';
  /** The query of the page's own address, without its language: `page=2`. */
  readonly query?: string | undefined;
  /** The page shows what changes by itself: the script looks for news. */
  readonly live?: boolean;
  /** For the provider's own people, in English: nothing of it is the public's. */
  readonly inside?: boolean | undefined;
  /** Work is under way, or it is an emergency: the emergency line stands first. */
  readonly urgent?: boolean | undefined;
  readonly children: ComponentChildren;
}

/** The frame of every page: head, header, main, footer. */
export function Layout({
  site,
  title,
  description,
  root,
  here,
  query,
  live,
  inside,
  urgent,
  children,
}: LayoutProps): JSX.Element {
  const { say } = site;
  const link = (to: string, name: string, isHere: boolean) => (
    <a href={site.to(root + to)} {...(isHere ? { 'aria-current': 'page' as const } : {})}>
      {name}
    </a>
  );
  return (
    <html lang={say.tag}>
      <Head title={title} description={description}>
        <link rel="icon" type="image/svg+xml" href={root + site.assets.path('favicon.svg')} />
        <link rel="stylesheet" href={root + site.assets.path('status.css')} />
        {site.look?.stylesheet === undefined ? null : <link rel="stylesheet" href={root + site.look.stylesheet} />}
        {inside ? null : <Alternates root={root} say={say} query={query} />}
        <script src={root + site.assets.path('status.js')} defer />
      </Head>
      <body
        {...(live ? { 'data-live': 'true' } : {})}
        data-your-time={say.script.yourTime}
        data-stale={say.script.stale}
      >
        <a class="skip" href="#main">
          {say.skip}
        </a>
        <header class="top">
          <div class="wide">
            <a class="brand" href={site.to(root)}>
              <BrandName site={site} root={root} /> <span>{say.status}</span>
            </a>
            <nav aria-label={say.nav.label}>
              {link('', say.nav.current, here === 'current')}
              {link('history', say.nav.history, here === 'history')}
              {link('subscribe', say.nav.updates, here === 'subscribe')}
              {site.hasPortal === true ? <a href="/portal">{say.nav.portal}</a> : null}
            </nav>
          </div>
        </header>
        <p id="stale" class="wide stale" role="status" hidden />
        <main id="main" class="wide" tabIndex={-1}>
          <ReadingContext.Provider value={site}>{children}</ReadingContext.Provider>
        </main>
        {inside ? null : <Footer site={site} root={root} query={query} urgent={urgent} />}
      </body>
    </html>
  );
}

/** The same in feeds and in other languages. */
function Alternates({ root, say, query }: Pick<LayoutProps, 'root' | 'query'> & Pick<Site, 'say'>): JSX.Element {
  return (
    <>
      <link
        rel="alternate"
        type="application/atom+xml"
        title={`${say.feedTitle} (Atom)`}
        href={`${root}history.atom`}
      />
      <link rel="alternate" type="application/rss+xml" title={`${say.feedTitle} (RSS)`} href={`${root}history.rss`} />
      {Object.keys(SITE_LANGUAGES).map((tag) => (
        <link key={tag} rel="alternate" hreflang={tag} href={inLanguage(tag, query)} />
      ))}
    </>
  );
}

/** How to reach people, to follow the page, and to read it in another language. */
function Footer({ site, root, query, urgent }: Pick<LayoutProps, 'site' | 'root' | 'query' | 'urgent'>): JSX.Element {
  const { say } = site;
  return (
    <footer class="bottom">
      <div class="wide">
        <Support support={site.support} urgent={urgent} language={say.tag} />
        <p>{say.footer.times}</p>
        <p>
          {say.footer.follow} <a href={site.to(`${root}subscribe`)}>{say.footer.mail}</a> ·{' '}
          <a href={`${root}history.atom`}>Atom</a> · <a href={`${root}history.rss`}>RSS</a> ·{' '}
          <a href={`${root}calendar.ics`}>{say.footer.calendar}</a> · <a href={`${root}api/v2/summary.json`}>JSON</a>
        </p>
        <nav class="languages" aria-label={say.nav.languages}>
          {Object.values(SITE_LANGUAGES).map(({ tag, name }) => (
            <a
              key={tag}
              href={inLanguage(tag, query)}
              lang={tag}
              hreflang={tag}
              {...(tag === say.tag ? { 'aria-current': 'true' as const } : {})}
            >
              {name}
            </a>
          ))}
        </nav>
      </div>
    </footer>
  );
}

/** The page's own address in another language. */
function inLanguage(tag: string, query: string | undefined): string {
  return withLanguage(query === undefined ? '' : `?${query}`, tag);
}

/** The logo, or the name in words. */
export function BrandName({ site, root }: Pick<LayoutProps, 'site' | 'root'>): JSX.Element {
  const logo = site.look?.logo;
  if (!logo) return <strong>{site.providerName}</strong>;
  return <img class="logo" src={logo.isElsewhere ? logo.src : root + logo.src} alt={site.providerName} height={32} />;
}
