import type { ComponentChildren, JSX } from 'preact';
import { ConsoleLayout, type ConsoleSite } from '../console/layout';

interface PageProps {
  readonly site: ConsoleSite;
}

interface SignInProps extends PageProps {
  /** Where the browser goes to sign in. */
  readonly href: string;
  /** The provider of identities. */
  readonly at: string;
}

/** `/sign-in`: who are you? */
export function SignInPage({ site, href, at }: SignInProps): JSX.Element {
  return (
    <ConsoleLayout site={site} title="Who are you?">
      <p class="prose">
        Plan maintenance, approve what customers will read, run a night. What you do here goes on record under your
        name.
      </p>
      <p>
        <a class="button" href={href}>
          Sign in with {at}
        </a>
      </p>
    </ConsoleLayout>
  );
}

interface RefusedProps extends PageProps {
  readonly title: string;
  readonly children: ComponentChildren;
}

/** Signing in came to nothing: why, and what to do. */
export function NotSignedInPage({ site, title, children }: RefusedProps): JSX.Element {
  return (
    <ConsoleLayout site={site} title={title}>
      <div class="prose">{children}</div>
      <p>
        <a class="button" href="/sign-in">
          Sign in again
        </a>
      </p>
    </ConsoleLayout>
  );
}

interface SignedOutProps extends PageProps {
  /** Where one signs out of the provider itself. */
  readonly elsewhere: { readonly href: string; readonly at: string } | undefined;
}

/** `/signed-out` */
export function SignedOutPage({ site, elsewhere }: SignedOutProps): JSX.Element {
  return (
    <ConsoleLayout site={site} title="You are signed out">
      {elsewhere === undefined ? null : (
        <p class="prose">
          You may still be signed in at {elsewhere.at}, so that the next person at this browser gets in without a
          password. <a href={elsewhere.href}>Sign out there, too</a>.
        </p>
      )}
      <p>
        <a class="button" href="/sign-in">
          Sign in again
        </a>
      </p>
    </ConsoleLayout>
  );
}
