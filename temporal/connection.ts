import { Connection, defaultGrpcRetryOptions, makeGrpcRetryInterceptor } from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { optional } from '../domain/shared/optional';

/** A connection to Temporal that is opened by the first call, and the namespace to use it with. */
export interface TemporalConnection {
  readonly connection: Connection;
  readonly namespace: string;
  readonly address: string;
}

/**
 * Reads where Temporal is as every Temporal tool does (TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE, TEMPORAL_API_KEY, TLS settings,
 * or a profile in its configuration file). Nothing is connected yet, so that the API starts and answers while Temporal is
 * down; the channel reconnects by itself. Throws when the settings contradict each other.
 */
export function openTemporalConnection(): TemporalConnection {
  const { connectionOptions, namespace = 'default' } = loadClientConnectConfig();
  const { address = 'localhost:7233', tls, apiKey, metadata } = connectionOptions;
  const connection = Connection.lazy({
    address,
    // somebody waits for the answer: three tries, not the SDK's ten, then 503 and the caller decides
    interceptors: [makeGrpcRetryInterceptor(defaultGrpcRetryOptions({ maxAttempts: 3 }))],
    ...(tls === undefined || tls === null ? {} : { tls }),
    ...optional({ apiKey, metadata }),
  });
  return { connection, namespace, address };
}
