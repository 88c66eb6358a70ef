import { eventually } from '../processes/processes';
import { requireFreePorts, type WantedPort } from '../processes/ports';
import { ensureSecretsKey } from './secrets-key';
import type { DevSettings } from './settings';
import { applicationEnvironment, bundleWorkflows, startApi, startWorker } from './application';
import type { StartContext } from './context';
import { databaseAddress, startDatabase, type RunningDatabase } from './database';
import { executorEnvironment, startExecutorStandIn } from './executor';
import { provideFirstData } from './first-data';
import { mailAddress, startMailDesk } from './mail-desk';
import { openIdEnvironment, startOpenIdStandIn } from './openid';
import { slackEnvironment, startSlackStandIn } from './slack';
import { startStatuspageStandIn, statuspageEnvironment } from './statuspage';
import { startTemporal, temporalEnvironment } from './temporal';
import { secondsSince } from './terminal';

/** The facts for the summary. */
export interface Running {
  readonly databaseUrl: string;
  readonly temporalCli: string | undefined;
  readonly token: string;
  readonly tokenFile: string;
}

/** How long the children of a killed `npm start` have to end (ms). */
const LEFT_BEHIND_MS = 12_000;

/**
 * Starts every part at once. Worker and API load their code meanwhile and begin when their services are ready. Each part is
 * reported when it is ready, with how long it took. Rejects with the first fault, once every starting part has finished or
 * failed. `onDatabase` passes out what must be stopped besides the supervisor's children.
 */
export async function startEverything(
  context: StartContext & { readonly fail: (reason: unknown) => void; readonly afterCrash: boolean },
  onDatabase: (database: RunningDatabase) => void,
): Promise<Running> {
  const { settings, progress, signal, fail, afterCrash } = context;
  await waitForPorts(portsOf(settings), afterCrash, progress);
  const secretsKey = await ensureSecretsKey(settings.dataFolder);
  const databaseUrl = await databaseAddress(settings);
  const env = applicationEnvironment(context, {
    ...{ databaseUrl, smtpUrl: mailAddress(settings), temporal: temporalEnvironment(settings), secretsKey },
    standIns: {
      ...(await statuspageEnvironment(settings, secretsKey)),
      ...slackEnvironment(settings, secretsKey),
      ...(await executorEnvironment(settings, secretsKey)),
      ...openIdEnvironment(settings, secretsKey),
    },
  });
  /** `after`: what the part waits for; that is not counted as its own time. */
  const part = async <T>(name: string, work: () => Promise<T>, after?: Promise<unknown>): Promise<T> => {
    signal.throwIfAborted();
    let since = performance.now();
    void after?.then(
      () => (since = performance.now()),
      () => undefined,
    );
    try {
      const result = await work();
      progress(`${name.padEnd(17)}${secondsSince(since).padStart(6)}   up after ${secondsSince(0)}`);
      return result;
    } catch (error) {
      // the first reason is what the others are aborted with
      fail(error);
      throw error;
    }
  };

  const temporal = part('Temporal', () => startTemporal(context));
  const database = part('PostgreSQL', async () => {
    const started = await startDatabase(context, databaseUrl);
    onDatabase(started);
    return started;
  });
  const bundle = part('workflow bundle', () => bundleWorkflows(context));
  const firstData = database.then((started) => part('first data', () => provideFirstData(context, started)));
  const both = Promise.all([database, temporal]);
  const all = Promise.all([both, bundle]);
  const [first] = await together(signal, [
    firstData,
    part('worker', () => startWorker(context, env, all), all),
    part('API and pages', () => startApi(context, env, both), both),
    part('mail', () => startMailDesk(context)),
    part('Statuspage', () => startStatuspageStandIn(context, secretsKey)),
    part('chat', () => startSlackStandIn(context, secretsKey)),
    part('executor', () => startExecutorStandIn(context, secretsKey)),
    part('sign-in', () => startOpenIdStandIn(context, secretsKey)),
    // a fault of one rejects everything that waits for it at once, so the others must not be left starting
    temporal,
    database,
    bundle,
  ]);
  return { databaseUrl, temporalCli: (await temporal).program, ...first };
}

/** The ports of the parts we start ourselves. */
function portsOf({ own, ...settings }: DevSettings): WantedPort[] {
  const api = { port: settings.httpPort, purpose: 'API and pages', variable: 'FOREWARN_HTTP_PORT' };
  const temporal = [
    { port: settings.temporalPort, purpose: 'Temporal', variable: 'FOREWARN_TEMPORAL_PORT' },
    { port: settings.temporalUiPort, purpose: 'Temporal UI', variable: 'FOREWARN_TEMPORAL_UI_PORT' },
  ];
  const mail = [
    { port: settings.mailDeskSmtpPort, purpose: 'mail desk, SMTP', variable: 'FOREWARN_MAIL_DESK_SMTP_PORT' },
    { port: settings.mailDeskHttpPort, purpose: 'mail desk, web', variable: 'FOREWARN_MAIL_DESK_HTTP_PORT' },
  ];
  const statuspage = {
    port: settings.statuspageStandInPort,
    purpose: 'Statuspage stand-in',
    variable: 'FOREWARN_STATUSPAGE_STAND_IN_PORT',
  };
  const slack = {
    port: settings.slackStandInPort,
    purpose: 'Slack stand-in',
    variable: 'FOREWARN_SLACK_STAND_IN_PORT',
  };
  const executor = {
    port: settings.executorStandInPort,
    purpose: 'demo executor',
    variable: 'FOREWARN_EXECUTOR_STAND_IN_PORT',
  };
  const openId = {
    port: settings.openIdStandInPort,
    purpose: 'sign-in stand-in',
    variable: 'FOREWARN_OPENID_STAND_IN_PORT',
  };
  return [
    api,
    ...(own.temporalAddress ? [] : temporal),
    ...(own.smtpUrl ? [] : mail),
    ...(own.statuspage ? [] : [statuspage]),
    ...(own.slack ? [] : [slack]),
    ...(own.executors ? [] : [executor]),
    ...(own.openId ? [] : [openId]),
  ];
}

async function waitForPorts(
  wanted: readonly WantedPort[],
  afterCrash: boolean,
  progress: (line: string) => void,
): Promise<void> {
  let fault: unknown;
  const ask = () =>
    requireFreePorts(wanted).then(
      () => true,
      (error: unknown) => {
        fault = error;
        return false;
      },
    );
  if (await ask()) return;
  if (afterCrash) {
    progress('waiting for the processes of the last run to end');
    if (await eventually(ask, LEFT_BEHIND_MS)) return;
  }
  throw fault;
}

/** Promise.all that waits for every promise before it rejects, with the reason everything was aborted with. */
async function together<const T extends readonly Promise<unknown>[]>(
  signal: AbortSignal,
  work: T,
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  await Promise.allSettled(work);
  signal.throwIfAborted();
  return Promise.all(work);
}
