import { TestWorkflowEnvironment } from '@temporalio/testing';
import { findTemporalBinary } from '../../dev/temporal-binaries';
import { INDEXED_VALUE_TYPES } from '../../dev/temporal-search-attributes';
import { SEARCH_ATTRIBUTES } from '../../workflows/search-attributes';

/**
 * A Temporal server with a clock of its own that skips ahead, with our search attributes. `teardown()` it in afterAll. Base
 * every date on `currentTimeMs()`, and move time with `sleep` and a plain Client on `connection`: awaiting a result through
 * `client` jumps years ahead.
 */
export async function timeSkippingEnvironment(
  attributes: Readonly<Record<string, string>> = SEARCH_ATTRIBUTES,
): Promise<TestWorkflowEnvironment> {
  const path = await findTemporalBinary('temporal-test-server', {
    configured: process.env.FOREWARN_TEMPORAL_TEST_SERVER,
  });
  const environment = await TestWorkflowEnvironment.createTimeSkipping({
    server: { executable: { type: 'existing-path', path } },
  });
  await environment.connection.operatorService.addSearchAttributes({
    namespace: environment.namespace ?? 'default',
    searchAttributes: Object.fromEntries(
      Object.entries(attributes).map(([name, type]) => [name, indexedValueType(name, type)]),
    ),
  });
  return environment;
}

/** The Temporal CLI for tests that need a dev server (`TestWorkflowEnvironment.createLocal`, or spawned). */
export function temporalCli(): Promise<string> {
  return findTemporalBinary('temporal', { configured: process.env.FOREWARN_TEMPORAL_CLI });
}

function indexedValueType(name: string, type: string): number {
  const value = INDEXED_VALUE_TYPES[type];
  if (value === undefined) throw new Error(`The search attribute ${name} has an unknown type ${type}.`);
  return value;
}
