import { MAIL_LANGUAGES } from '../../../domain/notices/mail-languages';
import { IMPACT_LEVELS, IMPACT_WORDS } from '../../../domain/shared/impact';
import { EMERGENCY_TRIGGERS, REASONS } from '../../../domain/window/types';
import { DEFAULT_WORK_PLAN, WORK_PLAN_BOUNDS, type WorkFigure } from '../../../domain/work/plan';
import type { FieldSpec } from '../../forms/fields';

/** The fields of the form that plans a window, in its parts; names are paths of the body that opens one. */

const optional = true as const;
const depends = 'depends' as const;
/** Nothing is chosen at first. */
const CHOOSE = ['', 'choose one'] as const;
const words = (list: readonly string[]) => list.map((one) => [one, one] as const);

export const WHAT = [
  {
    name: 'title',
    label: 'Title',
    kind: 'text',
    most: 120,
    hint: 'The subject of the mails: what is done, and where.',
  },
  { name: 'reason', label: 'Reason', kind: 'choice', options: [CHOOSE, ...words(REASONS)] },
] as const satisfies readonly FieldSpec[];

export const VISIBILITY = {
  ...{ name: 'visibility', label: 'Who sees a page of it', kind: 'choice' },
  options: [
    ['public', 'public: everybody, from the announcement on'],
    ['private', 'private: nobody; whom it affects hears by mail'],
  ],
} as const satisfies FieldSpec;

export const CLASS = { name: 'class', label: 'Class', kind: 'choice' } as const satisfies FieldSpec;

/** A night; the second one is the alternate (L10). */
export const slotFields = (place: 0 | 1) =>
  [
    { name: `slots.${String(place)}.start`, label: 'Start', kind: 'instant', ...(place === 1 ? { optional } : {}) },
    { name: `slots.${String(place)}.end`, label: 'End', kind: 'instant', ...(place === 1 ? { optional } : {}) },
  ] as const satisfies readonly FieldSpec[];

export const DECIDE_BY = {
  ...{ name: 'decideBy', label: 'Decided by', kind: 'instant', optional },
  hint: 'Until then the first night can be called off in favour of the other.',
} as const satisfies FieldSpec;

/** What is typed of a scope; locations and resources are picked. */
export const SCOPE = [
  { name: 'scope.kinds', label: 'Only of these kinds', kind: 'lines', rows: 2, optional },
  {
    ...{ name: 'scope.labels', label: 'Only with one of these labels', kind: 'lines', rows: 2, optional },
    hint: 'One a line, such as tier=web.',
  },
  {
    ...{ name: 'scope.resources.typed', label: 'Resources by their ids', kind: 'lines', rows: 2, optional },
    hint: 'One a line: they are in, whatever else is said.',
  },
  {
    ...{ name: 'scope.except', label: 'Left out', kind: 'lines', rows: 2, optional },
    hint: 'Ids of resources, one a line: they are out, whatever else is said.',
  },
  { name: 'scope.all', label: 'Every resource there is', kind: 'check', optional },
] as const satisfies readonly FieldSpec[];

export const IMPACT = [
  {
    ...{ name: 'impact.level', label: 'How badly', kind: 'choice' },
    options: [CHOOSE, ...[...IMPACT_LEVELS].reverse().map((level) => [level, IMPACT_WORDS[level]] as const)],
  },
  {
    ...{ name: 'impact.minutes', label: 'For how many minutes', kind: 'number', most: 100_000 },
    hint: 'As long as a single customer notices it, within the window.',
  },
  { name: 'impact.description', label: 'What happens', kind: 'area', most: 2_000, rows: 3 },
] as const satisfies readonly FieldSpec[];

export const TOLD = [
  {
    ...{ name: 'customerAction', label: 'What customers should do', kind: 'area', most: 2_000, rows: 2, optional },
    hint: 'Left empty: nothing, and each reads so in their language.',
  },
  {
    ...{ name: 'pointOfContact', label: 'Point of contact', kind: 'email', optional },
    hint: 'Whom customers write to. Left empty: to be nominated; mails name the support until then.',
  },
  { name: 'introduction', label: 'A paragraph at the head of the mails', kind: 'area', most: 4_000, rows: 3, optional },
] as const satisfies readonly FieldSpec[];

export const TEMPLATE = {
  ...{ name: 'template', label: 'Template', kind: 'choice', optional },
  hint: 'Writes what is left empty here: title, impact, what customers do, and translations.',
} as const satisfies FieldSpec;

export const LANGUAGE = {
  ...{ name: 'language', label: 'These words are in', kind: 'choice', optional },
  hint: 'English, where nothing is chosen.',
  options: Object.entries(MAIL_LANGUAGES),
} as const satisfies FieldSpec;

export const TRANSLATED = Object.keys(MAIL_LANGUAGES);

/** The same words in another language. */
export const translationFields = (language: string) =>
  [
    { name: `translations.${language}.title`, label: 'Title', kind: 'text', most: 120, optional },
    {
      name: `translations.${language}.introduction`,
      label: 'Introduction',
      kind: 'area',
      most: 4_000,
      rows: 2,
      optional,
    },
    {
      ...{ name: `translations.${language}.impactDescription`, label: 'What happens', kind: 'area' },
      ...{ most: 2_000, rows: 2, optional },
    },
    {
      ...{ name: `translations.${language}.customerAction`, label: 'What customers should do', kind: 'area' },
      ...{ most: 2_000, rows: 2, optional },
    },
  ] as const satisfies readonly FieldSpec[];

export const JUSTIFICATION = {
  ...{ name: 'justification', label: 'Justification', kind: 'area', most: 2_000, rows: 3, optional: depends },
  hint: 'Why it cannot wait, and what keeps the outage short.',
} as const satisfies FieldSpec;

export const EMERGENCY = [
  {
    ...{ name: 'emergency.trigger', label: 'What triggered it', kind: 'choice', optional: depends },
    options: words(EMERGENCY_TRIGGERS),
  },
  { name: 'emergency.necessity', label: 'Why it is necessary', kind: 'area', most: 2_000, rows: 2, optional: depends },
  { name: 'emergency.risk', label: 'What the risk is', kind: 'area', most: 2_000, rows: 2, optional: depends },
  { name: 'emergency.mitigation', label: 'What keeps it small', kind: 'area', most: 2_000, rows: 2, optional: depends },
] as const satisfies readonly FieldSpec[];

export const DRAFT = {
  ...{ name: 'draft', label: 'A second person approves before customers hear of it', kind: 'check', optional },
} as const satisfies FieldSpec;

export const OVERRIDE = {
  ...{ name: 'override', label: 'Why it is accepted all the same', kind: 'area', most: 2_000, rows: 3, optional },
  hint: 'An override: it is on record, and customers find it in the proof.',
} as const satisfies FieldSpec;

const figure = (field: WorkFigure, label: string): FieldSpec => ({
  ...{ name: `work.${field}`, label, kind: 'number', optional, most: WORK_PLAN_BOUNDS[field][1] },
  hint: `${String(DEFAULT_WORK_PLAN[field])}, where nothing is said.`,
});

export const WORK: readonly FieldSpec[] = [
  {
    ...{ name: 'work.mode', label: 'Who does it', kind: 'choice', optional },
    options: [
      ['manual', 'people, who report it'],
      ['automatic', 'the window, through an executor'],
    ],
  },
  {
    ...{ name: 'work.executor', label: 'Executor', kind: 'text', most: 40, optional },
    hint: 'Its name, as it is configured. Automatic work and self-service need one.',
  },
  figure('batch', 'Begun together at most'),
  figure('pauseSeconds', 'Seconds between batches'),
  figure('canary', 'Size of a first batch that is watched'),
  figure('canaryPauseSeconds', 'Seconds it is watched'),
  figure('stopAfterFailures', 'Stops after so many failures in a row'),
  figure('timeoutSeconds', 'Seconds until a resource counts as unknown'),
  {
    ...{ name: 'work.order', label: 'Environments in the order of the work', kind: 'lines', rows: 2, optional },
    hint: 'One a line, such as Staging; the others come last.',
  },
  { name: 'work.selfService', label: 'Customers may do it themselves before', kind: 'check', optional },
  figure('lockInMinutes', 'Self-service ends so many minutes before the start'),
  {
    ...{ name: 'work.workKey', label: 'What is the same work elsewhere', kind: 'text', most: 100, optional },
    hint: 'Such as kernel-6.8.12: done in one window, it is done in all that say so.',
  },
];

export const MORE: readonly FieldSpec[] = [
  { name: 'automaticStart', label: 'It says “started” at the planned start by itself', kind: 'check', optional },
  {
    ...{ name: 'verification.steps', label: 'Looked at before it is completed', kind: 'lines', rows: 3, optional },
    hint: 'One step a line; people tick them off.',
  },
  {
    ...{
      name: 'verification.monitorMinutes',
      label: 'Minutes its result is watched',
      kind: 'number',
      most: 10_080,
      optional,
    },
  },
  {
    ...{ name: 'alternatives', label: 'Customers may move what is theirs into', kind: 'lines', rows: 2, optional },
    hint: 'References of other windows, one a line.',
  },
  {
    ...{ name: 'capacity', label: 'So many resources may be moved into it', kind: 'number', most: 1_000, optional },
  },
];

/** A change in another system (P9). */
export const referenceFields = (place: number) =>
  [
    {
      ...{ name: `references.${String(place)}.system`, label: 'System', kind: 'text', most: 40, optional },
      hint: 'Such as servicenow.',
    },
    { name: `references.${String(place)}.id`, label: 'Its id there', kind: 'text', most: 100, optional },
    { name: `references.${String(place)}.url`, label: 'Where it is seen', kind: 'text', most: 500, optional },
    { name: `references.${String(place)}.public`, label: 'Customers read it, too', kind: 'check', optional },
  ] as const satisfies readonly FieldSpec[];

/** As many changes as the form has room for. */
export const REFERENCES = [0, 1] as const;

/** All of them in the order of the page, for reading what was typed and for the summary of faults. */
export const PLAN_FIELDS: readonly FieldSpec[] = [
  ...WHAT,
  VISIBILITY,
  CLASS,
  JUSTIFICATION,
  ...EMERGENCY,
  ...slotFields(0),
  ...slotFields(1),
  DECIDE_BY,
  ...SCOPE,
  ...IMPACT,
  ...TOLD,
  TEMPLATE,
  LANGUAGE,
  ...TRANSLATED.flatMap(translationFields),
  ...WORK,
  ...MORE,
  ...REFERENCES.flatMap(referenceFields),
  DRAFT,
  OVERRIDE,
];
