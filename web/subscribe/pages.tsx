import type { ComponentChildren, JSX } from 'preact';
import type { CustomerLanguage } from '../../domain/shared/words/common';
import type { Followed, Subscription } from '../../store/public/page-subscribers';
import { Layout } from '../site/layout';
import type { Site } from '../site/site';
import type { Component } from '../status/components';
import { Chooser, followedWords, LanguageChoice } from './chooser';
import { Feeds } from './feeds';

interface PageProps {
  readonly site: Site;
  readonly root: string;
  readonly components: readonly Component[];
}

function Page({ site, root, title, children }: Omit<PageProps, 'components'> & Titled): JSX.Element {
  return (
    <Layout
      site={site}
      title={`${title} · ${site.providerName} ${site.say.status}`}
      description={title}
      root={root}
      here="subscribe"
    >
      <h1>{title}</h1>
      {children}
    </Layout>
  );
}

interface Titled {
  readonly title: string;
  readonly children: ComponentChildren;
}

interface SubscribeProps extends PageProps {
  /** Whether mail is offered, and in which languages. */
  readonly byMail: boolean;
  readonly languages: readonly CustomerLanguage[];
  readonly language: CustomerLanguage;
  readonly address?: string;
  readonly followed?: Followed;
  readonly fault?: string;
}

/** `/subscribe`: by mail, by feed, by calendar. */
export function SubscribePage(props: SubscribeProps): JSX.Element {
  const { site, root, components, byMail, languages, language, address = '', followed = null, fault } = props;
  const { subscribe: say } = site.say;
  return (
    <Page site={site} root={root} title={say.title}>
      {byMail ? (
        <section aria-labelledby="by-mail">
          <h2 id="by-mail">{say.byMail}</h2>
          <form method="post" class="form">
            <Fault text={fault} />
            <label for="email">{say.address}</label>
            <input
              id="email"
              name="email"
              type="email"
              autocomplete="email"
              required
              maxLength={320}
              value={address}
              {...(fault === undefined ? {} : { 'aria-describedby': 'fault' })}
            />
            <Chooser components={components} followed={followed} />
            <LanguageChoice languages={languages} chosen={language} />
            <p class="muted">{say.whatComes}</p>
            <button type="submit">{say.button}</button>
          </form>
        </section>
      ) : null}
      <Feeds root={root} components={components} />
    </Page>
  );
}

function Fault({ text }: { readonly text: string | undefined }): JSX.Element | null {
  return text === undefined ? null : (
    <p id="fault" class="fault" role="alert">
      {text}
    </p>
  );
}

/** The answer to every request to subscribe, whoever it was for. */
export function AskedPage({ site, root }: Omit<PageProps, 'components'>): JSX.Element {
  const { subscribe: say } = site.say;
  return (
    <Page site={site} root={root} title={say.askedTitle}>
      <p>{say.asked}</p>
    </Page>
  );
}

/** `/subscribe/confirm/{token}`, before the button: programs that open every link in a mail confirm nothing. */
export function ConfirmPage(props: PageProps & { readonly asked: Subscription }): JSX.Element {
  const { site, root, components, asked } = props;
  const { subscribe: say } = site.say;
  const [before, after] = say.willHear(asked.address);
  return (
    <Page site={site} root={root} title={say.confirmTitle}>
      <p>
        {before}
        <strong>{followedWords(asked.components, components, say)}</strong>
        {after}
      </p>
      <form method="post" class="form">
        <button type="submit">{say.confirm}</button>
      </form>
    </Page>
  );
}

/** `/subscribe/manage/{token}`, and after a confirmation. */
export function ManagePage(
  props: PageProps & {
    readonly subscription: Subscription;
    readonly languages: readonly CustomerLanguage[];
    /** Of the link that led here. */
    readonly token: string;
    readonly done?: string;
    readonly fault?: string;
  },
): JSX.Element {
  const { site, root, components, subscription, languages, token, done, fault } = props;
  const { subscribe: say } = site.say;
  const [before, after] = say.hears(subscription.address);
  return (
    <Page site={site} root={root} title={say.manageTitle}>
      {done === undefined ? null : (
        <p class="done" role="status">
          {done}
        </p>
      )}
      <p>
        {before}
        <strong>{followedWords(subscription.components, components, say)}</strong>
        {after}
      </p>
      <form method="post" class="form">
        <Fault text={fault} />
        <Chooser components={components} followed={subscription.components} />
        <LanguageChoice languages={languages} chosen={subscription.language} />
        <p class="muted">{say.stillHear}</p>
        <button type="submit">{say.save}</button>
      </form>
      <p class="more">
        <a href={site.to(`${root}unsubscribe/${token}`)}>{say.unsubscribe}</a>
      </p>
    </Page>
  );
}

/** After a confirmation: nothing to do but to know it. */
export function ConfirmedPage(props: PageProps & { readonly subscription: Subscription }): JSX.Element {
  const { site, root, components, subscription } = props;
  const { subscribe: say } = site.say;
  const [before, after] = say.hears(subscription.address);
  return (
    <Page site={site} root={root} title={say.subscribedTitle}>
      <p role="status">
        {before}
        <strong>{followedWords(subscription.components, components, say)}</strong>
        {after} {say.canChange}
      </p>
      <p>
        <a href={site.to(root)}>{say.seeCurrent}</a>
      </p>
    </Page>
  );
}

type Unsubscribing = Omit<PageProps, 'components'> & { readonly of: 'contact' | 'subscriber' };

/** `/unsubscribe/{token}`, before the button. */
export function UnsubscribePage({ site, root, of }: Unsubscribing): JSX.Element {
  const { title, text } = site.say.subscribe.ends[of];
  return (
    <Page site={site} root={root} title={title}>
      <p>{text}</p>
      <form method="post" class="form">
        <button type="submit">{title}</button>
      </form>
    </Page>
  );
}

export function UnsubscribedPage({ site, root, of }: Unsubscribing): JSX.Element {
  const { ends, doneTitle } = site.say.subscribe;
  return (
    <Page site={site} root={root} title={doneTitle}>
      <p role="status">{ends[of].done}</p>
    </Page>
  );
}

/** A link that is not good, or not any more; and too many requests. */
export function RefusedPage({ site, root, title, text }: Omit<PageProps, 'components'> & Refused): JSX.Element {
  return (
    <Page site={site} root={root} title={title}>
      <p>
        {text} <a href={site.to(`${root}subscribe`)}>{site.say.subscribe.again}</a>
      </p>
    </Page>
  );
}

export interface Refused {
  readonly title: string;
  readonly text: string;
}
