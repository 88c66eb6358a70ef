import type { ComponentChildren, JSX } from 'preact';
import type { Grant } from '../../domain/access/grant';
import { someOf } from '../../domain/shared/some-of';
import { Head } from '../site/head';
import type { Assets } from '../status/assets';
import { FORM_TOKEN, formToken } from '../sign-in/forgery';
import type { SignedInPerson } from '../sign-in/signed-in';

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
  readonly here?: 'overview' | 'windows' | 'account' | undefined;
  readonly children: ComponentChildren;
}

/** The frame of every page for people who are signed in, and of those by which they sign in. */
export function ConsoleLayout({ site, title, person, here, children }: LayoutProps): JSX.Element {
  return (
    <html lang="en">
      <Head title={`${title} · ${site.providerName} maintenance`} description={title}>
        <meta name="robots" content="noindex" />
        <link rel="icon" type="image/svg+xml" href={`/${site.assets.path('favicon.svg')}`} />
        <link rel="stylesheet" href={`/${site.assets.path('status.css')}`} />
        <link rel="stylesheet" href={`/${site.assets.path('console.css')}`} />
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
            {person ? <PersonNav person={person} here={here} /> : null}
          </div>
        </header>
        <main id="main" class="wide" tabIndex={-1}>
          <h1>{title}</h1>
          {children}
        </main>
      </body>
    </html>
  );
}

function PersonNav({ person: { session, secret }, here }: Pick<LayoutProps, 'here'> & { person: SignedInPerson }) {
  const link = (place: LayoutProps['here'], href: string, name: ComponentChildren) => (
    <a href={href} {...(here === place ? { 'aria-current': 'page' as const } : {})}>
      {name}
    </a>
  );
  return (
    <nav aria-label="Console">
      {link('overview', '/console', 'Overview')}
      {link('windows', '/console/windows', 'Windows')}
      {link('account', '/console/account', `${session.name}, ${grantWords(session.grant)}`)}
      <form method="post" action="/sign-out">
        <FormToken secret={secret} />
        <button type="submit" class="plain">
          Sign out
        </button>
      </form>
    </nav>
  );
}

/** The hidden field without which no form is taken. */
export function FormToken({ secret }: { readonly secret: string }): JSX.Element {
  return <input type="hidden" name={FORM_TOKEN} value={formToken(secret)} />;
}

/** What a grant allows: `operator`, `engineer for acme and globex`. */
export function grantWords({ role, organizations }: Grant): string {
  return organizations === null ? role : `${role} for ${someOf(organizations)}`;
}
