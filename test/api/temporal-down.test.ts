import { Connection, defaultGrpcRetryOptions, makeGrpcRetryInterceptor } from '@temporalio/client';
import { createSeriesClient } from '../../temporal/series-client';
import { createWindowsClient } from '../../temporal/windows-client';
import { freePort } from '../../dev/processes/ports';
import { KnownError } from '../../domain/shared/errors';
import { openedEvent, openingBody } from '../support/windows';

let connection: Connection;
beforeAll(async () => {
  connection = Connection.lazy({
    address: `127.0.0.1:${String(await freePort())}`,
    interceptors: [makeGrpcRetryInterceptor(defaultGrpcRetryOptions({ maxAttempts: 3 }))],
  });
});
afterAll(() => connection.close());

describe('the client with nobody at the other end', () => {
  const windows = () => createWindowsClient({ connection, namespace: 'default', dataConverter: {} });

  it('is made without a connection and says that Temporal is not reachable', async () => {
    expect(await windows().isReachable()).toBe(false);
  });

  it('refuses to open and to command with a known error', async () => {
    const failures = await Promise.all([
      windows()
        .open(openedEvent(openingBody()))
        .catch((error: unknown) => error),
      windows()
        .command('MW-2026-0001', 'cancel', { reason: 'y' }, { by: 'x' })
        .catch((error: unknown) => error),
    ]);
    const series = createSeriesClient({ connection, namespace: 'default', dataConverter: {} });
    failures.push(await series.pause('MS-2026-0001', 'x').catch((error: unknown) => error));
    for (const failure of failures) {
      expect(failure).toBeInstanceOf(KnownError);
      expect(failure).toMatchObject({ code: 'temporal-unreachable' });
    }
  }, 30_000);
});
