import { MAIL_LANGUAGES } from '../../../domain/notices/mail-languages';
import { WORDED, type Worded } from '../../../domain/notices/wording-language';
import { WORD_PARTS } from '../../../domain/window/customer-texts';
import { languageOf, languagesOf, wordingIn } from '../../../domain/window/plan-parts';
import type { WindowSpec } from '../../../domain/window/types';
import type { FieldSpec } from '../../forms/fields';
import { textOf, type Typed } from '../../forms/typed';

/** The form in which a window's sentences are corrected (P2, L8): which fields it has, and the command it makes. */

/** Characters, as the command takes them. */
const MOST: Readonly<Record<Worded, number>> = {
  title: 120,
  introduction: 4_000,
  impactDescription: 2_000,
  customerAction: 2_000,
};

export interface LanguageFields {
  readonly language: string;
  readonly isOwn: boolean;
  readonly fields: readonly (FieldSpec & { readonly initial: string })[];
}

export const REASON: FieldSpec = {
  name: 'reason',
  label: 'Why it is worded anew',
  kind: 'area',
  rows: 2,
  most: 2_000,
  optional: true,
  hint: 'Customers who know of the window read it in the mail about the change.',
};

/** The check that keeps what is left as it is in a language, although the window's own sentence is another one. */
export const sameField = (language: string): FieldSpec => ({
  name: `same.${language}`,
  label: 'What I have not changed here still says the same',
  kind: 'check',
  optional: true,
  hint: 'Otherwise a translation of a sentence that you correct in the window’s own language is taken out.',
});

/** The languages that have sentences and those of the mails, each with its sentences. */
export function languageFields(spec: WindowSpec): LanguageFields[] {
  const languages = new Set([...languagesOf(spec), ...Object.keys(MAIL_LANGUAGES)]);
  return [...languages].map((language) => {
    const isOwn = language === languageOf(spec);
    const wording = wordingIn(spec, language);
    const fields = WORDED.map((field) => ({
      name: isOwn ? field : `translations.${language}.${field}`,
      label: WORD_PARTS[field],
      kind: field === 'title' ? ('text' as const) : ('area' as const),
      rows: 3,
      most: MOST[field],
      optional: !isOwn || field === 'introduction',
      initial: wording[field] ?? '',
    }));
    return { language, isOwn, fields };
  });
}

/**
 * What was typed without the sentences that stand as whoever typed saw them: shown again, these are as they are now, so that nobody takes
 * back what somebody else corrected meanwhile.
 */
export function changedOnly(typed: Typed, seen: WindowSpec): Typed {
  const fields = languageFields(seen).flatMap((one) => one.fields);
  const isAsSeen = (name: string) =>
    fields.some((field) => field.name === name && textOf(typed, name).trim() === field.initial.trim());
  return Object.fromEntries(Object.entries(typed).filter(([name]) => !isAsSeen(name)));
}

/**
 * The body of the command `edit`: only what is different, because customers are told each. A sentence that was emptied is passed on as
 * it is, so that the command says that it cannot be.
 */
export function editOf(typed: Typed, spec: WindowSpec): Record<string, unknown> {
  const own: Record<string, string> = {};
  const translations: Record<string, Record<string, string>> = {};
  for (const { language, isOwn, fields } of languageFields(spec)) {
    const isSame = textOf(typed, sameField(language).name) !== '';
    fields.forEach(({ name, initial }, index) => {
      const field = WORDED[index] ?? 'title';
      const words = (typed[name] === undefined ? initial : textOf(typed, name)).trim();
      const isChanged = words !== initial.trim();
      if (isOwn && isChanged) own[field] = words;
      if (isOwn || !(isChanged || (isSame && words !== '' && field in own))) return;
      translations[language] = { ...translations[language], [field]: words };
    });
  }
  const reason = textOf(typed, REASON.name).trim();
  const revision = Number(textOf(typed, 'expectedRevision'));
  return {
    ...own,
    ...(Object.keys(translations).length > 0 ? { translations } : {}),
    ...(reason === '' ? {} : { reason }),
    ...(Number.isInteger(revision) && revision > 0 ? { expectedRevision: revision } : {}),
  };
}
