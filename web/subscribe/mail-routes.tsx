import { urlencoded, type Request, type Response, type Router } from 'express';
import {
  askToSubscribe,
  changeSubscription,
  confirmAsked,
  declineOptional,
  endSubscription,
  readAsked,
  readSubscription,
  type Subscription,
} from '../../store/public/page-subscribers';
import type { LinkedRecipient } from '../../store/access/recipient-links';
import type { Subscriptions } from '../../use-cases/subscribe';
import { siteFor, type Site, type SiteFacts } from '../site/site';
import { sendPrivateHtml } from '../status/http-answers';
import type { StatusPageDeps } from '../status/router';
import { componentsNow } from './components-now';
import { readAddress, readChoice, readLanguage } from './form';
import { limited } from './limited';
import { mailLanguages } from './mail-languages';
import { ownOrigin } from './own-origin';
import {
  AskedPage,
  ConfirmedPage,
  ConfirmPage,
  ManagePage,
  RefusedPage,
  SubscribePage,
  UnsubscribedPage,
  UnsubscribePage,
} from './pages';

export interface MailDeps extends StatusPageDeps {
  readonly subscriptions: Subscriptions;
}

const form = urlencoded({ extended: false, limit: '32kb', parameterLimit: 1_000 });

/** Subscribing by mail, from the form to the end of a subscription (C2). */
export function addMailRoutes(router: Router, deps: MailDeps, facts: SiteFacts): void {
  addAsking(router, deps, facts);
  addConfirming(router, deps, facts);
  addManaging(router, deps, facts);
  addUnsubscribing(router, deps, facts);
}

/** The form that asks for a confirmation mail. */
function addAsking(router: Router, deps: MailDeps, facts: SiteFacts): void {
  const { db, clock, subscriptions, shows = '' } = deps;
  router.post('/subscribe', ownOrigin(deps.publicUrl, facts), limited(deps, facts), form, async (request, response) => {
    const here = { site: siteFor(facts, request, response), root: './' };
    const { subscribe: say } = here.site.say;
    const components = await componentsNow(deps);
    const address = readAddress(request.body, say);
    const followed = readChoice(request.body, components, say);
    const mails = mailLanguages(deps, here.site.say.tag);
    const language = readLanguage(request.body, mails.languages, mails.language);
    if ('fault' in address || 'fault' in followed) {
      const fault = 'fault' in address ? address.fault : 'fault' in followed ? followed.fault : '';
      const kept = 'fault' in address ? {} : { address: address.value };
      const shown = { ...here, ...kept, components, languages: mails.languages, language, fault };
      const page = <SubscribePage {...shown} byMail />;
      sendPrivateHtml(response.status(422), page, 'same-origin');
      return;
    }
    const asked = { address: address.value, components: followed.value, language, brand: shows };
    await subscriptions.holdBack(asked.address);
    const token = await askToSubscribe(db, asked, clock());
    if (token !== undefined) {
      subscriptions.sendConfirmation({ address: asked.address, token, locale: language });
    }
    // the same whether the address is new, known, or gets no mail: nobody learns who subscribes
    sendPrivateHtml(response, <AskedPage {...here} />);
  });
}

/** Two folders below the root, in the language of a subscription where there is one. */
function belowFor(facts: SiteFacts) {
  return (request: Request, response: Response, of?: Pick<Subscription, 'language'>) => ({
    site: siteFor(facts, request, response, of?.language),
    root: '../../',
  });
}

/** The link in that mail. Reading it changes nothing, because mail programs open links by themselves. */
function addConfirming(router: Router, deps: MailDeps, facts: SiteFacts): void {
  const { db, clock } = deps;
  const hereFor = belowFor(facts);
  router.get('/subscribe/confirm/:token', async (request, response) => {
    const asked = await readAsked(db, request.params.token, clock());
    const here = hereFor(request, response, asked);
    if (!asked) refuse(response, here);
    else sendPrivateHtml(response, <ConfirmPage {...here} components={await componentsNow(deps)} asked={asked} />);
  });
  router.post('/subscribe/confirm/:token', async (request, response) => {
    const subscription = await confirmAsked(db, request.params.token, clock());
    const here = hereFor(request, response, subscription);
    if (!subscription) {
      refuse(response, here);
      return;
    }
    const components = await componentsNow(deps);
    sendPrivateHtml(response, <ConfirmedPage {...here} components={components} subscription={subscription} />);
  });
}

/** What a subscriber hears of, and in which language. */
function addManaging(router: Router, deps: MailDeps, facts: SiteFacts): void {
  const { db, subscriptions } = deps;
  const hereFor = belowFor(facts);
  const subscriptionOf = async (token: string) => {
    const named = subscriptions.readLink(token);
    return named?.kind === 'subscriber' ? readSubscription(db, named.id) : undefined;
  };
  router.get('/subscribe/manage/:token', async (request, response) => {
    const { token } = request.params;
    const subscription = await subscriptionOf(token);
    const here = hereFor(request, response, subscription);
    if (!subscription) {
      refuse(response, here);
      return;
    }
    const { languages } = mailLanguages(deps, here.site.say.tag);
    const shown = { ...here, token, components: await componentsNow(deps), languages, subscription };
    sendPrivateHtml(response, <ManagePage {...shown} />);
  });
  router.post('/subscribe/manage/:token', form, async (request, response) => {
    const { token } = request.params;
    const subscription = await subscriptionOf(token);
    if (!subscription) {
      refuse(response, hereFor(request, response));
      return;
    }
    const { languages } = mailLanguages(deps, subscription.language);
    const language = readLanguage(request.body, languages, subscription.language);
    const here = hereFor(request, response, { language });
    const { subscribe: say } = here.site.say;
    const components = await componentsNow(deps);
    const shown = { ...here, token, components, languages };
    const followed = readChoice(request.body, components, say);
    if ('fault' in followed) {
      const page = <ManagePage {...shown} subscription={{ ...subscription, language }} fault={followed.fault} />;
      sendPrivateHtml(response.status(422), page);
      return;
    }
    const changed = { components: followed.value, language };
    await changeSubscription(db, subscription.id, changed);
    sendPrivateHtml(
      response,
      <ManagePage {...shown} subscription={{ ...subscription, ...changed }} done={say.saved} />,
    );
  });
}

/** The way out of every mail, for subscribers and for contacts of customers (RFC 8058). */
function addUnsubscribing(router: Router, { db, subscriptions }: MailDeps, facts: SiteFacts): void {
  const ownOf = async (named: LinkedRecipient | undefined) =>
    named?.kind === 'subscriber' ? (await readSubscription(db, named.id))?.language : undefined;
  router.get('/unsubscribe/:token', async (request, response) => {
    const named = subscriptions.readLink(request.params.token);
    const site = siteFor(facts, request, response, await ownOf(named));
    if (!named) {
      refuse(response, { site, root: '../' });
      return;
    }
    sendPrivateHtml(response, <UnsubscribePage site={site} root="../" of={named.kind} />);
  });
  // RFC 8058 §3.2: mail programs post here without cookies, and follow no redirect
  router.post('/unsubscribe/:token', async (request, response) => {
    const named = subscriptions.readLink(request.params.token);
    const site = siteFor(facts, request, response, await ownOf(named));
    if (!named) {
      refuse(response, { site, root: '../' });
      return;
    }
    await (named.kind === 'subscriber' ? endSubscription(db, named.id) : declineOptional(db, named.id));
    sendPrivateHtml(response, <UnsubscribedPage site={site} root="../" of={named.kind} />);
  });
}

function refuse(response: Response, where: { readonly site: Site; readonly root: string }): void {
  sendPrivateHtml(response.status(404), <RefusedPage {...where} {...where.site.say.subscribe.over} />);
}
