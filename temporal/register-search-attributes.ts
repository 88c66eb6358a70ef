import { Connection } from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { SEARCH_ATTRIBUTES } from '../workflows/search-attributes';

/** temporal.api.enums.v1.IndexedValueType by the names the Temporal CLI uses; the SDK does not export it. */
const INDEXED_VALUE_TYPES: Readonly<Record<string, number>> = {
  Text: 1,
  Keyword: 2,
  Int: 3,
  Double: 4,
  Bool: 5,
  Datetime: 6,
  KeywordList: 7,
};

/**
 * Connects as every Temporal tool does (see connection.ts) and adds the search attributes the namespace lacks. Returns the
 * names it added.
 */
export async function prepareNamespace(): Promise<string[]> {
  const { connectionOptions, namespace = 'default' } = loadClientConnectConfig();
  const connection = await Connection.connect(connectionOptions);
  try {
    return await ensureSearchAttributes(connection, namespace);
  } finally {
    await connection.close();
  }
}

/**
 * Registers our missing search attributes in the namespace and returns their names. Temporal Cloud does not permit this call;
 * docs/running.md says how to add them there.
 */
export async function ensureSearchAttributes(
  connection: Pick<Connection, 'operatorService'>,
  namespace: string,
): Promise<string[]> {
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
  const missing = Object.keys(SEARCH_ATTRIBUTES).filter((name) => !(name in customAttributes));
  if (missing.length > 0) await addSearchAttributes(connection, namespace, missing);
  return missing;
}

/** Registers the given attributes, by default all of ours. The server refuses it when one of them exists. */
export async function addSearchAttributes(
  connection: Pick<Connection, 'operatorService'>,
  namespace: string,
  names = Object.keys(SEARCH_ATTRIBUTES),
): Promise<void> {
  const searchAttributes = Object.fromEntries(names.map((name) => [name, indexedValueType(name)]));
  await connection.operatorService.addSearchAttributes({ namespace, searchAttributes });
}

function indexedValueType(name: string): number {
  const type = SEARCH_ATTRIBUTES[name];
  const value = type === undefined ? undefined : INDEXED_VALUE_TYPES[type];
  if (value === undefined) throw new Error(`The search attribute ${name} is not one of ours.`);
  return value;
}
