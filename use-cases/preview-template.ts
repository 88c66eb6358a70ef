import type { TemplateBody } from '../domain/notices/message-template';
import type { NoticePolicy } from '../domain/notices/notice-policy';
import { USUAL_LANGUAGE } from '../domain/notices/wording-language';
import type { Wording } from '../domain/window/types';
import type { Database } from '../store/database/database';
import { getTemplate } from '../store/windows/message-templates';
import { findTemplate, mustBeClass } from './manage-templates';
import { imagine, type ImaginedWindow } from './wording/imagined-window';
import { tryWordings } from './wording/write-wordings';

/** A window, and sources in place of those that are kept: to look at a change before it is made. */
interface Previewed extends ImaginedWindow {
  readonly wordings?: TemplateBody['wordings'] | undefined;
}

/**
 * The template's sentences in every language, as that window would have them (P2); of one that is not kept yet, those that are given.
 * Reads only. Throws KnownError `not-found` where none are given either, or `invalid-body` with the language, the field and the line of what cannot be written. `now`: UTC ms.
 */
export async function previewTemplate(
  { db, providerName, policy }: { readonly db: Database; readonly providerName: string; readonly policy: NoticePolicy },
  id: string,
  previewed: Previewed,
  now: number,
): Promise<Record<string, Wording>> {
  const { wordings } = previewed;
  // one that is written first needs no template yet
  const kept = wordings ? await getTemplate(db, id) : await findTemplate(db, id);
  const template = { language: USUAL_LANGUAGE, ...kept, wordings: wordings ?? kept?.wordings ?? {} };
  mustBeClass(previewed.class, policy);
  const { facts, title } = imagine(template, previewed, providerName, now, policy);
  return tryWordings(template, facts, title);
}
