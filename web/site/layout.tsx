import type { ComponentChildren, JSX } from 'preact';
import { Head } from './head';
import type { Site } from './site';
import { Support } from './support';

interface LayoutProps {
  readonly site: Site;
  readonly title: string;
  readonly description: string;
  /** The way from this page to the site's root, `./` or `../`: links work under any path the site is mounted at. */
  readonly root: string;
  readonly here?: 'current' | 'history' | 'subscribe';
  /** The page shows what changes by itself: the script looks for news. */
  readonly live?: boolean;
  /** Work is under way, or it is an emergency: the emergency line stands first. */
  readonly urgent?: boolean;
  readonly children: ComponentChildren;
}

/** The frame of every page: head, header, main, footer. */
export function Layout({ site, title, description, root, here, live, urgent, children }: LayoutProps): JSX.Element {
  const link = (to: string, name: string, isHere: boolean) => (
    <a href={root + to} {...(isHere ? { 'aria-current': 'page' as const } : {})}>
      {name}
    </a>
  );
  return (
    <html lang="en">
      <Head title={title} description={description}>
        <link rel="icon" type="image/svg+xml" href={root + site.assets.path('favicon.svg')} />
        <link rel="stylesheet" href={root + site.assets.path('status.css')} />
        {site.look?.stylesheet === undefined ? null : <link rel="stylesheet" href={root + site.look.stylesheet} />}
        <link rel="alternate" type="application/atom+xml" title="Maintenance (Atom)" href={`${root}history.atom`} />
        <link rel="alternate" type="application/rss+xml" title="Maintenance (RSS)" href={`${root}history.rss`} />
        <script src={root + site.assets.path('status.js')} defer />
      </Head>
      <body {...(live ? { 'data-live': 'true' } : {})}>
        <a class="skip" href="#main">
          Skip to the content
        </a>
        <header class="top">
          <div class="wide">
            <a class="brand" href={root}>
              <BrandName site={site} root={root} /> <span>Status</span>
            </a>
            <nav aria-label="Main">
              {link('', 'Current', here === 'current')}
              {link('history', 'History', here === 'history')}
              {link('subscribe', 'Get updates', here === 'subscribe')}
            </nav>
          </div>
        </header>
        <p id="stale" class="wide stale" role="status" hidden />
        <main id="main" class="wide" tabIndex={-1}>
          {children}
        </main>
        <footer class="bottom">
          <div class="wide">
            <Support support={site.support} urgent={urgent} />
            <p>Times are in UTC; your local time stands beside them where it differs.</p>
            <p>
              Follow: <a href={`${root}subscribe`}>Mail</a> · <a href={`${root}history.atom`}>Atom</a> ·{' '}
              <a href={`${root}history.rss`}>RSS</a> · <a href={`${root}calendar.ics`}>Calendar</a> ·{' '}
              <a href={`${root}api/v2/summary.json`}>JSON</a>
            </p>
          </div>
        </footer>
      </body>
    </html>
  );
}

/** The logo, or the name in words. */
function BrandName({ site, root }: Pick<LayoutProps, 'site' | 'root'>): JSX.Element {
  const logo = site.look?.logo;
  if (!logo) return <strong>{site.providerName}</strong>;
  return <img class="logo" src={logo.isElsewhere ? logo.src : root + logo.src} alt={site.providerName} height={32} />;
}
