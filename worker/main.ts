import { NativeConnection, Runtime, makeTelemetryFilterString, DefaultLogger } from '@temporalio/worker';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import pino, { type Logger } from 'pino';
import { scheduleOwnWork } from '../temporal/own-schedules';
import { createWindowsClient, type WindowsClient } from '../temporal/windows-client';
import { calendarSender } from '../channels/calendar/sender';
import { createMessageRenderer } from '../channels/email/content/render';
import { configuredMarks } from '../composition/delivery-marks';
import { readConfig, type Config } from '../config/config';
import type { MailTransport } from '../activities/ports/mail';
import type { OwnerNotices } from '../activities/ports/webhooks';
import type { Brand } from '../domain/brands/brand';
import { createSeriesNights } from '../use-cases/open-nights';
import { openDatabase, type Database } from '../store/database/database';
import { createLedger } from '../store/ledger/ledger';
import { createActLinks } from '../store/access/act-links';
import { createRecipientLinks } from '../store/access/recipient-links';
import { createTimeline } from '../store/windows/timeline';
import { createWorkList } from '../store/work/work';
import { phaseOf } from '../store/windows/windows';
import { dataConverterFor } from '../temporal/payloads/data-converter';
import { createExecutorJobs } from '../temporal/executor-jobs';
import { createChannelWaker } from '../temporal/wake-channels';
import { createMeasuresWaker } from '../temporal/wake-measures';
import type { Ports } from '../activities/ports';
import { BUNDLE_PATH } from './bundle';
import { channelsInUse, channelsToUndo, createChannels } from '../composition/channels';
import {
  brandDomains,
  BrandsMissing,
  checkBrands,
  createBrandRenderer,
  createLetterSenders,
} from '../composition/brands';
import { createMailTransport } from '../composition/mail-transport';
import { mailboxesOf } from '../composition/mailboxes';
import { affordableConnections } from '../composition/open-files';
import { createExecutors, namedProbes, servingExecutors } from '../composition/executors';
import { createReconciling } from '../composition/reconciling';
import { loadConfiguredRules } from '../composition/rules';
import { createAddressHashes } from '../store/erasure/address-hash';
import { applyRetention } from '../use-cases/apply-retention';
import { reconcileWindows } from '../use-cases/reconcile-windows';
import { tellReachable } from '../use-cases/tell-reachable';
import { createMeasures } from '../use-cases/follow-measures';
import { createOwnerNotices } from '../use-cases/tell-endpoint-owner';
import { createWorkers, type WorkerSetting } from './create-workers';
import { progressLine } from './progress-line';
import { beSeen } from './seen/be-seen';
import { offerSdkMetrics, type SdkMetrics } from './seen/sdk-metrics';

/** The worker process: runs windows and sends their notices until it is stopped. */
async function main(): Promise<void> {
  const config = readConfig();
  const rules = await loadConfiguredRules(config.rules);
  const log = pino({ name: 'worker', level: config.logLevel });
  const sdkMetrics = config.workerHttpPort === undefined ? undefined : await offerSdkMetrics();
  installRuntime(log, sdkMetrics?.options);
  const db = openDatabase(config.databaseUrl);
  await checkBrands(db, config.brands).catch((error: unknown) => {
    if (error instanceof BrandsMissing) throw error;
    // a worker waits for its database
    log.warn('the brands of organizations could not be compared with the file of rules');
  });
  const mail = createMailTransport({ ...config, smtpConnections: connectionsFor(config, log) });
  const { idKey } = configuredMarks(config);
  const { connectionOptions, namespace = 'default' } = loadClientConnectConfig();
  const connection = await NativeConnection.connect(connectionOptions).catch((error: unknown) => {
    const { address = 'localhost:7233' } = connectionOptions;
    throw new Error(
      `Temporal does not answer at ${address} (${error instanceof Error ? error.message : String(error)}). Start it, or correct TEMPORAL_ADDRESS.`,
    );
  });
  const temporal = { connection, namespace, dataConverter: dataConverterFor(config.payloadKeys) };
  const windows = createWindowsClient(temporal, config.signIn && config.publicUrl);
  const measures = createMeasures({
    ...{ db, mail, logger: log, waker: createMeasuresWaker(temporal) },
    sender: { providerName: config.providerName, messageDomain: domainOf(config.mailFrom) },
  });
  const setting: WorkerSetting = {
    ...temporal,
    workflowBundle: { codePath: BUNDLE_PATH },
    ports: {
      timeline: createTimeline(db),
      ledger: createLedger(db, {
        messageDomain: domainOf(config.mailFrom),
        brandDomains: brandDomains(config.brands),
        idKey,
      }),
      series: createSeriesNights({
        db,
        windows,
        executors: servingExecutors(config.executors),
        probes: namedProbes(config.executors),
        clock: Date.now,
        provider: { ...config, channelsToUndo: channelsToUndo(config), rules },
        onLateFailure: (reference) =>
          log.error({ window: reference }, 'open, but not yet in the read model; the window will write it'),
      }),
      keeping: retention(db, config, log),
      measures,
      reconciling: comparison({ db, windows, temporal, measures }, config, log),
      work: createWorkList(db),
      executors: createExecutors(config.executors, {
        jobs: createExecutorJobs(temporal),
        publicUrl: config.publicUrl,
      }),
      mail,
      renderer: createBrandRenderer(config.brands, (brand) => rendererOf(brand, config)),
      onProgress(progress) {
        const line = progressLine(progress);
        // lines marked "notable" appear on the terminal of npm start
        if (line !== undefined) log.info({ notable: true }, line);
      },
      channels: createChannels({ db, config, owners: ownerNotices(db, mail, config, log) }),
      channelWaker: createChannelWaker(temporal, () => channelsInUse(db, config)),
      windowPhase: (reference) => phaseOf(db, reference),
    },
  };
  const workers = await createWorkers(setting, config.workerRoles);
  await scheduleOwnWork(temporal);
  const seen = sdkMetrics && (await beSeen({ temporal, windows, workers, sdkMetrics: sdkMetrics.read }, config, log));
  log.info({ namespace, queues: workers.map((worker) => worker.options.taskQueue) }, 'working');
  process.send?.('ready');
  try {
    // the runtime turns SIGTERM and SIGINT into an orderly shutdown of both
    await Promise.all(workers.map((worker) => worker.run()));
  } finally {
    await seen?.close();
    await connection.close();
    mail.close();
    await db.destroy();
  }
}

/** As many connections to the mail server as are configured, or as the process can have. */
function connectionsFor({ smtpConnections }: Config, log: Logger): number {
  const most = affordableConnections();
  if (smtpConnections > most) {
    const told = { configured: smtpConnections, used: most };
    log.warn(told, 'fewer connections to the mail server than configured: raise the limit of open files (ulimit -n)');
  }
  return Math.min(smtpConnections, most);
}

/** Temporal's own words go to our log. */
function installRuntime(log: Logger, metrics: SdkMetrics['options'] = {}): void {
  Runtime.install({
    logger: new DefaultLogger('WARN', ({ level, message, meta }) => {
      // the delivery worker has none, on purpose
      if (message.startsWith('No workflows registered')) return;
      log.warn({ temporal: level, workflowId: meta?.workflowId as unknown }, message);
    }),
    telemetryOptions: {
      ...metrics,
      logging: { filter: makeTelemetryFilterString({ core: 'ERROR', other: 'ERROR' }), forward: {} },
    },
  });
}

/** What is not kept any longer is forgotten (T6). */
function retention(db: Database, { retention: periods, secretsKeys }: Config, log: Logger): Ports['keeping'] {
  const onForgotten = (kind: string, rows: number) => log.info({ kind, rows }, 'not kept any longer');
  const hashes = createAddressHashes(secretsKeys);
  return {
    apply: (isStopped) => applyRetention({ db, hashes, periods, clock: Date.now, onForgotten }, isStopped),
  };
}

/** Compares windows with their records (T7), tells customers who can be told again (N13), and wakes what follows measures (E5). */
function comparison(
  {
    db,
    windows,
    temporal,
    measures,
  }: {
    db: Database;
    windows: WindowsClient;
    temporal: Parameters<typeof createReconciling>[1];
    measures: Pick<ReturnType<typeof createMeasures>, 'wakeForgotten'>;
  },
  config: Config,
  log: Logger,
): Ports['reconciling'] {
  const onTrouble = (reference: string, error: unknown) =>
    log.error({ window: reference, err: error }, 'the record could not be written from the workflow');
  const onUntold = (error: unknown) => log.error({ err: error }, 'customers who can be told again wait');
  const onForgotten = (error: unknown) => log.error({ err: error }, 'preventive measures are not followed yet');
  return {
    async reconcile(isStopped) {
      await measures.wakeForgotten(Date.now()).catch(onForgotten);
      await tellReachable({ db, windows, onUntold });
      return reconcileWindows({ ...createReconciling(db, temporal, config), onTrouble }, isStopped);
    },
  };
}

/** Mails to customers whose webhook endpoint was disabled. */
function ownerNotices(db: Database, mail: MailTransport, config: Config, log: Logger): OwnerNotices {
  return createOwnerNotices({
    ...{ db, mail, senderFor: createLetterSenders(config.brands) },
    onUnsent: (about) =>
      log.warn(about, 'the owner of a webhook endpoint could not be told by mail that it was switched off'),
    clock: Date.now,
  });
}

/** Writes the mails of a brand (P7). */
function rendererOf(brand: Brand, { secretsKeys, inboundSmtpPort, signIn, portal }: Config) {
  const { providerName, publicUrl, returnMailbox } = brand;
  const { marksFor } = configuredMarks({ secretsKeys, returnMailbox });
  return createMessageRenderer({
    ...{ providerName, publicUrl, brand, calendar: calendarSender(brand), keepsWords: true },
    hasConsole: signIn !== undefined,
    hasPortal: portal !== 'off',
    ...(marksFor ? { marksFor } : {}),
    repliesTick: secretsKeys !== undefined && mailboxesOf({ ...brand, inboundSmtpPort }).readBy === 'forewarn',
    ...(secretsKeys ? { tokenFor: tokensOf(secretsKeys), actTokenFor: createActLinks(secretsKeys).tokenFor } : {}),
  });
}

/** Tokens for links in mails. */
function tokensOf(keys: readonly Buffer[]): (recipient: string) => string | undefined {
  const links = createRecipientLinks(keys);
  return (recipient) => links.tokenFor(recipient);
}

/** Message-IDs end with the domain of the sender. */
function domainOf(mailFrom: string): string {
  return /@([^\s>]+)/.exec(mailFrom)?.[1] ?? 'localhost';
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`worker: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
