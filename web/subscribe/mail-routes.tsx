import { urlencoded, type Request, type Response, type Router } from 'express';
import {
  askToSubscribe,
  changeSubscription,
  confirmAsked,
  declineOptional,
  endSubscription,
  readAsked,
  readSubscription,
} from '../../store/public/page-subscribers';
import type { Subscriptions } from '../../use-cases/subscribe';
import { siteFor, type Site, type SiteFacts } from '../site/site';
import { sendPrivateHtml } from '../status/http-answers';
import type { StatusPageDeps } from '../status/router';
import { componentsNow } from './components-now';
import { readAddress, readChoice } from './form';
import { limited } from './limited';
import { ownOriginOnly } from './own-origin';
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
  router.post(
    '/subscribe',
    ownOriginOnly(deps.publicUrl, facts),
    limited(deps, facts),
    form,
    async (request, response) => {
      const here = { site: siteFor(facts, request, response), root: './' };
      const { subscribe: say } = here.site.say;
      const components = await componentsNow(deps);
      const address = readAddress(request.body, say);
      const followed = readChoice(request.body, components, say);
      if ('fault' in address || 'fault' in followed) {
        const fault = 'fault' in address ? address.fault : 'fault' in followed ? followed.fault : '';
        const kept = 'fault' in address ? {} : { address: address.value };
        const page = <SubscribePage {...here} components={components} byMail fault={fault} {...kept} />;
        sendPrivateHtml(response.status(422), page, 'same-origin');
        return;
      }
      const asked = { address: address.value, components: followed.value, brand: shows };
      await subscriptions.holdBack(asked.address);
      const token = await askToSubscribe(db, asked, clock());
      if (token !== undefined) {
        subscriptions.sendConfirmation({ address: asked.address, token, ...chosenIn(here.site) });
      }
      // the same whether the address is new, known, or gets no mail: nobody learns who subscribes
      sendPrivateHtml(response, <AskedPage {...here} />);
    },
  );
}

/** The link in that mail. Reading it changes nothing, because mail programs open links by themselves. */
function addConfirming(router: Router, deps: MailDeps, facts: SiteFacts): void {
  const { db, clock } = deps;
  const belowFor = (request: Request, response: Response) => ({
    site: siteFor(facts, request, response),
    root: '../../',
  });
  router.get('/subscribe/confirm/:token', async (request, response) => {
    const below = belowFor(request, response);
    const asked = await readAsked(db, request.params.token, clock());
    if (!asked) {
      refuse(response, below);
      return;
    }
    sendPrivateHtml(response, <ConfirmPage {...below} components={await componentsNow(deps)} asked={asked} />);
  });
  router.post('/subscribe/confirm/:token', async (request, response) => {
    const below = belowFor(request, response);
    const subscription = await confirmAsked(db, request.params.token, clock());
    if (!subscription) {
      refuse(response, below);
      return;
    }
    const components = await componentsNow(deps);
    sendPrivateHtml(response, <ConfirmedPage {...below} components={components} subscription={subscription} />);
  });
}

/** What a subscriber hears of. */
function addManaging(router: Router, deps: MailDeps, facts: SiteFacts): void {
  const { db, subscriptions } = deps;
  const belowFor = (request: Request, response: Response) => ({
    site: siteFor(facts, request, response),
    root: '../../',
  });
  const subscriptionOf = async (token: string) => {
    const named = subscriptions.readLink(token);
    return named?.kind === 'subscriber' ? readSubscription(db, named.id) : undefined;
  };
  router.get('/subscribe/manage/:token', async (request, response) => {
    const below = belowFor(request, response);
    const subscription = await subscriptionOf(request.params.token);
    if (!subscription) {
      refuse(response, below);
      return;
    }
    const components = await componentsNow(deps);
    sendPrivateHtml(
      response,
      <ManagePage {...below} token={request.params.token} components={components} subscription={subscription} />,
    );
  });
  router.post('/subscribe/manage/:token', form, async (request, response) => {
    const below = belowFor(request, response);
    const subscription = await subscriptionOf(request.params.token);
    if (!subscription) {
      refuse(response, below);
      return;
    }
    const components = await componentsNow(deps);
    const followed = readChoice(request.body, components, below.site.say.subscribe);
    if ('fault' in followed) {
      const page = (
        <ManagePage
          {...below}
          token={request.params.token}
          components={components}
          subscription={subscription}
          fault={followed.fault}
        />
      );
      sendPrivateHtml(response.status(422), page);
      return;
    }
    await changeSubscription(db, subscription.id, followed.value);
    const changed = { ...subscription, components: followed.value };
    sendPrivateHtml(
      response,
      <ManagePage
        {...below}
        token={request.params.token}
        components={components}
        subscription={changed}
        done={below.site.say.subscribe.saved}
      />,
    );
  });
}

/** The way out of every mail, for subscribers and for contacts of customers (RFC 8058). */
function addUnsubscribing(router: Router, { db, subscriptions }: MailDeps, facts: SiteFacts): void {
  router.get('/unsubscribe/:token', (request, response) => {
    const site = siteFor(facts, request, response);
    const named = subscriptions.readLink(request.params.token);
    if (!named) {
      refuse(response, { site, root: '../' });
      return;
    }
    sendPrivateHtml(response, <UnsubscribePage site={site} root="../" of={named.kind} />);
  });
  // RFC 8058 §3.2: mail programs post here without cookies, and follow no redirect
  router.post('/unsubscribe/:token', async (request, response) => {
    const site = siteFor(facts, request, response);
    const named = subscriptions.readLink(request.params.token);
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

/** English is what a mail is in by itself. */
function chosenIn({ say }: Site): { readonly locale?: string } {
  return say.tag === 'en' ? {} : { locale: say.tag };
}
