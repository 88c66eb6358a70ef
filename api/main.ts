import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { sql } from 'kysely';
import pino, { type Logger } from 'pino';
import type { MailTransport } from '../activities/ports/mail';
import { readConfig, type Config } from '../config/config';
import { openDatabase, type Database } from '../store/database/database';
import { calendarSender } from '../channels/calendar/sender';
import { channelsInUse } from '../composition/channels';
import { createInboundMail } from '../composition/inbound-mail';
import { startInboundSmtp, type InboundSmtp } from './inbound-smtp/inbound-smtp';
import { executorsToExamine, hostLocksOf } from '../composition/executors';
import { loadConfiguredRules } from '../composition/rules';
import { createReconciling } from '../composition/reconciling';
import { createConfiguredWebhooks } from '../composition/webhooks';
import { createMailTransport } from '../composition/mail-transport';
import { createPortalAccounts, createSignIn } from '../composition/sign-in';
import { PORTAL_CALLBACK } from '../web/portal/openid-routes';
import { CALLBACK } from '../web/sign-in/routes';
import { createApp } from './app';
import { createSeriesClient } from '../temporal/series-client';
import { repairWindow } from '../use-cases/repair-window';
import { checkBrands, createLetterSenders, perBrand } from '../composition/brands';
import { allMailboxes, mailboxesOf } from '../composition/mailboxes';
import type { EachMinute } from '../use-cases/each-minute';
import { createForwarding } from '../use-cases/forward-messages';
import { actUrl } from '../channels/email/content/act-links';
import { linkEnds } from '../domain/acting/acts';
import { createActLinks } from '../store/access/act-links';
import { createObjectionMails } from '../use-cases/mail-about-objections';
import { finishMoves } from '../use-cases/finish-moves';
import { createHandover } from '../use-cases/hand-over-claims';
import { createSignInByMail } from '../use-cases/sign-in-by-mail';
import { createSubscriptions } from '../use-cases/subscribe';
import { dataConverterFor } from '../temporal/payloads/data-converter';
import { openTemporalConnection, type TemporalAccess } from '../temporal/connection';
import { createQueueCensus } from '../temporal/task-queues';
import { createChannelWaker } from '../temporal/wake-channels';
import { createMeasuresWaker } from '../temporal/wake-measures';
import { createWindowsClient, type WindowsClient } from '../temporal/windows-client';
import { createWorkCarrier } from '../temporal/work-carrier';

/** Requests under way may take this long after the signal to stop (ms). */
const GRACE = 10_000;

/** Headers come before anybody is known (ms); for bodies without a token see createBodyTime. */
const LONGEST_HEADERS = 30_000;

/** Connections to the database for streamed answers: they are slow by nature, and wait for each other alone. */
const STREAM_CONNECTIONS = 2;
/** Figures for metrics are read beside each other, two at a time. */
const FIGURE_CONNECTIONS = 2;

/** A large inventory may take so long to arrive (ms). */
const LONGEST_REQUEST = 15 * 60_000;

/** The API process: serves until SIGTERM or SIGINT, then finishes what is under way. */
async function main(): Promise<void> {
  const config = readConfig();
  const rules = await loadConfiguredRules(config.rules);
  const logger = pino({ name: 'api', level: config.logLevel });
  const db = openDatabase(config.databaseUrl);
  const streamsDb = openDatabase(config.databaseUrl, { poolSize: STREAM_CONNECTIONS });
  const figuresDb = openDatabase(config.databaseUrl, { poolSize: FIGURE_CONNECTIONS });
  await checkDatabase(db, config);
  await checkBrands(db, config.brands);
  const { connection, namespace, address } = openTemporalConnection();
  // confirmations and what is passed on to support need one connection
  const mail = createMailTransport({ ...config, smtpConnections: 1 });
  const subscriptions = offerSubscriptions(db, mail, config, logger);
  const forwarding = offerForwarding(db, mail, config, logger);
  const temporal = { connection, namespace, dataConverter: dataConverterFor(config.payloadKeys) };
  const windows = createWindowsClient(temporal, config.signIn && config.publicUrl);
  const work = createWorkCarrier(temporal);
  const wakeInside = createInsideWaker({ db, temporal }, config, logger);
  const stopping = new AbortController();
  const app = createApp({
    db,
    stopping: stopping.signal,
    streamsDb,
    figuresDb,
    windows,
    webhooks: createConfiguredWebhooks(db, config),
    series: createSeriesClient(temporal),
    work,
    wakeMeasures: createMeasuresWaker(temporal).wake,
    wakeInside,
    queues: createQueueCensus(temporal),
    executors: executorsToExamine(config, temporal),
    hosts: hostLocksOf(config, temporal),
    rules,
    repair: (request) => repairWindow(createReconciling(db, temporal, config), request),
    config: { ...config, temporalNamespace: namespace },
    subscriptions,
    forwarding,
    signIn: createSignIn(config, CALLBACK, Date.now),
    portal: offerPortal(db, mail, config, logger),
    portalAccounts: createPortalAccounts(config, PORTAL_CALLBACK, Date.now),
    logger,
    clock: Date.now,
  });
  const server = createServer({ requestTimeout: LONGEST_REQUEST, headersTimeout: LONGEST_HEADERS }, app);
  await listen(server, config);
  const smtp = await listenForMail({ db, windows, forwarding, wakeInside }, config, logger);
  const stopForwarding = forwarding.start();
  const stopObjectionMails = offerObjectionMails(db, mail, config, logger).start();
  const stopMoving = finishMoves({ db, windows, logger, clock: Date.now }).start();
  const stopHandingOver = createHandover({ db, work, windows, logger, clock: Date.now }).start();
  logger.info({ address: server.address(), temporal: address, namespace }, 'listening');
  process.send?.('ready');

  const signal = await stopSignal();
  logger.info({ signal }, 'stopping');
  stopping.abort();
  await close(server);
  await smtp?.close();
  stopForwarding();
  stopObjectionMails();
  stopHandingOver();
  stopMoving();
  mail.close();
  await connection.close();
  await Promise.all([db, streamsDb, figuresDb].map((pool) => pool.destroy()));
}

/** Subscribing to the page by mail, when there is a key to sign its links with. */
function offerSubscriptions(db: Database, mail: MailTransport, config: Config, logger: Logger) {
  const { secretsKeys: keys } = config;
  if (!keys) return undefined;
  const senderOf = createLetterSenders(config.brands);
  return perBrand(config.brands, ({ id: brand }) =>
    createSubscriptions({ db, mail, keys, brand, sender: senderOf(brand), logger, clock: Date.now }),
  );
}

/** Customers sign in by a link in a mail, where that is configured (T9). */
function offerPortal(db: Database, mail: MailTransport, config: Config, logger: Logger) {
  if (config.portal === 'off') return undefined;
  const senderOf = createLetterSenders(config.brands);
  return perBrand(config.brands, (brand) =>
    createSignInByMail({
      ...{ db, mail, brand, sender: senderOf(brand.id), logger, clock: Date.now },
      shows: config.brands.named.size === 0 ? undefined : brand.id,
    }),
  );
}

/** Passing on what people write back, and a word to the log where nobody is known to read it (N15). */
function offerForwarding(db: Database, mail: MailTransport, config: Config, logger: Logger): EachMinute {
  const { readBy } = mailboxesOf(config);
  if (readBy === 'unsaid')
    logger.warn('nobody said who reads answers to mails: `forewarn doctor mail` tells what to set');
  const senderOf = perBrand(config.brands, (brand) => {
    const { support } = mailboxesOf({ ...brand, inboundSmtpPort: config.inboundSmtpPort });
    return { sender: support === undefined ? undefined : { support, messageDomain: calendarSender(brand).domain } };
  });
  return createForwarding({ db, mail, senderFor: (brand) => senderOf(brand).sender, logger, clock: Date.now });
}

/** Reminders of objections, and their refusals (S9), and word of what customers write (N15). */
function offerObjectionMails(db: Database, mail: MailTransport, config: Config, logger: Logger) {
  const { publicUrl, secretsKeys } = config;
  const links = secretsKeys && createActLinks(secretsKeys);
  const senderFor = createLetterSenders(config.brands);
  return createObjectionMails({
    ...{ db, mail, senderFor, logger, clock: Date.now },
    tickUrl: ({ taskId: task, reference, recipient, dueFor, to }) => {
      const act = { act: 'tick', reference, revision: 0, expiresAt: linkEnds({ now: dueFor }), task } as const;
      const token = links?.tokenFor(act, { recipient, address: to.address });
      return token === undefined ? undefined : actUrl(publicUrl, token);
    },
    ...(config.portal === 'off' ? {} : { portalAt: (brand) => senderFor(brand).publicUrl }),
  });
}

/** Has Slack show what waits for somebody (S9, N15); where that fails, it does with its next look. */
function createInsideWaker(
  { db, temporal }: { db: Database; temporal: TemporalAccess },
  config: Config,
  logger: Logger,
): (reference: string) => void {
  const waker = createChannelWaker(temporal, () => channelsInUse(db, config));
  return (reference) => {
    waker.wake(reference, ['slack']).catch((error: unknown) => {
      logger.warn({ window: reference, failure: codeOf(error) }, 'Slack shows what waits with its next look');
    });
  };
}

/** The SMTP listener for bounces and answers, when one is configured. */
async function listenForMail(
  {
    db,
    windows,
    forwarding,
    wakeInside,
  }: { db: Database; windows: WindowsClient; forwarding: EachMinute; wakeInside: (reference: string) => void },
  config: Config,
  logger: Logger,
): Promise<InboundSmtp | undefined> {
  const { inboundSmtpPort: port, inboundSmtpHost: host } = config;
  if (port === undefined) return undefined;
  const inbound = createInboundMail({
    ...{ db, windows, config, forwarding, onAnswer: wakeInside, logger, clock: Date.now },
  });
  const { own: mailboxes, returnMailboxes: returnMailbox } = allMailboxes(config.brands, port);
  const smtp = await startInboundSmtp({ inbound, host, port, mailboxes, returnMailbox, logger }).catch(
    (error: unknown) => {
      throw new Error(
        `Cannot listen for mail on ${host}:${String(port)} (${codeOf(error)}). Check FOREWARN_INBOUND_SMTP_HOST and FOREWARN_INBOUND_SMTP_PORT.`,
        { cause: error },
      );
    },
  );
  logger.info({ port: smtp.port }, 'listening for mail');
  return smtp;
}

async function checkDatabase(db: Database, { databaseUrl }: Config): Promise<void> {
  try {
    await sql`select from windows limit 0`.execute(db);
  } catch (error) {
    const { hostname, port, pathname } = new URL(databaseUrl);
    const where = `${hostname}:${port || '5432'}${pathname}`;
    const why = error instanceof Error && error.message !== '' ? error.message : codeOf(error);
    throw new Error(
      codeOf(error) === '42P01'
        ? `The database at ${where} has no tables yet: run the migrations first.`
        : `The database at ${where} cannot be used (${why}). Start it, or correct DATABASE_URL.`,
      { cause: error },
    );
  }
}

async function listen(server: Server, { httpHost, httpPort }: Config): Promise<void> {
  try {
    server.listen(httpPort, httpHost);
    await once(server, 'listening');
  } catch (error) {
    const where = `${httpHost}:${String(httpPort)}`;
    if (codeOf(error) === 'EADDRINUSE') {
      throw new Error(`${where} is in use by another program. End it, or set FOREWARN_HTTP_PORT to a free port.`, {
        cause: error,
      });
    }
    throw new Error(`Cannot listen on ${where} (${codeOf(error)}). Check FOREWARN_HTTP_HOST and FOREWARN_HTTP_PORT.`, {
      cause: error,
    });
  }
}

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unknown';
}

function stopSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, resolve);
  });
}

/** No new connections; idle ones are closed at once, busy ones when they have answered or the grace is over. */
async function close(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  const timer = setTimeout(() => server.closeAllConnections(), GRACE);
  await closed;
  clearTimeout(timer);
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`api: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
