import type { TemplateBody } from '../domain/notices/message-template';
import { DAY, HOUR } from '../domain/shared/time';
import type { Reason, Visibility, WindowClass, Wording } from '../domain/window/types';
import type { Database } from '../store/database/database';
import { findTemplate, mustBeUsable } from './manage-templates';
import { writeWordings } from './wording/write-wordings';

/** A window to write a template for; sensible figures stand in for what is left out. Instants are UTC ms. */
export interface ImaginedWindow {
  readonly title?: string | undefined;
  readonly class?: WindowClass | undefined;
  readonly reason?: Reason | undefined;
  readonly visibility: Visibility;
  readonly start?: number | undefined;
  readonly end?: number | undefined;
  readonly impactMinutes: number;
  readonly locations: string[];
  /** In place of those that are kept: to look at a change before it is made. */
  readonly wordings?: TemplateBody['wordings'] | undefined;
}

/**
 * The template's sentences in every language, as that window would have them (P2). Reads only. Throws KnownError `not-found`, or
 * `invalid-body` with the language, the field and the line of what cannot be written. `now`: UTC ms.
 */
export async function previewTemplate(
  { db, providerName }: { readonly db: Database; readonly providerName: string },
  id: string,
  imagined: ImaginedWindow,
  now: number,
): Promise<Record<string, Wording>> {
  const template = await findTemplate(db, id);
  const { wordings = template.wordings, locations, title, visibility, impactMinutes } = imagined;
  mustBeUsable(wordings);
  const { start = now + 14 * DAY } = imagined;
  const { end = start + 2 * HOUR } = imagined;
  const facts = {
    ...{ slot: { startsAt: start, endsAt: end }, scope: { locations }, provider: providerName, impactMinutes },
    ...{
      class: imagined.class ?? template.class ?? 'standard',
      reason: imagined.reason ?? template.reason ?? 'hardware',
    },
    visibility,
  };
  const named = title ?? (wordings[template.language]?.title === undefined ? 'The title of the window' : undefined);
  return writeWordings({ ...template, wordings }, facts, named);
}
