import type { ProviderName } from './provider-name';
import type { TemplateVariable } from '../../domain/notices/message-template';
import type { Scope } from '../../domain/planning/scope';
import { MINUTE } from '../../domain/shared/time';
import type { Slot } from '../../domain/window/types';

/** What a template may print: plain texts and numbers. */
export type TemplateModel = Readonly<Record<TemplateVariable, string | number>>;

/** What the model is made of. */
export interface TemplateFacts {
  readonly slot: Slot;
  readonly impactMinutes: number;
  readonly scope: Pick<Scope, 'locations'>;
  readonly provider: ProviderName;
  readonly class: string;
  readonly reason: string;
  readonly visibility: string;
}

/** The model in a language, without the title, which the wording itself may give. */
export function templateModel(facts: TemplateFacts, language: string): Omit<TemplateModel, 'title'> {
  const { slot, scope, impactMinutes, provider, reason, visibility } = facts;
  return {
    start: instantIn(language, slot.startsAt),
    end: instantIn(language, slot.endsAt),
    duration_minutes: Math.round((slot.endsAt - slot.startsAt) / MINUTE),
    impact_minutes: impactMinutes,
    location: scope.locations.join(', '),
    provider: provider(language),
    class: facts.class,
    reason,
    visibility,
  };
}

/** `Thursday, 10 December 2026 at 01:00 UTC`; in English where the runtime does not know the language. */
function instantIn(language: string, at: number): string {
  const locales = language === 'en' ? ['en-GB'] : [language, 'en-GB'];
  const format = new Intl.DateTimeFormat(locales, { dateStyle: 'full', timeStyle: 'short', timeZone: 'UTC' });
  return `${format.format(at)} UTC`;
}
