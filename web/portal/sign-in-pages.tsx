import type { ComponentChildren, JSX } from 'preact';
import type { PortalContact } from '../../store/access/portal-sessions';
import { OwnToken, PortalLayout, type PortalFrame } from './layout';
import type { PortalPerson } from './person';
import type { PortalSite } from './site';

interface PageProps {
  readonly site: PortalSite;
}

interface AskProps extends PageProps {
  /** The page to come to. */
  readonly to: string;
  readonly typed?: string | undefined;
  readonly fault?: string | undefined;
  /** Something is said before: that one is signed out. */
  readonly said?: string | undefined;
  /** Where one signs out of the account elsewhere, too. */
  readonly signOut?: Elsewhere | undefined;
  /** The way in with an account elsewhere, where there is one. */
  readonly account: Elsewhere | undefined;
}

/** A page of a provider of identities, and how it is called. */
interface Elsewhere {
  readonly href: string;
  readonly at: string;
}

/** `/portal/sign-in`: which address? */
export function AskPage({ site, to, typed = '', fault, said, signOut, account }: AskProps): JSX.Element {
  const { signIn: say, openId } = site.words;
  const described = fault === undefined ? {} : { 'aria-invalid': 'true' as const, 'aria-describedby': 'email-fault' };
  return (
    <PortalLayout site={site} title={say.title}>
      {said === undefined ? null : (
        <p class="done" role="status">
          {said}
        </p>
      )}
      {signOut === undefined ? null : (
        <p class="prose">
          {openId.stillIn(signOut.at)} <a href={signOut.href}>{openId.signOutThere}</a>
        </p>
      )}
      <p class="prose">{say.intro(site.providerName)}</p>
      <form method="post" action={site.to('/portal/sign-in')} class="form" noValidate={fault !== undefined}>
        <input type="hidden" name="to" value={to} />
        <div class="field">
          <label for="email">{say.address}</label>
          <input
            id="email"
            name="email"
            type="email"
            autocomplete="email"
            required
            maxLength={320}
            value={typed}
            {...described}
          />
          {fault === undefined ? null : (
            <p id="email-fault" class="fault" role="alert">
              {fault}
            </p>
          )}
        </div>
        <div class="buttons">
          <button type="submit">{say.button}</button>
        </div>
      </form>
      {account === undefined ? null : (
        <section class="account" aria-label={openId.button(account.at)}>
          <p class="muted">{openId.or}</p>
          <p>
            <a class="button second" href={account.href}>
              {openId.button(account.at)}
            </a>
          </p>
        </section>
      )}
    </PortalLayout>
  );
}

/** The same whether the address is a contact's or not. */
export function AskedPage({ site, minutes }: PageProps & { readonly minutes: number }): JSX.Element {
  const { signIn: say } = site.words;
  return (
    <PortalLayout site={site} title={say.askedTitle}>
      <p class="prose" role="status">
        {say.asked(minutes)}
      </p>
      <p class="prose muted">{say.nothingCame}</p>
    </PortalLayout>
  );
}

/** The link of the mail. Looking at it changes nothing; the button signs in. */
export function OpenPage({ site }: PageProps): JSX.Element {
  const { signIn: say } = site.words;
  return (
    <PortalLayout site={site} title={say.openTitle}>
      <p class="prose">{say.open}</p>
      <form method="post" class="form">
        <div class="buttons">
          <button type="submit">{say.openButton}</button>
        </div>
      </form>
    </PortalLayout>
  );
}

/** Signing in came to nothing, and what to do. */
export function NotInPage({ site, title, again, other, children }: PageProps & Titled): JSX.Element {
  return (
    <PortalLayout site={site} title={title}>
      <p class="prose">{children}</p>
      <p>
        <a class="button" href={site.to('/portal/sign-in')}>
          {again ?? site.words.signIn.again}
        </a>
      </p>
      {other === undefined ? null : (
        <p>
          <a href={other}>{site.words.openId.otherAccount}</a>
        </p>
      )}
    </PortalLayout>
  );
}

interface Titled {
  readonly title: string;
  /** What leads back to where one signs in; to ask for a new link when left out. */
  readonly again?: string;
  /** Where one signs out of the account elsewhere that is none of ours. */
  readonly other?: string | undefined;
  readonly children: ComponentChildren;
}

interface ChooseProps extends PortalFrame {
  readonly person: PortalPerson;
  readonly contacts: readonly PortalContact[];
  readonly to: string;
}

/** `/portal/choose`: one address, contacts of several organizations. */
export function ChoosePage({ contacts, to, ...frame }: ChooseProps): JSX.Element {
  const { site, person } = frame;
  const { choose: say } = site.words;
  return (
    <PortalLayout {...frame} title={say.title}>
      <p class="prose">{say.intro}</p>
      <form method="post" action="/portal/choose" class="form">
        <OwnToken secret={person.secret} />
        <input type="hidden" name="to" value={to} />
        <fieldset class="choose">
          <legend>{site.words.settings.of}</legend>
          {contacts.map((contact) => (
            <label key={contact.id} class="choice">
              <input
                type="radio"
                name="contact"
                value={contact.id}
                checked={contact.id === person.session.contact.id}
              />{' '}
              {contact.organization.name} <span class="muted">({contact.name})</span>
            </label>
          ))}
        </fieldset>
        <div class="buttons">
          <button type="submit">{say.button}</button>
        </div>
      </form>
    </PortalLayout>
  );
}
