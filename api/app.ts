import express, { type Express, type RequestHandler } from 'express';
import helmet from 'helmet';
import type { Logger } from 'pino';
import type { Measures } from '../activities/ports/measures';
import { feedOf } from '../channels/calendar/feed';
import { publicFeed } from '../channels/calendar/public-feed';
import { calendarSender } from '../channels/calendar/sender';
import { createMessageRenderer } from '../channels/email/content/render';
import { oneAtATime } from '../composition/metrics/one-at-a-time';
import { brandsOf, createBrandRenderer, perBrand } from '../composition/brands';
import { channelsToUndo } from '../composition/channels';
import { createAlertSources } from '../composition/silences';
import { type MailboxSettings } from '../composition/mailboxes';
import type { Config } from '../config/config';
import { brandAt, brandNames, brandOf, DEFAULT_BRAND, type Brand, type Brands } from '../domain/brands/brand';
import { brandOfOrganization } from '../store/inventory/brands';
import { USUAL_SIGNALS } from '../domain/window/authority';
import { readCalendarFeed } from '../store/public/calendar-feeds';
import type { Database } from '../store/database/database';
import { createCalendarFeedPage } from '../web/calendar/feed';
import { proofStyleSource } from '../web/proof/render';
import { createStatusPage } from '../web/status/router';
import type { HostLocks } from '../use-cases/answer-hosts';
import type { ExaminedExecutors } from '../use-cases/examine-executors';
import type { EachMinute } from '../use-cases/each-minute';
import type { WebhookSetup } from '../use-cases/manage-endpoints';
import { USUAL_WINDOW_RULES, type WindowRules } from '../use-cases/open-window';
import { TOKEN_DAYS } from '../use-cases/manage-tokens';
import { tellReachable } from '../use-cases/tell-reachable';
import type { Subscriptions } from '../use-cases/subscribe';
import { createActing } from './acting';
import { consoleOf, type SignIn } from './console';
import { portalOf, type PortalAccounts, type PortalSignIn } from './portal';
import { createBodyTime } from './http/body-time';
import { createErrorHandler, notFound } from './http/error-handler';
import { loggable } from './http/failures';
import { createInboundMail } from '../composition/inbound-mail';
import { createAddressHashes } from '../store/erasure/address-hash';
import { resuppress } from '../store/erasure/resuppress';
import { KEPT_BY_DEFAULT } from '../domain/retention/retention';
import { createRequestLog } from './http/logging';
import type { PresentSources } from '../composition/metrics/present';
import { createMetrics } from './http/metrics';
import { createOpenApi } from './http/openapi';
import type { Route } from './http/route';
import type { RateLimit } from './http/rate-limit';
import { createRouter, nameRoute } from './http/router';
import { acknowledgementRoutes } from './routes/acknowledgements/routes';
import { auditRoutes } from './routes/audit/routes';
import { blackoutRoutes } from './routes/blackouts/routes';
import { calendarFeedRoutes } from './routes/calendar-feeds/routes';
import { createCodecRouter } from './routes/codec/decode';
import { commandRoutes } from './routes/commands/routes';
import { configRoutes } from './routes/config/routes';
import { createDocsRoutes } from './routes/docs/routes';
import { doctorRoutes } from './routes/doctor/routes';
import { createHealthRoutes, readinessOf } from './routes/health/routes';
import { inboundRoutes } from './routes/inbound/routes';
import { inventoryRoutes } from './routes/inventory/routes';
import { keepingRoutes } from './routes/keeping/routes';
import { maintenanceRoutes } from './routes/maintenance/routes';
import { measureRoutes } from './routes/measures/routes';
import { messageRoutes } from './routes/messages/routes';
import { proofRoutes } from './routes/proof/routes';
import { reconcilingRoutes, type ReconcilingDependencies } from './routes/reconciling/routes';
import { reachRoutes } from './routes/reach/routes';
import { rehearsalRoutes } from './routes/rehearsal/routes';
import { reportRoutes } from './routes/reports/routes';
import { rulesRoutes } from './routes/rules/routes';
import { seriesRoutes } from './routes/series/routes';
import { templateRoutes } from './routes/templates/routes';
import { settingsRoutes } from './routes/settings/routes';
import { tokenRoutes } from './routes/tokens/routes';
import { webhookRoutes } from './routes/webhooks/routes';
import { workReportRoutes } from './routes/work-reports/routes';
import { openWindowRoute } from './routes/windows/open';
import { readWindowRoutes } from './routes/windows/read';
import type { SeriesClient } from '../temporal/series-client';
import { createDeviceRouter } from './routes/device/device';
import { createFleetLockRouter } from './routes/fleetlock/fleetlock';
import { createSlackRouter } from './routes/slack/interactivity';
import { versionRoutes } from './routes/version/routes';
import type { WindowsClient } from '../temporal/windows-client';
import type { WorkCarrier } from '../temporal/work-carrier';

export interface AppDependencies {
  readonly db: Database;
  /** Connections for streamed answers alone; those of `db` when left out. */
  readonly streamsDb?: Database | undefined;
  /** For the figures of metrics, so that those of a slow database hold no connection that requests need; `db` when left out. */
  readonly figuresDb?: Database | undefined;
  readonly windows: WindowsClient;
  readonly series: SeriesClient;
  /** Carries out what customers begin by themselves (S3). */
  readonly work: WorkCarrier;
  /** Has the preventive measures of a window looked at (E5); left out, that happens within a day. */
  readonly wakeMeasures?: Measures['wake'] | undefined;
  /** What the server says of every task queue, for /metrics; nothing is said of them when left out. */
  readonly queues?: PresentSources['queues'];
  /** Has the channels inside show what waits for somebody; left out, they do with their next look. */
  readonly wakeInside?: ((reference: string) => void) | undefined;
  /** Who carries out maintenance, for windows to name, and to be examined; undefined where none are configured. */
  readonly executors?: ExaminedExecutors | undefined;
  /** Executors whose hosts ask by themselves; there are none when left out. */
  readonly hosts?: HostLocks | undefined;
  readonly webhooks: WebhookSetup;
  /** The rules that windows are opened by (P6); the usual ones when left out. */
  readonly rules?: WindowRules | undefined;
  /** Repairs a window whose workflow and record disagree (T7). */
  readonly repair: ReconcilingDependencies['repair'];
  readonly config: Pick<
    Config,
    'publicUrl' | 'temporalUiUrl' | 'providerName' | 'approvals' | 'supportAddress' | 'mailFrom'
  > & {
    readonly temporalNamespace: string;
    /** Of each token; none when left out. */
    readonly rateLimit?: RateLimit | undefined;
    /** Lets a scraper read /metrics, besides tokens of staff. */
    readonly metricsToken?: string | undefined;
    /** How many proxies of ours stand in front and name the reader (X-Forwarded-For); none when left out. */
    readonly trustedProxies?: number | undefined;
    /** How long a body without a token may take (ms); see createBodyTime. */
    readonly bodyTimeMs?: number | undefined;
    /** How long a reader of a streamed answer may take nothing (ms); see sendStream. */
    readonly stallMs?: number | undefined;
  } & Partial<
      Pick<
        Config,
        | 'statuspage'
        | 'slack'
        | 'silences'
        | 'inboundAuthservId'
        | 'secretsKeys'
        | 'payloadKeys'
        | 'retention'
        | 'signals'
        | 'tokenDays'
        | 'inForce'
        | 'brands'
      >
    > &
    MailboxSettings;
  /** Mails to subscribers of the default page, or of a brand's by its name (P7); there are none when left out. */
  readonly subscriptions?: Subscriptions | ((brand: string) => Subscriptions | undefined) | undefined;
  /** Passes on what people write back; without it their messages are kept with their tasks alone. */
  readonly forwarding?: EachMinute | undefined;
  /** How people sign in (T9); without it there is no console. */
  readonly signIn?: SignIn | undefined;
  /** Aborted when the process stops: what is open without an end ends. */
  readonly stopping?: AbortSignal | undefined;
  /** How customers sign in by mail (T9); without it there is no portal. */
  readonly portal?: PortalSignIn | undefined;
  /** How they sign in with an account elsewhere, besides; only by mail when left out. */
  readonly portalAccounts?: PortalAccounts | undefined;
  readonly logger: Logger;
  /** UTC ms. */
  readonly clock: () => number;
}

/** Every operation of the API under /v1: what is served, permitted and documented comes from this one list. */
export function createRoutes(deps: AppDependencies): Route[] {
  const { db, windows, series, work, webhooks, repair, config, forwarding, logger, clock } = deps;
  const { publicUrl, temporalUiUrl, temporalNamespace, providerName } = config;
  const brands = brandsOf(config);
  const hashes = createAddressHashes(config.secretsKeys);
  const addresses = { publicUrl, temporalUiUrl, temporalNamespace, forOrganization: addressOf(db, brands) };
  const { signals = USUAL_SIGNALS } = config;
  const { rules = USUAL_WINDOW_RULES } = deps;
  const provider = { ...config, signals, channelsToUndo: channelsToUndo(config), rules };
  const executors = serving(deps.executors);
  const probes = (deps.executors?.probes ?? []).flatMap(({ name }) => (name === undefined ? [] : [name]));
  const renderer = createBrandRenderer(brands, (brand) =>
    createMessageRenderer({
      ...{ providerName: brand.providerName, publicUrl: brand.publicUrl, brand },
      hasPortal: deps.portal !== undefined,
    }),
  );
  const onLateFailure = (reference: string, error: unknown) =>
    logger.error(
      { window: reference, failure: loggable(error) },
      'open, but not yet in the read model; the window will write it',
    );
  const onUntold = (error: unknown) =>
    logger.error({ failure: loggable(error) }, 'customers who can be told again are told with the next comparison');
  const onUncalled = (error: unknown) =>
    logger.error({ failure: loggable(error) }, 'windows with nothing left to do hear so within a minute');
  const onLateSchedule = (id: string, error: unknown) =>
    logger.error({ series: id, failure: loggable(error) }, 'changed, but its schedule has not heard of it');
  return [
    openWindowRoute({ db, windows, executors, probes, addresses, onLateFailure, provider }),
    ...readWindowRoutes({ db, addresses, alertSources: createAlertSources(config.silences) }),
    ...proofRoutes({ db, brands, renderer }),
    ...rulesRoutes({ db, windows, rules, addresses }),
    ...rehearsalRoutes({ db, executors, probes, provider, renderer }),
    ...reportRoutes({ db, renderer }),
    ...templateRoutes({ db, providerName, policy: rules.policyAt(clock()) }),
    ...commandRoutes({ db, windows, executors, addresses }),
    ...maintenanceRoutes({ db, work, windows, asking: new Set(deps.hosts?.locks.keys()) }),
    ...blackoutRoutes({ db }),
    ...seriesRoutes({ db, series, executors, probes, onLateFailure: onLateSchedule, policy: rules.policyAt(clock()) }),
    ...inventoryRoutes({
      db,
      streamsDb: deps.streamsDb ?? db,
      onReachChanged: reachChanged(deps, onUntold),
      brands: brandNames(brands),
    }),
    ...settingsRoutes({ db, onReachChanged: reachChanged(deps, onUntold) }),
    ...reachRoutes({ db, windows, executors, wakeInside: deps.wakeInside }),
    ...measureRoutes({ db, wakeMeasures: deps.wakeMeasures }),
    ...keepingRoutes({ db, hashes, periods: config.retention ?? KEPT_BY_DEFAULT }),
    ...workReportRoutes({ db, windows, onUntold: onUncalled }),
    ...reconcilingRoutes({ db, repair }),
    ...auditRoutes({ db }),
    ...configRoutes({ inForce: config.inForce ?? [] }),
    ...doctorRoutes({ db, config, executors: deps.executors }),
    ...webhookRoutes({ db, webhooks }),
    ...calendarFeedRoutes({ db, brands }),
    ...acknowledgementRoutes({ db }),
    ...inboundRoutes({
      inbound: createInboundMail({ db, windows, config, forwarding, onAnswer: deps.wakeInside, logger, clock }),
    }),
    ...messageRoutes({ db }),
    ...tokenRoutes({ db, days: tokenDaysOf(deps) }),
    ...versionRoutes(),
  ];
}

/** How long a token is valid at most (days). */
const tokenDaysOf = ({ config: { tokenDays } }: Pick<AppDependencies, 'config'>) => tokenDays ?? TOKEN_DAYS;

/** The executors that windows may name. */
const serving = (examined: ExaminedExecutors | undefined) =>
  (examined?.executors ?? []).map(({ executor: { name }, kinds }) => ({ name, kinds }));

/** Who came into the inventory is held back where they bounced before they were erased (T6); others may be told again (N13). */
function reachChanged({ db, windows, config }: AppDependencies, onUntold: (error: unknown) => void) {
  const hashes = createAddressHashes(config.secretsKeys);
  return async () => {
    await resuppress(db, hashes).catch(onUntold);
    await tellReachable({ db, windows, onUntold });
  };
}

/** The HTTP application: the API under /v1, its documentation, probes and metrics, and the status page at the root. */
export function createApp(deps: AppDependencies): Express {
  const { db, windows, config, logger, clock, subscriptions } = deps;
  const brands = brandsOf(config);
  const routes = createRoutes(deps);
  const readiness = oneAtATime(() => readinessOf({ db, windows }));
  const isReady = async () => (await readiness()).ready;
  const metrics = createMetrics({ db: deps.figuresDb ?? db, queues: deps.queues, isReady, clock });
  const acts = createActing({ ...deps, executors: serving(deps.executors) });
  const app = express();
  app.set('trust proxy', config.trustedProxies ?? 0);
  app.use(createRequestLog(logger), metrics.observe, createBodyTime(config.bodyTimeMs), securityHeaders(brands));
  app.use(createHealthRoutes({ db, readiness, metrics, metricsToken: config.metricsToken }));
  app.use(forBrandAt(brands, (brand) => createDocsRoutes({ ...brand, openApi: () => createOpenApi(routes, brand) })));
  app.use(createRouter(routes, { db, clock, rateLimit: config.rateLimit, stallMs: config.stallMs }));
  app.use(createCodecRouter({ ...config, db, rateLimit: config.rateLimit, payloadKeys: config.payloadKeys }));
  app.use(createFleetLockRouter({ db, work: deps.work, hosts: deps.hosts, clock }));
  app.use(createSlackRouter({ db, windows, executors: serving(deps.executors), slack: config.slack, logger, clock }));
  app.use(
    '/calendar',
    (_request, response, next) => {
      nameRoute(response, '/calendar/{secret}.ics');
      next();
    },
    createCalendarFeedPage({ read: calendarReader(deps) }),
  );
  if (deps.signIn) app.use(createDeviceRouter({ db, clock, publicUrl: config.publicUrl, days: tokenDaysOf(deps) }));
  const consolePages = consoleOf(deps, routes);
  if (consolePages) app.use(consolePages);
  const portalPages = portalOf(deps, routes);
  if (portalPages) app.use(portalPages);
  app.use(
    forBrandAt(brands, (brand) => {
      const { id, providerName, publicUrl } = brand;
      const sender = calendarSender(brand);
      return createStatusPage({
        ...{ db, providerName, publicUrl, brand, clock },
        // an installation without brands has one page, which shows everything
        shows: brands.named.size === 0 ? undefined : id,
        subscriptions: subscriptionsOf(subscriptions, id),
        // mails to staff are the default brand's
        acts: id === DEFAULT_BRAND ? acts : undefined,
        hasPortal: portalPages !== undefined,
        calendar: (windows, name) => publicFeed(windows, sender, name),
      });
    }),
  );
  app.use(
    notFound,
    createErrorHandler(({ host }) => brandAt(brands, host).publicUrl),
  );
  return app;
}

/** Subscriptions of a brand's page; a plain value is that of the default one. */
function subscriptionsOf(given: AppDependencies['subscriptions'], brand: string): Subscriptions | undefined {
  if (typeof given === 'function') return given(brand);
  return brand === DEFAULT_BRAND ? given : undefined;
}

/** What serves the brand whose host a request names (P7). */
function forBrandAt(brands: Brands, make: (brand: Brand) => RequestHandler): RequestHandler {
  const handlerOf = perBrand(brands, make);
  return (request, response, next) => handlerOf(brandAt(brands, request.host).id)(request, response, next);
}

/** Where the customers of an organization reach the pages. */
function addressOf(db: Database, brands: Brands) {
  if (brands.named.size === 0) return undefined;
  return async (organizationId: string) => brandOf(brands, await brandOfOrganization(db, organizationId)).publicUrl;
}

/** A feed by its secret, as iCalendar. */
function calendarReader({ db, config, clock }: AppDependencies) {
  const senderOf = perBrand(brandsOf(config), calendarSender);
  return async (secret: string): Promise<string | undefined> => {
    const feed = await readCalendarFeed(db, secret, clock());
    return feed && feedOf(feed, senderOf(feed.brand));
  };
}

/** Those of the brand whose page it is (P7): the headers of one name no other. */
function securityHeaders(brands: Brands): RequestHandler {
  const headersOf = perBrand(brands, securityHeadersOf);
  return (request, response, next) => {
    headersOf(brandAt(brands, request.host).id)(request, response, next);
  };
}

/** Pages load from here alone, run no inline script and are framed by nobody. */
function securityHeadersOf({ logo }: Brand): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'none'"],
        'script-src': ["'self'"],
        // the proof is one file, with its style sheet in it
        'style-src': ["'self'", proofStyleSource()],
        'connect-src': ["'self'"],
        'img-src': ["'self'", 'data:', ...(logo && 'href' in logo ? [new URL(logo.href).origin] : [])],
        'form-action': ["'self'"],
        'base-uri': ["'none'"],
        'frame-ancestors': ["'none'"],
      },
    },
  });
}
