import { z } from 'zod';
import { baseOf, USUAL_LANGUAGE, WORDED, type LanguageRead } from '../../../domain/notices/wording-language';
import type { WindowSpec } from '../../../domain/window/types';
import { count } from '../../http/schemas';

/** The languages of those a window affects, and which of its sentences they lack (N4, P2). */
export const languages = z
  .array(
    z
      .object({
        language: z.string().describe('as it stands with the contact, else with the organization'),
        contacts: count.describe('how many read it'),
        missing: z.array(z.enum(WORDED)).describe("sentences they read in the window's own language"),
        text: z.string(),
      })
      .meta({ id: 'LanguageRead' }),
  )
  .describe('what the affected contacts read, most read first: `edit` takes what is missing as `translations`');

export function languagesAnswer(
  read: readonly LanguageRead[],
  { language = USUAL_LANGUAGE }: Pick<WindowSpec, 'language'>,
) {
  return read.map(({ locale, contacts, missing }) => {
    const readers = `${String(contacts)} ${contacts === 1 ? 'contact reads' : 'contacts read'} ${nameOf(locale)}`;
    const text =
      missing.length === 0
        ? `${readers}: nothing is missing.`
        : `${readers}, and ${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} in ${nameOf(language)} only. ` +
          `Give translations.${baseOf(locale)}, at opening or with edit.`;
    return { language: locale, contacts, missing: [...missing], text };
  });
}

function nameOf(language: string): string {
  return new Intl.DisplayNames('en', { type: 'language' }).of(language) ?? language;
}
