import type { ComponentChildren, JSX } from 'preact';
import { Head } from '../site/head';
import { BrandName } from '../site/layout';
import { ReadingContext } from '../site/reading';
import { withLanguage } from '../site/site';
import { Support } from '../site/support';
import { FORM_TOKEN, formToken } from '../sign-in/forgery';
import { SITE_LANGUAGES } from '../words/languages';
import type { PortalWords } from '../words/portal/portal-words';
import type { PortalPerson } from './person';
import type { PortalSite } from './site';

/** Pages of the portal's navigation. */
export const PORTAL_PLACES = {
  overview: '/portal',
  resources: '/portal/resources',
  past: '/portal/past',
  settings: '/portal/settings',
  organization: '/portal/organization',
} as const;
export type PortalPlace = keyof typeof PORTAL_PLACES;

/** What a page hands on to its layout. */
export interface PortalFrame {
  readonly site: PortalSite;
  /** Who is signed in; undefined on pages before that. */
  readonly person?: PortalPerson | undefined;
  /** The zone in which times stand; UTC alone where it is undefined. */
  readonly zone?: string | undefined;
}

interface LayoutProps extends PortalFrame {
  readonly title: string;
  readonly here?: PortalPlace | undefined;
  readonly children: ComponentChildren;
}

/** The frame of every page for customers who are signed in, and of those by which they sign in. Links are from the root of the host. */
export function PortalLayout({ site, person, zone, title, here, children }: LayoutProps): JSX.Element {
  const { say, words } = site;
  const asset = (path: string) => `/${path}`;
  return (
    <html lang={say.tag}>
      <Head title={`${title} · ${site.providerName}`} description={title}>
        <meta name="robots" content="noindex" />
        <link rel="icon" type="image/svg+xml" href={asset(site.assets.path('favicon.svg'))} />
        <link rel="stylesheet" href={asset(site.assets.path('status.css'))} />
        <link rel="stylesheet" href={asset(site.assets.path('console.css'))} />
        <link rel="stylesheet" href={asset(site.assets.path('portal.css'))} />
        {site.look?.stylesheet === undefined ? null : <link rel="stylesheet" href={asset(site.look.stylesheet)} />}
      </Head>
      <body class="console portal">
        <a class="skip" href="#main">
          {say.skip}
        </a>
        <header class="top">
          <div class="wide">
            <a class="brand" href="/portal">
              <BrandName site={site} root="/" /> <span>{words.name}</span>
            </a>
            {person ? <Places words={words} person={person} here={here} /> : null}
          </div>
        </header>
        <main id="main" class="wide" tabIndex={-1}>
          <ReadingContext.Provider value={{ ...site, zone }}>
            <h1>{title}</h1>
            {children}
          </ReadingContext.Provider>
        </main>
        <footer class="bottom">
          <div class="wide">
            <Support support={site.support} language={say.tag} />
            {zone === undefined ? null : <p>{words.times(zone)}</p>}
            <nav class="languages" aria-label={say.nav.languages}>
              {Object.values(SITE_LANGUAGES).map(({ tag, name }) => (
                <a
                  key={tag}
                  href={withLanguage('', tag)}
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
      </body>
    </html>
  );
}

interface PlacesProps {
  readonly words: PortalWords;
  readonly person: PortalPerson;
  readonly here: PortalPlace | undefined;
}

function Places({ words: { nav }, person, here }: PlacesProps): JSX.Element {
  const links = (
    <>
      {(Object.keys(PORTAL_PLACES) as PortalPlace[]).map((place) => (
        <a key={place} href={PORTAL_PLACES[place]} {...(place === here ? { 'aria-current': 'page' as const } : {})}>
          {nav[place]}
        </a>
      ))}
      <form method="post" action="/portal/sign-out">
        <OwnToken secret={person.secret} />
        <button type="submit" class="plain">
          {nav.signOut}
        </button>
      </form>
    </>
  );
  // styles show one of the two
  return (
    <nav aria-label={nav.label}>
      <div class="on-wide">{links}</div>
      <details class="menu on-narrow">
        <summary>{nav.menu}</summary>
        <div>{links}</div>
      </details>
    </nav>
  );
}

/** The hidden field without which no form is taken. */
export function OwnToken({ secret }: { readonly secret: string }): JSX.Element {
  return <input type="hidden" name={FORM_TOKEN} value={formToken(secret)} />;
}
