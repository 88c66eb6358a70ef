import type { ComponentChildren, JSX } from 'preact';
import type { Grant } from '../../domain/access/grant';
import { someOf } from '../../domain/shared/some-of';
import { Head } from '../site/head';
import type { Assets } from '../status/assets';
import { FormToken } from '../forms/form';
import type { SignedInPerson } from '../sign-in/signed-in';
import type { OperationName } from './operations';
import { KeysDialog } from './keys/list';
import { PLACE_ROWS, type PlaceName } from './places';
import { SearchForm } from './search/form';

/** What every page of the console is made with. */
export interface ConsoleSite {
  readonly providerName: string;
  readonly assets: Assets;
}

interface LayoutProps {
  readonly site: ConsoleSite;
  readonly title: string;
  /** Who is signed in; undefined on pages before that. */
  readonly person?: SignedInPerson | undefined;
  /** What the person may use; without it there is no navigation. */
  readonly may?: ((operation: OperationName) => boolean) | undefined;
  readonly here?: PlaceName | undefined;
  /** A button beside the heading, or what else stands there. */
  readonly beside?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** The frame of every page for people who are signed in, and of those by which they sign in. */
export function ConsoleLayout({ site, title, person, may, here, beside, children }: LayoutProps): JSX.Element {
  return (
    <html lang="en">
      <Head title={`${title} · ${site.providerName} maintenance`} description={title}>
        <meta name="robots" content="noindex" />
        <link rel="icon" type="image/svg+xml" href={`/${site.assets.path('favicon.svg')}`} />
        <link rel="stylesheet" href={`/${site.assets.path('status.css')}`} />
        <link rel="stylesheet" href={`/${site.assets.path('console.css')}`} />
        {person ? <Scripts site={site} /> : null}
      </Head>
      <body class="console">
        <a class="skip" href="#main">
          Skip to the content
        </a>
        <header class="top">
          <div class="wide">
            <a class="brand" href="/console">
              <strong>{site.providerName}</strong> <span>Maintenance</span>
            </a>
            {may?.('GET /v1/windows') ? <SearchForm /> : null}
            {person ? <PersonNav person={person} may={may} here={here} /> : null}
          </div>
        </header>
        <main id="main" class="wide" tabIndex={-1}>
          <div class="heading">
            <h1>{title}</h1>
            {beside}
          </div>
          {children}
        </main>
        {may ? <KeysDialog may={may} /> : null}
      </body>
    </html>
  );
}

/** The pages are complete without them. */
function Scripts({ site: { assets } }: Pick<LayoutProps, 'site'>): JSX.Element {
  return (
    <>
      <meta name="htmx-config" content={HTMX} />
      <script src={`/${assets.path('htmx.js')}`} defer />
      <script src={`/${assets.path('sse.js')}`} defer />
      <script src={`/${assets.path('console.js')}`} defer />
    </>
  );
}

/** Nothing from elsewhere, nothing evaluated, no style of its own, no page kept in the browser. */
const HTMX = JSON.stringify({
  ...{ selfRequestsOnly: true, allowEval: false, allowScriptTags: false },
  ...{ includeIndicatorStyles: false, historyCacheSize: 0, refreshOnHistoryMiss: true },
  // a form that was refused is shown with what was wrong with it
  responseHandling: [
    { code: '204', swap: false },
    { code: '[23]..|4(00|09|13|15|22)', swap: true },
    { code: '...', swap: false, error: true },
  ],
});

type NavProps = Pick<LayoutProps, 'here' | 'may'> & { readonly person: SignedInPerson };

function PersonNav({ person: { session, secret }, may, here }: NavProps) {
  const open = PLACE_ROWS.filter(([, { operation }]) => !operation || may?.(operation));
  const link = (place: PlaceName, href: string, name: ComponentChildren) => (
    <a key={place} href={href} {...(here === place ? { 'aria-current': 'page' as const } : {})}>
      {name}
    </a>
  );
  const daily = open.filter(([, { isDaily }]) => isDaily);
  const more = open.filter(([, { isDaily }]) => !isDaily);
  const links = (places: typeof open) => places.map(([place, { href, name }]) => link(place, href, name));
  const who = (
    <>
      {link('account', '/console/account', `${session.name}, ${grantWords(session.grant)}`)}
      <form method="post" action="/sign-out">
        <FormToken secret={secret} />
        <button type="submit" class="plain">
          Sign out
        </button>
      </form>
    </>
  );
  if (open.length === 0) return <nav aria-label="Console">{who}</nav>;
  // what stands beside the menu on a wide page is in it on a narrow one; styles show one of the two
  return (
    <nav aria-label="Console">
      <div class="on-wide">{links(daily)}</div>
      <details class="menu">
        <summary>
          <span class="on-wide">More</span>
          <span class="on-narrow">Menu</span>
        </summary>
        <div>
          <div class="on-narrow">{links(daily)}</div>
          {links(more)}
          <div class="on-narrow who">{who}</div>
        </div>
      </details>
      <div class="on-wide who">{who}</div>
    </nav>
  );
}

/** What a grant allows: `operator`, `engineer for acme and globex`. */
export function grantWords({ role, organizations }: Grant): string {
  return organizations === null ? role : `${role} for ${someOf(organizations)}`;
}
