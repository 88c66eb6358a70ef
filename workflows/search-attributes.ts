import { defineSearchAttributeKey, type SearchAttributeType } from '@temporalio/common';

/** What operators can list and filter windows by; never encrypted by Temporal, so never personal (T4). */
export const ATTRIBUTES = {
  reference: defineSearchAttributeKey('MaintenanceReference', 'KEYWORD'),
  class: defineSearchAttributeKey('MaintenanceClass', 'KEYWORD'),
  phase: defineSearchAttributeKey('MaintenancePhase', 'KEYWORD'),
  start: defineSearchAttributeKey('WindowStart', 'DATETIME'),
  end: defineSearchAttributeKey('WindowEnd', 'DATETIME'),
  nextDutyAt: defineSearchAttributeKey('NextDutyAt', 'DATETIME'),
  needsAttention: defineSearchAttributeKey('NeedsAttention', 'BOOL'),
  changes: defineSearchAttributeKey('ChangeReferences', 'KEYWORD_LIST'),
  locations: defineSearchAttributeKey('Locations', 'KEYWORD_LIST'),
};

const CLI_NAMES: Record<SearchAttributeType, string> = {
  TEXT: 'Text',
  KEYWORD: 'Keyword',
  INT: 'Int',
  DOUBLE: 'Double',
  BOOL: 'Bool',
  DATETIME: 'Datetime',
  KEYWORD_LIST: 'KeywordList',
};

/** Every attribute with its type as the Temporal CLI spells it: what a namespace must have before the first window. */
export const SEARCH_ATTRIBUTES: Readonly<Record<string, string>> = Object.fromEntries(
  Object.values(ATTRIBUTES).map(({ name, type }) => [name, CLI_NAMES[type]]),
);
