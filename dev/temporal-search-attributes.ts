/** temporal.api.enums.v1.IndexedValueType by the names the Temporal CLI uses; the SDK does not export it. */
export const INDEXED_VALUE_TYPES: Readonly<Record<string, number>> = {
  Text: 1,
  Keyword: 2,
  Int: 3,
  Double: 4,
  Bool: 5,
  Datetime: 6,
  KeywordList: 7,
};
