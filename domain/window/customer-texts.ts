import { languageName, MAIL_LANGUAGES } from '../notices/mail-languages';
import type { WindowSpec, Wording } from './types';

/** What customers read of a window (P2), for whoever approves it (L8) or is asked about it (P1). */

/** The parts that can be worded in each language, in the order in which customers read them. */
export const WORD_PARTS: Readonly<Record<keyof Wording, string>> = {
  title: 'Title',
  introduction: 'Introduction',
  impactDescription: 'What happens',
  customerAction: 'What customers should do',
};
const FIELDS = Object.keys(WORD_PARTS) as readonly (keyof Wording)[];

/** The window's own words, part by part. */
export function ownTexts(spec: WindowSpec): string[] {
  return partsOf(ownWording(spec));
}

/** What its class adds (N2, E1); it is said in one language only. */
function classTexts({ justification, emergency }: WindowSpec): string[] {
  return [
    ...(justification === undefined ? [] : [said('Why the notice is short', justification)]),
    ...(emergency
      ? [
          said('Why this is an emergency', emergency.necessity),
          said('What could go wrong', emergency.risk),
          said('What we do about it', emergency.mitigation),
        ]
      : []),
  ];
}

/** The texts in every language in which they are, and at the end in which they are missing, wholly or in part. */
export function textsInAllLanguages(spec: WindowSpec): string[] {
  const translations = Object.entries(spec.translations ?? {}).sort(([one], [other]) => (one < other ? -1 : 1));
  return [
    "In the window's own words:",
    ...ownTexts(spec),
    ...classTexts(spec),
    ...translations.flatMap(([tag, wording]) => ['', `In ${languageName(tag)}:`, ...partsOf(wording)]),
    '',
    ...missingTexts(spec),
  ];
}

/** Which languages of our mails lack which part, a sentence each. Own words are taken to be English. */
export function missingTexts(spec: WindowSpec): string[] {
  const own = ownWording(spec);
  const needed = FIELDS.filter((field) => own[field] !== undefined);
  const tags = new Set([
    ...Object.keys(MAIL_LANGUAGES).filter((tag) => tag !== 'en'),
    ...Object.keys(spec.translations ?? {}),
  ]);
  const faults = [...tags].sort().flatMap((tag) => {
    const wording = spec.translations?.[tag];
    const missing = needed.filter((field) => wording?.[field] === undefined);
    if (missing.length === 0) return [];
    if (!wording || missing.length === needed.length) return [`Missing in ${languageName(tag)}: everything.`];
    return [`Missing in ${languageName(tag)}: ${missing.map((field) => WORD_PARTS[field].toLowerCase()).join(', ')}.`];
  });
  if (faults.length === 0) return ['No language of our mails is missing.'];
  return [...faults, "Who reads such a language gets the window's own words there."];
}

/** The parts that were worded anew, with their new words. */
export function newTexts(wording: Wording, translations: WindowSpec['translations'] = {}): string[] {
  return [
    ...partsOf(wording),
    ...Object.entries(translations).flatMap(([tag, words]) => [`In ${languageName(tag)}:`, ...partsOf(words)]),
  ];
}

/** The window's own words. */
export function ownWording({ title, introduction, impact, customerAction }: WindowSpec): Wording {
  return {
    title,
    ...(introduction === undefined ? {} : { introduction }),
    impactDescription: impact.description,
    customerAction,
  };
}

function partsOf(wording: Wording): string[] {
  return FIELDS.flatMap((field) => {
    const words = wording[field];
    return words === undefined ? [] : [said(WORD_PARTS[field], words)];
  });
}

/** A part of more than one line begins below its name. */
function said(part: string, words: string): string {
  return words.includes('\n') ? `${part}:\n${words}` : `${part}: ${words}`;
}
