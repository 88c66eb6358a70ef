import { z } from 'zod';
import { WORDED, type Worded } from '../../notices/wording-language';
import { AUTHORS } from '../../shared/roles';
import type { WindowEvent } from '../events';
import { translationsSchema, worded, wordingFields, wordingSchema } from '../spec-fields';
import type { WindowSpec, Wording } from '../types';
import { command, common, reason } from './command';
import { changed } from './plan-change';
import { accept, AHEAD, refuse } from './verdict';
import { optional } from '../../shared/optional';

const schema = z
  .strictObject({
    ...common,
    ...wordingFields,
    translations: translationsSchema.optional(),
    reason: reason.optional(),
  })
  .refine(({ by: _by, expectedRevision: _revision, reason: _reason, ...words }) => Object.keys(words).length > 0, {
    message: `changes nothing: give ${Object.keys(wordingSchema.shape).join(', ')} or translations`,
  });

/** Changes the sentences that customers read (P2). */
export const edit = command({
  schema,
  summary: 'Words what customers read anew.',
  when: 'before the work',
  example: { by: 'you', title: 'text', customerAction: 'text' },
  roles: AUTHORS,
  bySignal: false,
  refusals: ['already-done'],
  decide(state, given) {
    if (!AHEAD.includes(state.phase)) {
      return refuse(
        'wrong-phase',
        `The window is ${state.phase}; what customers read is worded before the work. Use post for a word now.`,
      );
    }
    const { title, introduction, impactDescription, customerAction, translations } = given;
    const wording = {
      ...optional({ title, introduction, impactDescription, customerAction }),
    };
    if (saysTheSame(state.spec, wording, translations)) {
      return refuse('already-done', 'These are the words in force already. Nothing was changed.');
    }
    const edited: WindowEvent = {
      type: 'edited',
      wording,
      ...(translations ? { translations: worded(translations) } : {}),
      ...withStale(state.spec, wording),
      ...optional({ reason: given.reason }),
    };
    return accept(...changed(state, edited, 'changed', undefined));
  },
});

/** A translation of the sentence before would say something else; it goes, unless it is given anew in the same command. */
function withStale(spec: WindowSpec, wording: Wording): { readonly stale?: readonly Worded[] } {
  const own: Wording = { ...spec, impactDescription: spec.impact.description };
  const stale = WORDED.filter(
    (field) =>
      wording[field] !== undefined &&
      wording[field] !== own[field] &&
      Object.values(spec.translations ?? {}).some((translation) => translation[field] !== undefined),
  );
  return stale.length > 0 ? { stale } : {};
}

/** Customers hear of every edit, so an edit that changes nothing is refused. */
function saysTheSame(
  spec: WindowSpec,
  wording: Wording,
  translations: z.output<typeof schema>['translations'],
): boolean {
  const own: Wording = { ...spec, impactDescription: spec.impact.description };
  const isSame = (given: Wording, known: Wording | undefined) =>
    Object.entries(given).every(([field, words]) => words === undefined || known?.[field as keyof Wording] === words);
  return (
    isSame(wording, own) &&
    Object.entries(worded(translations ?? {})).every(([locale, words]) => isSame(words, spec.translations?.[locale]))
  );
}
