import { CLASS } from './fields';
import { nameOfClass } from '../../../domain/window/classes';
import { OWN_WORDS } from '../../../domain/notices/own-words';
import type { WindowSpec } from '../../../domain/window/types';
import { DEFAULT_WORK_PLAN, type WorkPlan } from '../../../domain/work/plan';
import type { Typed } from '../../forms/typed';

/** What one would type to plan a window like another one: all but its nights, and whatever was said for that time alone. */
export function typedOf(spec: WindowSpec): Typed {
  const { scope, impact, emergency, work, verification, translations = {}, references = [] } = spec;
  const typed: Record<string, unknown> = {
    ...{ title: spec.title, reason: spec.reason, visibility: spec.visibility, [CLASS.name]: nameOfClass(spec) },
    ...{ justification: spec.justification, introduction: spec.introduction, language: spec.language },
    customerAction: spec.customerAction === OWN_WORDS.noAction ? undefined : spec.customerAction,
    ...{ pointOfContact: spec.pointOfContact, automaticStart: spec.automaticStart },
    ...{ 'scope.locations': scope.locations, 'scope.resources': scope.resources, 'scope.all': scope.all },
    'scope.kinds': scope.kinds.join('\n'),
    'scope.labels': Object.entries(scope.labels)
      .map(([key, value]) => `${key}=${value}`)
      .join('\n'),
    'scope.except': (scope.except ?? []).join('\n'),
    ...under('impact', impact),
    ...(emergency ? under('emergency', emergency) : {}),
    ...(work ? under('work', workOf(work)) : {}),
    'verification.steps': verification?.steps.join('\n'),
    'verification.monitorMinutes': verification?.monitorMinutes,
    ...{ alternatives: spec.alternatives?.join('\n'), capacity: spec.capacity },
  };
  for (const [tag, one] of Object.entries(translations)) Object.assign(typed, under(`translations.${tag}`, one));
  references.forEach((one, place) => Object.assign(typed, under(`references.${String(place)}`, one)));
  return Object.fromEntries(Object.entries(typed).flatMap(([name, value]) => typedAs(name, value)));
}

/** What is as it would be without saying so is left out. */
function workOf({ mode, order, ...work }: WorkPlan): object {
  const usual: Readonly<Record<string, unknown>> = { ...DEFAULT_WORK_PLAN };
  const said = Object.entries(work).filter(([name, value]) => value !== usual[name]);
  return { mode, order: order.join('\n'), ...Object.fromEntries(said) };
}

const under = (path: string, fields: object) =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [`${path}.${name}`, value as unknown]));

/** As a browser would send it; what is empty or not ticked it does not send. */
function typedAs(name: string, value: unknown): [string, string | readonly string[]][] {
  if (value === undefined || value === false || value === '') return [];
  if (value === true) return [[name, 'yes']];
  if (Array.isArray(value)) return value.length === 0 ? [] : [[name, value.map(String)]];
  return [[name, typeof value === 'number' ? String(value) : (value as string)]];
}
