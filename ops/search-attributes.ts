import type { Connection } from '@temporalio/client';
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
 * Registers our search attributes in the namespace, those that are missing. Answers the names it added. On Temporal Cloud
 * this call is not permitted; docs/running.md says how to add them there.
 */
export async function ensureSearchAttributes(
  connection: Pick<Connection, 'operatorService'>,
  namespace: string,
): Promise<string[]> {
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
  const missing = Object.entries(SEARCH_ATTRIBUTES).filter(([name]) => !(name in customAttributes));
  if (missing.length === 0) return [];
  const searchAttributes = Object.fromEntries(missing.map(([name, type]) => [name, indexedValueType(name, type)]));
  await connection.operatorService.addSearchAttributes({ namespace, searchAttributes });
  return missing.map(([name]) => name);
}

function indexedValueType(name: string, type: string): number {
  const value = INDEXED_VALUE_TYPES[type];
  if (value === undefined) throw new Error(`The search attribute ${name} has an unknown type ${type}.`);
  return value;
}
