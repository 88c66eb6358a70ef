import type { ComponentChildren, JSX } from 'preact';
import type { Followed, Subscription } from '../../store/public/page-subscribers';
import { Layout } from '../site/layout';
import type { Site } from '../site/site';
import type { Component } from '../status/components';
import { Chooser, followedWords } from './chooser';
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
      title={`${title} · ${site.providerName} Status`}
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
  /** Whether mail is offered. */
  readonly byMail: boolean;
  readonly address?: string;
  readonly followed?: Followed;
  readonly fault?: string;
}

/** `/subscribe`: by mail, by feed, by calendar. */
export function SubscribePage(props: SubscribeProps): JSX.Element {
  const { site, root, components, byMail, address = '', followed = null, fault } = props;
  return (
    <Page site={site} root={root} title="Get updates">
      {byMail ? (
        <section aria-labelledby="by-mail">
          <h2 id="by-mail">By mail</h2>
          <form method="post" class="form">
            <Fault text={fault} />
            <label for="email">Your mail address</label>
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
            <p class="muted">
              You get a mail with a link to confirm this, and then one whenever maintenance is announced, changed,
              begun, reported on, done or called off. Every mail has a link that ends it.
            </p>
            <button type="submit">Subscribe</button>
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
  return (
    <Page site={site} root={root} title="Look into your mailbox">
      <p>
        If mail can be sent to that address, a message with a link is on its way. Nothing changes until the link is
        opened and confirmed; it is good for 24 hours. If none arrives within a few minutes, check the address and try
        again later.
      </p>
    </Page>
  );
}

/** `/subscribe/confirm/{token}`, before the button: programs that open every link in a mail confirm nothing. */
export function ConfirmPage(props: PageProps & { readonly asked: Subscription }): JSX.Element {
  const { site, root, components, asked } = props;
  return (
    <Page site={site} root={root} title="Confirm your subscription">
      <p>
        {asked.address} will hear of <strong>{followedWords(asked.components, components)}</strong>.
      </p>
      <form method="post" class="form">
        <button type="submit">Confirm</button>
      </form>
    </Page>
  );
}

/** `/subscribe/manage/{token}`, and after a confirmation. */
export function ManagePage(
  props: PageProps & {
    readonly subscription: Subscription;
    /** Of the link that led here. */
    readonly token: string;
    readonly done?: string;
    readonly fault?: string;
  },
): JSX.Element {
  const { site, root, components, subscription, token, done, fault } = props;
  return (
    <Page site={site} root={root} title="Your subscription">
      {done === undefined ? null : (
        <p class="done" role="status">
          {done}
        </p>
      )}
      <p>
        {subscription.address} hears of <strong>{followedWords(subscription.components, components)}</strong>.
      </p>
      <form method="post" class="form">
        <Fault text={fault} />
        <Chooser components={components} followed={subscription.components} />
        <p class="muted">Of maintenance you have been told of you still hear how it goes on.</p>
        <button type="submit">Save</button>
      </form>
      <p class="more">
        <a href={`${root}unsubscribe/${token}`}>Unsubscribe</a>
      </p>
    </Page>
  );
}

/** After a confirmation: nothing to do but to know it. */
export function ConfirmedPage(props: PageProps & { readonly subscription: Subscription }): JSX.Element {
  const { site, root, components, subscription } = props;
  return (
    <Page site={site} root={root} title="You are subscribed">
      <p role="status">
        {subscription.address} hears of <strong>{followedWords(subscription.components, components)}</strong>. Every
        mail has a link to change this or to end it.
      </p>
      <p>
        <a href={root}>See the current maintenance</a>
      </p>
    </Page>
  );
}

type Unsubscribing = Omit<PageProps, 'components'> & { readonly of: 'contact' | 'subscriber' };

const ENDS = {
  subscriber: {
    title: 'Unsubscribe',
    text: 'No more mails about maintenance come to you from this page.',
    done: 'You are unsubscribed. No more mails come from this page.',
  },
  contact: {
    title: 'Stop progress mails',
    text: 'News in the middle of the work come to you no more. You still hear of every announcement, new date, start, end and report that concerns your resources.',
    done: 'News in the middle of the work come to you no more. To have them again, tell us.',
  },
};

/** `/unsubscribe/{token}`, before the button. */
export function UnsubscribePage({ site, root, of }: Unsubscribing): JSX.Element {
  return (
    <Page site={site} root={root} title={ENDS[of].title}>
      <p>{ENDS[of].text}</p>
      <form method="post" class="form">
        <button type="submit">{ENDS[of].title}</button>
      </form>
    </Page>
  );
}

export function UnsubscribedPage({ site, root, of }: Unsubscribing): JSX.Element {
  return (
    <Page site={site} root={root} title="Done">
      <p role="status">{ENDS[of].done}</p>
    </Page>
  );
}

/** A link that is not good, or not any more; and too many requests. */
export function RefusedPage({ site, root, title, text }: Omit<PageProps, 'components'> & Refused): JSX.Element {
  return (
    <Page site={site} root={root} title={title}>
      <p>
        {text} <a href={`${root}subscribe`}>Subscribe again</a>
      </p>
    </Page>
  );
}

export interface Refused {
  readonly title: string;
  readonly text: string;
}
