import type { TemplateBody } from '../../domain/notices/message-template';
import { DAY, HOUR } from '../../domain/shared/time';
import type { NoticePolicy } from '../../domain/notices/notice-policy';
import { classOf } from '../../domain/window/classes';
import type { Reason, Visibility } from '../../domain/window/types';
import type { TemplateFacts } from './template-model';

/** A window to write a template for; sensible figures stand in for what is left out. Instants are UTC ms. */
export interface ImaginedWindow {
  readonly title?: string | undefined;
  readonly class?: string | undefined;
  readonly reason?: Reason | undefined;
  readonly visibility: Visibility;
  readonly start?: number | undefined;
  readonly end?: number | undefined;
  readonly impactMinutes: number;
  readonly locations: string[];
}

/** What a new template is tried with before it is kept. */
export const SAMPLE: ImaginedWindow = {
  ...{ visibility: 'public', impactMinutes: 30, locations: ['eu-1/dc-1/rack-a12'] },
};

/** The facts of such a window, and a title where neither it nor the template has one. `now`: UTC ms. */
export function imagine(
  template: Pick<TemplateBody, 'language' | 'wordings' | 'class' | 'reason'>,
  window: ImaginedWindow,
  provider: string,
  now: number,
  policy: Pick<NoticePolicy, 'ownClasses'> = {},
): { readonly facts: TemplateFacts; readonly title: string | undefined } {
  const { locations, visibility, impactMinutes, start = now + 14 * DAY } = window;
  const { end = start + 2 * HOUR } = window;
  const hasTitle = template.wordings[template.language]?.title !== undefined;
  return {
    facts: {
      ...{
        slot: { startsAt: start, endsAt: end },
        scope: { locations },
        provider: () => provider,
        impactMinutes,
        visibility,
      },
      ...{
        class: classOf(window.class ?? template.class ?? 'standard', policy)?.class ?? 'standard',
        reason: window.reason ?? template.reason ?? 'hardware',
      },
    },
    title: window.title ?? (hasTitle ? undefined : 'The title of the window'),
  };
}
