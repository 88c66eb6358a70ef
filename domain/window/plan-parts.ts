import { USUAL_LANGUAGE } from '../notices/wording-language';
import { describeScope } from '../planning/scope';
import { slotText, utcText } from '../public/times';
import { classInWords } from './classes';
import { ownWording, WORD_PARTS } from './customer-texts';
import type { WindowSpec, Wording } from './types';

/** The parts of a plan as texts that can be compared, so that whoever approves sees what is different (L8, P2). */

/** `language`: of a sentence that customers read; absent for the facts of the plan. */
export interface PlanPart {
  readonly key: string;
  readonly title: string;
  readonly language?: string;
  readonly text: string;
}

/** A part that is not what it was; empty texts: it was not there, or is no longer. */
export interface PlanChange extends Omit<PlanPart, 'text'> {
  readonly before: string;
  readonly after: string;
}

/** The language of the window's own sentences. */
export function languageOf({ language }: Pick<WindowSpec, 'language'>): string {
  return language ?? USUAL_LANGUAGE;
}

/** The languages that a window has sentences in, its own first, then by tag. */
export function languagesOf(spec: Pick<WindowSpec, 'language' | 'translations'>): string[] {
  const own = languageOf(spec);
  const others = Object.keys(spec.translations ?? {}).filter((tag) => tag !== own);
  return [own, ...others.sort()];
}

/** The sentences of one language. */
export function wordingIn(spec: WindowSpec, language: string): Wording {
  return language === languageOf(spec) ? ownWording(spec) : (spec.translations?.[language] ?? {});
}

/** What is different, in the order in which people read a plan: its facts, then its sentences, language by language. */
export function changedParts(before: WindowSpec, after: WindowSpec): PlanChange[] {
  const [old, now] = [before, after].map((spec) => new Map(planParts(spec).map((part) => [part.key, part])));
  const all = new Map([...(now ?? []), ...(old ?? [])]);
  return [...all.values()].flatMap(({ text: _text, ...part }) => {
    const texts = { before: old?.get(part.key)?.text ?? '', after: now?.get(part.key)?.text ?? '' };
    return texts.before === texts.after ? [] : [{ ...part, ...texts }];
  });
}

function planParts(spec: WindowSpec): PlanPart[] {
  const facts = factsOf(spec).flatMap(([title, text]) => (text === undefined ? [] : [{ key: title, title, text }]));
  return [...facts, ...languagesOf(spec).flatMap((language) => wordsIn(spec, language))];
}

function wordsIn(spec: WindowSpec, language: string): PlanPart[] {
  return Object.entries(wordingIn(spec, language)).flatMap(([field, text]) => {
    const title = WORD_PARTS[field as keyof Wording];
    return text === undefined ? [] : [{ key: `${language}.${field}`, title, language, text: String(text) }];
  });
}

function factsOf(spec: WindowSpec): [title: string, text: string | undefined][] {
  const { alternate, impact, emergency, verification } = spec;
  return [
    ['Planned', slotText(spec.slot)],
    ['Alternative night', alternate && `${slotText(alternate.slot)}, decided by ${utcText(alternate.decideBy)}`],
    ['Class', classInWords(spec)],
    ['Reason', spec.reason],
    ['Visibility', spec.visibility],
    ['Where', describeScope(spec.scope)],
    ['Impact', `${impact.level}, ${String(impact.minutes)} minutes`],
    ['Point of contact', spec.pointOfContact],
    ['Why the notice is short', spec.justification],
    ['Why this is an emergency', emergency?.necessity],
    ['What could go wrong', emergency?.risk],
    ['What we do about it', emergency?.mitigation],
    ['Verification', verification?.steps.join('\n')],
  ];
}
