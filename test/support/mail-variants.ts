import type { AffectedResource, MessageFacts, NoticeFacts } from '../../domain/notices/message';
import type { NoticeKind } from '../../domain/notices/notices';
import { HOUR, DAY } from '../../domain/shared/time';
import { WORK_STATE_NAMES } from '../../domain/work/states';
import { EMERGENCY, EXPEDITED, SAMPLE_RESOURCES, sampleFacts, sampleMessage } from './sample-messages';

/** What decides which sentences a mail has, for tests that look at all of them. */

/** Stands for what people write: a mark of no language. */
const MARK = 'X1';

const { slot } = sampleFacts('announcement');
const STARTED = { startedAt: slot.startsAt } as const;

export const MAIL_VARIANTS: Readonly<Record<string, Partial<NoticeFacts>>> = {
  standard: {},
  expedited: EXPEDITED,
  emergency: EMERGENCY,
  'emergency, begun': { ...EMERGENCY, ...STARTED },
  'emergency, not begun in time': { ...EMERGENCY, now: slot.startsAt + HOUR },
  cancelled: { phase: 'cancelled' },
  'cancelled after the start': { phase: 'cancelled', ...STARTED },
  completed: { phase: 'completed', ...STARTED, endedAt: slot.endsAt },
  'in progress': { phase: 'in-progress', ...STARTED },
  overdue: { phase: 'overdue', ...STARTED },
  verifying: { phase: 'verifying', ...STARTED },
  'rolling back': { phase: 'rolling-back', ...STARTED },
  degraded: { phase: 'degraded', ...STARTED, endedAt: slot.endsAt, wasDegraded: true },
  'rolling back what is bad': { phase: 'rolling-back', ...STARTED, endedAt: slot.endsAt, wasDegraded: true },
  'late and long': { phase: 'overdue', ...STARTED, endedAt: slot.endsAt + HOUR, customerImpactMinutes: 61 },
  'no impact seen': { ...STARTED, endedAt: slot.endsAt + HOUR, customerImpactMinutes: 0 },
  delayed: { phase: 'delayed', now: slot.endsAt },
  'with a date before': { previousSlot: { startsAt: slot.startsAt - DAY, endsAt: slot.endsAt - DAY } },
  'with an alternate': {
    phase: 'draft',
    alternate: { slot: { startsAt: slot.startsAt + DAY, endsAt: slot.endsAt + DAY }, decideBy: slot.startsAt - DAY },
  },
  'with choices': { selfServiceUntil: slot.startsAt - HOUR, otherNightUntil: slot.startsAt - HOUR },
  'all changed': {
    changes: [
      { field: 'scope' },
      { field: 'class', from: 'standard', to: 'expedited' },
      { field: 'title', to: MARK },
      { field: 'introduction' },
      { field: 'impactDescription' },
      { field: 'customerAction' },
      { field: 'alternate', slot },
    ],
  },
  'private, no impact': { private: true, impact: { level: 'no-impact', minutes: 0, description: MARK } },
};

/** The window without a word of a person: all that is left is ours. `mark` stands for what they say, `title` for the title. */
export function unwritten(facts: NoticeFacts, mark = MARK, title = mark): NoticeFacts {
  const { rfo, emergency } = facts;
  return {
    ...facts,
    ...{ title, customerAction: mark, introduction: mark, impact: { ...facts.impact, description: mark } },
    ...(facts.message === undefined ? {} : { message: mark }),
    ...(facts.justification === undefined ? {} : { justification: mark }),
    ...(emergency ? { emergency: { ...emergency, necessity: mark, risk: mark, mitigation: mark } } : {}),
    ...(rfo
      ? {
          rfo: {
            ...{ version: rfo.version, state: rfo.state, summary: mark, rootCause: mark, resolution: mark },
            customerImpact: mark,
            preventiveMeasures: [{ text: mark, owner: mark, due: '2027-02-01', public: true }],
          },
        }
      : {}),
  };
}

/** Resources of several places and impacts, named in no language. */
const PLAIN_RESOURCES: readonly AffectedResource[] = SAMPLE_RESOURCES.map((resource, i) => ({
  ...resource,
  ...{ name: `r${String(i)}`, kind: 'k1', environment: 'e1', location: `${String(i)}-1/dc` },
  impact: (['outage', 'degraded', 'reduced-redundancy'] as const)[i] ?? 'no-impact',
}));

/** A resource in each state that its owner is told. */
const WORKED_RESOURCES: readonly AffectedResource[] = [...WORK_STATE_NAMES, 'done' as const].map(
  (state, i, { length }) => ({
    ...{
      id: `r${String(i)}`,
      name: `r${String(i)}`,
      kind: 'k1',
      environment: 'e1',
      location: '1/dc',
      impact: 'outage',
    },
    work: { state, by: i === length - 1 ? 'customer' : 'window', since: slot.startsAt, attempt: 1 },
  }),
);

/** A mail of each variant, to somebody whose resources are of several places and impacts, and of all states of the work; named in no language. */
export function everyVariant(kind: NoticeKind, locale: string): MessageFacts[] {
  const made = Object.values(MAIL_VARIANTS).map((variant) => unwritten(sampleFacts(kind, variant)));
  const { startedAt: _started, ...first } = made[0] ?? sampleFacts(kind);
  const facts = [
    ...made,
    { ...first, phase: 'announced' as const },
    ...(first.rfo ? [{ ...first, rfo: { ...first.rfo, state: 'preliminary' as const } }] : []),
  ];
  const organization = { id: 'o', name: 'Org', timeZone: 'Europe/Paris', locale };
  const changes = { recipient: { name: 'Ada', address: 'ada@customer.example' }, organization };
  return [
    ...facts.map((each) => sampleMessage(each, { ...changes, resources: PLAIN_RESOURCES })),
    // what is said of the work depends on whether it has ended
    ...facts
      .filter(({ endedAt }, place) => place === 0 || endedAt !== undefined)
      .map((each) => sampleMessage(each, { ...changes, resources: WORKED_RESOURCES })),
    sampleMessage(first, { ...changes, resources: [], organization: { ...organization, timeZone: 'Mars/Base' } }),
  ];
}

/** Words that English mails are full of, and the other language has not. */
export const ENGLISH_WORDS =
  /(?<![\p{L}-])(the|of|and|is|will|you|your|has|have|been|that|which|it|to|for|by|with|from|at|not|nothing|we|what|when|where|why|how|resources|outage|began|planned|old|new|please|hello|days|hours|ago|Thu|Dec)(?![\p{L}-])/iu;
