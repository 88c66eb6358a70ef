import { DefaultLogger, makeTelemetryFilterString, Runtime } from '@temporalio/worker';

/** Removes the workers' own log lines from test output, except errors. Call it before the first worker. */
export function quietRuntime(): void {
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    telemetryOptions: { logging: { filter: makeTelemetryFilterString({ core: 'ERROR', other: 'ERROR' }) } },
  });
}
