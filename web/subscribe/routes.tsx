import { urlencoded, type RequestHandler, type Response, type Router } from 'express';
import { rateLimit } from 'express-rate-limit';
import type { JSX } from 'preact';
import { MINUTE } from '../../domain/shared/time';
import {
  askToSubscribe,
  changeSubscription,
  confirmAsked,
  declineOptional,
  endSubscription,
  readAsked,
  readSubscription,
} from '../../store/public/page-subscribers';
import { readPublicPage } from '../../store/public/public-page';
import type { Site } from '../site/site';
import { sendHtml, sendPrivateHtml } from '../status/http-answers';
import { componentsOf, type Component } from '../status/components';
import type { StatusPageDeps } from '../status/router';
import type { Subscriptions } from '../../use-cases/subscribe';
import { readAddress, readChoice } from './form';
import {
  AskedPage,
  ConfirmedPage,
  ConfirmPage,
  ManagePage,
  RefusedPage,
  SubscribePage,
  UnsubscribedPage,
  UnsubscribePage,
  type Refused,
} from './pages';

/** One household or office may ask so often; whoever needs more waits. */
const LIMIT = { requests: 10, windowMs: 10 * MINUTE };

const OVER: Refused = {
  title: 'This link is not good any more',
  text: 'It was used up, has run out, or was cut off on its way.',
};

/** `/subscribe`, and what the links in mails lead to (C2, RFC 8058). */
export function addSubscribeRoutes(router: Router, deps: StatusPageDeps, site: Site): void {
  router.get('/subscribe', async (_request, response) => {
    const components = await componentsNow(deps);
    const byMail = deps.subscriptions !== undefined;
    sendHtml(response, <SubscribePage site={site} root="./" components={components} byMail={byMail} />);
  });
  if (deps.subscriptions) addMailRoutes(router, { ...deps, subscriptions: deps.subscriptions }, site);
}

interface MailDeps extends StatusPageDeps {
  readonly subscriptions: Subscriptions;
}

function addMailRoutes(router: Router, deps: MailDeps, site: Site): void {
  const { db, clock, subscriptions } = deps;
  const form = urlencoded({ extended: false, limit: '32kb', parameterLimit: 1_000 });
  const here = { site, root: './' };
  const below = { site, root: '../../' };

  router.post('/subscribe', limited(subscriptions, site), form, async (request, response) => {
    const components = await componentsNow(deps);
    const address = readAddress(request.body);
    const followed = readChoice(request.body, components);
    if ('fault' in address || 'fault' in followed) {
      const fault = 'fault' in address ? address.fault : 'fault' in followed ? followed.fault : '';
      const kept = 'fault' in address ? {} : { address: address.value };
      const page = <SubscribePage {...here} components={components} byMail fault={fault} {...kept} />;
      sendPrivateHtml(response.status(422), page);
      return;
    }
    const asked = { address: address.value, components: followed.value };
    const token = await askToSubscribe(db, asked, clock());
    if (token !== undefined) subscriptions.sendConfirmation({ address: asked.address, token });
    // the same whether the address is new, known, or gets no mail: nobody learns who subscribes
    sendPrivateHtml(response, <AskedPage {...here} />);
  });

  router.get('/subscribe/confirm/:token', async (request, response) => {
    const asked = await readAsked(db, request.params.token, clock());
    if (!asked) {
      refuse(response, below);
      return;
    }
    sendPrivateHtml(response, <ConfirmPage {...below} components={await componentsNow(deps)} asked={asked} />);
  });
  router.post('/subscribe/confirm/:token', async (request, response) => {
    const subscription = await confirmAsked(db, request.params.token, clock());
    if (!subscription) {
      refuse(response, below);
      return;
    }
    const components = await componentsNow(deps);
    sendPrivateHtml(response, <ConfirmedPage {...below} components={components} subscription={subscription} />);
  });

  const subscriptionOf = async (token: string) => {
    const named = subscriptions.readLink(token);
    return named?.kind === 'subscriber' ? readSubscription(db, named.id) : undefined;
  };
  router.get('/subscribe/manage/:token', async (request, response) => {
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
    const subscription = await subscriptionOf(request.params.token);
    if (!subscription) {
      refuse(response, below);
      return;
    }
    const components = await componentsNow(deps);
    const followed = readChoice(request.body, components);
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
        done="Saved."
      />,
    );
  });

  router.get('/unsubscribe/:token', (request, response) => {
    const named = subscriptions.readLink(request.params.token);
    if (!named) {
      refuse(response, { site, root: '../' });
      return;
    }
    sendPrivateHtml(response, <UnsubscribePage site={site} root="../" of={named.kind} />);
  });
  // RFC 8058 §3.2: mail programs post here without cookies, and follow no redirect
  router.post('/unsubscribe/:token', async (request, response) => {
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
  sendPrivateHtml(response.status(404), <RefusedPage {...where} {...OVER} />);
}

/** Counted in this process alone: several API processes let through so many each. */
function limited({ limit = LIMIT }: Subscriptions, site: Site): RequestHandler {
  const page: JSX.Element = (
    <RefusedPage
      {...{ site, root: './' }}
      title="Too many requests"
      text={`More than ${String(limit.requests)} requests to subscribe came from your network in ${String(limit.windowMs / MINUTE)} minutes. Nothing was done; wait a little.`}
    />
  );
  return rateLimit({
    limit: limit.requests,
    windowMs: limit.windowMs,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    // which proxies may name the reader is the operator's to say (FOREWARN_TRUSTED_PROXIES)
    validate: { xForwardedForHeader: false },
    handler: (_request, response) => sendPrivateHtml(response.status(429), page),
  });
}

function componentsNow({ db }: StatusPageDeps): Promise<Component[]> {
  return readPublicPage(db, async (page) => componentsOf(await page.locations(), []));
}
