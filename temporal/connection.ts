import { Connection, defaultGrpcRetryOptions, makeGrpcRetryInterceptor, type ConnectionLike } from '@temporalio/client';
import type { DataConverter } from '@temporalio/common';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { optional } from '../domain/shared/optional';

/** What every client of Temporal is made with: the connection, the namespace, and how payloads are written and read (T4). */
export interface TemporalAccess {
  readonly connection: ConnectionLike;
  readonly namespace: string;
  /** From dataConverterFor(); `{}` for plain text. */
  readonly dataConverter: DataConverter;
}

/** A connection to Temporal, opened by the first call, and its namespace. */
export interface TemporalConnection {
  readonly connection: Connection;
  readonly namespace: string;
  readonly address: string;
}

/**
 * Reads Temporal's address as every Temporal tool does (TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE, TEMPORAL_API_KEY, TLS settings,
 * or a profile in its configuration file). It does not connect yet, so the API starts and answers while Temporal is
 * unreachable; the channel reconnects by itself. Throws when the settings contradict each other.
 */
export function openTemporalConnection(): TemporalConnection {
  const { connectionOptions, namespace = 'default' } = loadClientConnectConfig();
  const { address = 'localhost:7233', tls, apiKey, metadata } = connectionOptions;
  const connection = Connection.lazy({
    address,
    // a person waits for the answer: three attempts instead of the SDK's ten, then 503, and the caller decides
    interceptors: [makeGrpcRetryInterceptor(defaultGrpcRetryOptions({ maxAttempts: 3 }))],
    ...(tls === undefined || tls === null ? {} : { tls }),
    ...optional({ apiKey, metadata }),
  });
  return { connection, namespace, address };
}
