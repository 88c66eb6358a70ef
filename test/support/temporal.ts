import { TestWorkflowEnvironment } from '@temporalio/testing';
import { findTemporalBinary } from '../../dev/temporal/binaries';
import { addSearchAttributes } from '../../temporal/register-search-attributes';

/**
 * A Temporal server with a clock of its own that skips ahead, with our search attributes. `teardown()` it in afterAll. Base
 * every date on `currentTimeMs()`, and move time with `sleep` and a plain Client on `connection`: awaiting a result through
 * `client` jumps years ahead.
 */
export async function timeSkippingEnvironment(): Promise<TestWorkflowEnvironment> {
  const path = await findTemporalBinary('temporal-test-server', {
    configured: process.env.FOREWARN_TEMPORAL_TEST_SERVER,
  });
  const environment = await TestWorkflowEnvironment.createTimeSkipping({
    server: { executable: { type: 'existing-path', path } },
  });
  // this server cannot list what it has, and has none
  await addSearchAttributes(environment.connection, environment.namespace ?? 'default');
  return environment;
}

/** The Temporal CLI for tests that need a dev server (`TestWorkflowEnvironment.createLocal`, or spawned). */
export function temporalCli(): Promise<string> {
  return findTemporalBinary('temporal', { configured: process.env.FOREWARN_TEMPORAL_CLI });
}
