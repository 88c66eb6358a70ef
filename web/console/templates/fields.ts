import { knownLanguage } from '../../../domain/brands/languages';
import { TEMPLATE_FIELDS } from '../../../domain/notices/message-template';
import { languageName, MAIL_LANGUAGES } from '../../../domain/notices/mail-languages';
import { WORD_PARTS } from '../../../domain/window/customer-texts';
import { REASONS } from '../../../domain/window/types';
import type { MessageTemplate } from '../../../store/windows/message-templates';
import { readFields, type FieldSpec } from '../../forms/fields';
import { textOf, type Typed } from '../../forms/typed';

/** The fields of a template (P2): what it is for, and its sources language by language. */

type Field = (typeof TEMPLATE_FIELDS)[number];
/** Characters of a source. */
const MOST: Readonly<Record<Field, number>> = {
  title: 300,
  introduction: 8_000,
  impactDescription: 4_000,
  customerAction: 4_000,
};

export const ID_FIELD: FieldSpec = {
  ...{ name: 'id', label: 'Id', kind: 'text', most: 60 },
  hint: 'By which windows and series name it, such as rack-work; it stays.',
};

export const GENERAL_FIELDS: readonly FieldSpec[] = [
  { name: 'name', label: 'Name', kind: 'text', most: 120, hint: 'For staff.' },
  {
    ...{ name: 'class', label: 'Only for windows of this class', kind: 'text', most: 40, optional: true },
    hint: 'standard, expedited, emergency, or a class of your own rules.',
  },
  {
    ...{ name: 'reason', label: 'Only for windows with this reason', kind: 'choice', optional: true },
    options: REASONS.map((name) => [name, name]),
  },
  {
    ...{ name: 'language', label: 'Language of the window’s own words', kind: 'text', most: 6 },
    hint: 'Such as en; the other languages become translations.',
  },
];

/** The sources of one language. */
export const sourceFields = (language: string): readonly FieldSpec[] =>
  TEMPLATE_FIELDS.map((field) => ({
    name: `wordings.${language}.${field}`,
    label: WORD_PARTS[field],
    kind: field === 'title' ? 'text' : 'area',
    rows: field === 'title' ? 1 : 4,
    most: MOST[field],
    optional: field !== 'introduction',
  }));

/** The languages of the form: those that are typed, and those of the mails. */
export function languagesIn(typed: Typed): string[] {
  const named = Object.keys(typed).flatMap((name) => {
    const [, language] = /^wordings\.([A-Za-z-]{2,10})\./.exec(name) ?? [];
    return language === undefined ? [] : [language];
  });
  const own = textOf(typed, 'language').trim();
  const first = /^[a-z]{2,3}(-[A-Z]{2})?$/.test(own) ? [own] : [];
  return [...new Set([...first, ...named, ...Object.keys(MAIL_LANGUAGES)])];
}

/** Whether a language has a source. */
export const hasSource = (typed: Typed, language: string) =>
  sourceFields(language).some(({ name }) => textOf(typed, name).trim() !== '');

/** The sources as the operations take them: a language of which nothing is typed is none. */
export function wordingsOf(typed: Typed): unknown {
  const fields = languagesIn(typed).flatMap((language) => [...sourceFields(language)]);
  return readFields(typed, fields).wordings ?? {};
}

/** The body of `POST /v1/templates/{id}`. */
export function templateOf(typed: Typed): Record<string, unknown> {
  return { ...readFields(typed, GENERAL_FIELDS), wordings: wordingsOf(typed) };
}

/** A template as the form shows it. */
export function typedTemplate({ name, class: only = '', reason, language, wordings }: MessageTemplate): Typed {
  const sources = Object.entries(wordings).flatMap(([tag, wording]) =>
    TEMPLATE_FIELDS.map((field): [string, string] => [`wordings.${tag}.${field}`, wording[field] ?? '']),
  );
  return { name, class: only, reason: reason ?? '', language, ...Object.fromEntries(sources) };
}

/** `German (de)`, and the tag alone of one that mails are not written in. */
export const nameOf = (language: string) => (knownLanguage(language) ? languageName(language) : language);
