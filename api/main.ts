import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { sql } from 'kysely';
import pino, { type Logger } from 'pino';
import { parseSender } from '../channels/email/transport/smtp-url';
import { readConfig, type Config } from '../config/config';
import { openDatabase, type Database } from '../store/database/database';
import { calendarSender } from '../channels/calendar/sender';
import { createInboundDoor } from '../composition/inbound-mail';
import { startInboundSmtp, type InboundSmtp } from './inbound-smtp/inbound-smtp';
import { createReconciling } from '../composition/reconciling';
import { createConfiguredWebhooks } from '../composition/webhooks';
import { createMailTransport } from '../composition/mail-transport';
import { createApp } from './app';
import { createSeriesClient } from '../temporal/series-client';
import { repairWindow } from '../use-cases/repair-window';
import { createSubscriptions } from '../use-cases/subscribe';
import { openTemporalConnection } from '../temporal/connection';
import { addressKey } from '../domain/delivery/address-form';
import { createWindowsClient, type WindowsClient } from '../temporal/windows-client';

/** Requests under way may take this long after the signal to stop (ms). */
const GRACE = 10_000;

/** A large inventory may take so long to arrive (ms). */
const LONGEST_REQUEST = 15 * 60_000;

/** The API process: serves until SIGTERM or SIGINT, then finishes what is under way. */
async function main(): Promise<void> {
  const config = readConfig();
  const logger = pino({ name: 'api', level: config.logLevel });
  const db = openDatabase(config.databaseUrl);
  await checkDatabase(db, config);
  const { connection, namespace, address } = openTemporalConnection();
  const subscribing = offerSubscriptions(db, config, logger);
  const windows = createWindowsClient({ connection, namespace });
  const app = createApp({
    db,
    windows,
    webhooks: createConfiguredWebhooks(db, config),
    series: createSeriesClient({ connection, namespace }),
    repair: (request) => repairWindow(createReconciling(db, { connection, namespace }, config), request),
    config: { ...config, temporalNamespace: namespace },
    subscriptions: subscribing?.subscriptions,
    logger,
    clock: Date.now,
  });
  const server = createServer({ requestTimeout: LONGEST_REQUEST }, app);
  await listen(server, config);
  const smtp = await listenForMail({ db, windows }, config, logger);
  logger.info({ address: server.address(), temporal: address, namespace }, 'listening');
  process.send?.('ready');

  const signal = await stopSignal();
  logger.info({ signal }, 'stopping');
  await close(server);
  await smtp?.close();
  subscribing?.mail.close();
  await connection.close();
  await db.destroy();
}

/** Subscribing to the page by mail, when there is a key to sign its links with. Confirmations need one connection. */
function offerSubscriptions(db: Database, config: Config, logger: Logger) {
  const { secretsKeys: keys, providerName, publicUrl } = config;
  if (!keys) return undefined;
  const mail = createMailTransport({ ...config, smtpConnections: 1 });
  const sender = { providerName, publicUrl, messageDomain: calendarSender(config).domain };
  return { mail, subscriptions: createSubscriptions({ db, mail, keys, sender, logger, clock: Date.now }) };
}

/** The SMTP listener for bounces and answers, when one is configured. */
async function listenForMail(
  { db, windows }: { db: Database; windows: WindowsClient },
  config: Config,
  logger: Logger,
): Promise<InboundSmtp | undefined> {
  const { inboundSmtpPort: port, inboundSmtpHost: host } = config;
  if (port === undefined) return undefined;
  const sender = calendarSender(config);
  const inbound = createInboundDoor({ db, windows, sender, config, logger, clock: Date.now });
  const mailboxes = [parseSender(config.mailFrom).address, sender.organizer.address].map(addressKey);
  const smtp = await startInboundSmtp({
    inbound,
    host,
    port,
    mailboxes,
    returnMailbox: config.returnMailbox,
    logger,
  }).catch((error: unknown) => {
    throw new Error(
      `Cannot listen for mail on ${host}:${String(port)} (${codeOf(error)}). Check FOREWARN_INBOUND_SMTP_HOST and FOREWARN_INBOUND_SMTP_PORT.`,
      { cause: error },
    );
  });
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
