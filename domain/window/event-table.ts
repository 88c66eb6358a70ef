import type { Worded } from '../notices/wording-language';
import { CHANNEL_TITLES, CHANNEL_UNDONE, type Channel } from '../channels/channels';
import type { WebhookType } from '../channels/webhooks';
import { noticeSlug, type NoticeCounts, type NoticeId } from '../notices/notice';
import type { NoticePolicy } from '../notices/notice-policy';
import { customers, untoldWords } from '../notices/untold';
import type { BriefKind } from '../notices/notice-kinds';
import { describeScope, type Scope } from '../planning/scope';
import type { RuleChange } from '../rules/written-policy';
import { toIso } from '../shared/time';
import { classInWords, reclassifiedFrom, reclassifiedTo } from './classes';
import { goodText, valueText, type MonitoringQuery } from './monitor';
import type { ChangeReference } from './references';
import type { RfoText } from './rfo-fields';
import type {
  Authority,
  Delay,
  Emergency,
  NoticeEnd,
  Slot,
  WindowClass,
  WindowSpec,
  Wording,
  WorkFigures,
  WorkStatus,
} from './types';
import { someOf } from '../shared/some-of';

/** One kind of event: `P` is what it carries. A new event does not compile until each of these is given. */
export interface EventRow<P> {
  /** The line on the timeline: what happened, with the figures and the words that came with it. */
  words(event: P): string;
  /** Whether customers read it on their timeline (T3); `in part`: see domain/public/customer-view.ts. */
  readonly customers: 'shown' | 'in part' | 'hidden';
  /** What customers' systems are told (C6). */
  readonly webhook: WebhookType | undefined;
  /**
   * `revised`: customers must hear of it, so the revision goes up. `changed`: it also changes when or where the window takes place, or its class, so the plan is checked against other plans (L9).
   */
  readonly plan: 'kept' | 'revised' | 'changed';
  /** What the provider's own people are told of it (P5), undefined for what nobody outside sees. */
  readonly inside: Inside | undefined;
}

/** `since`: whom it concerns, whoever got the brief, or nobody before customers know of the window. */
interface Inside {
  readonly brief: BriefKind;
  readonly since: 'brief' | 'announcement';
}

const event = <P extends object = object>(row: EventRow<P>): EventRow<P> => row;

const INTERNAL = { customers: 'hidden', webhook: undefined, plan: 'kept', inside: undefined } as const;
const SHOWN = { customers: 'shown', plan: 'kept' } as const;
const REVISED = { customers: 'shown', plan: 'revised' } as const;
const CHANGED = { customers: 'shown', plan: 'changed' } as const;
/** Inside, too, only those hear of it who were told before. */
const TOLD_INSIDE = (brief: BriefKind) => ({ brief, since: 'brief' }) as const;
/** What customers read: inside nobody knows of it before they do. */
const CHANGED_WORDS = { brief: 'brief-changed', since: 'announcement' } as const;

/** Everything that can happen to a window. Events are facts: `evolve` never refuses one. Instants are UTC ms. */
export const EVENTS = {
  opened: event<{
    reference: string;
    spec: WindowSpec;
    policy: NoticePolicy;
    /** A second person approves before customers hear of it; an emergency is reviewed afterwards (L8). */
    approval?: 'required';
    /** Nobody was named as point of contact (P3). */
    isWithoutContact?: true;
    /** Channels with a state outside that the window is kept on (C3, C4); undone when it is cancelled (L7). */
    channels?: readonly Channel[];
    /** There are people who are told of every new window (P1). */
    hasBrief?: true;
    /** Why a conflict or a notice debt is accepted (L9, N11). */
    override?: string;
    /** Who else drew up the plan: of a night of a series, whoever planned the series (L8). */
    authors?: readonly string[];
    /** Absent for windows opened by version 0.2.0. */
    authority?: Authority;
  }>({
    ...{ customers: 'in part', webhook: undefined, plan: 'kept', inside: undefined },
    words: ({ spec }) => `Opened as ${classInWords(spec)}: ${spec.title}`,
  }),

  /** A notice is due and is handed to its child; `folded` names reminders it stands in for (N10). */
  'notice-begun': event<{ notice: NoticeId; folded: readonly string[] }>({
    // to systems outside only the first announcement, see domain/channels/webhooks.ts
    ...{ customers: 'in part', webhook: 'window.announced', plan: 'kept', inside: undefined },
    words: ({ notice, folded }) =>
      `${named(notice)} of revision ${String(notice.revision)} begun` +
      (folded.length > 0 ? `, standing in for ${folded.join(' and ')}` : ''),
  }),
  'notice-settled': event<{ notice: NoticeId; outcome: NoticeEnd; counts: NoticeCounts }>({
    ...INTERNAL,
    words: ({ notice, outcome, counts }) =>
      `${named(notice)} of revision ${String(notice.revision)} ${outcome}: ${figuresOf(counts)}`,
  }),
  /** Mail that had been accepted came back: where the notice's deliveries stand since, and why, without addresses (N13, T4). */
  'notice-returned': event<{ notice: NoticeId; counts: NoticeCounts; words: string }>({
    ...INTERNAL,
    words: ({ notice, counts, words }) =>
      `Mail of notice ${noticeSlug(notice)} of revision ${String(notice.revision)} came back, now ${figuresOf(counts)}: ${words}`,
  }),
  /** A channel makes no progress (or does again), or has undone what it showed of a cancelled window (C7, L7). */
  'channel-troubled': event<{ channel: Channel; trouble: string }>({
    ...INTERNAL,
    words: ({ channel, trouble }) => `The ${CHANNEL_TITLES[channel]} is behind: ${trouble}`,
  }),
  'channel-mended': event<{ channel: Channel }>({
    ...INTERNAL,
    words: ({ channel }) => `The ${CHANNEL_TITLES[channel]} is in step again`,
  }),
  'channel-undone': event<{ channel: Channel }>({
    ...INTERNAL,
    words: ({ channel }) => `The ${CHANNEL_TITLES[channel]} ${CHANNEL_UNDONE[channel]}`,
  }),
  /** Somebody had changed by hand what a channel keeps outside; it was put right (C8). */
  'channel-repaired': event<{ channel: Channel; repaired: string }>({
    ...INTERNAL,
    words: ({ channel, repaired }) => `The ${CHANNEL_TITLES[channel]} was put right: ${repaired}`,
  }),
  /** Somebody asked for the failed deliveries of a notice to be sent again. */
  'notice-retried': event<{ notice: NoticeId }>({
    ...INTERNAL,
    words: ({ notice }) => `${named(notice)} is sent again to those it failed to reach`,
  }),
  /** The audience has changed since customers were told: so many recipients are new, so many no longer affected (N5). */
  'audience-changed': event<{
    newcomers: number;
    leavers: number;
    /** Why a person has changed the scope, where that is the cause. */
    reason?: string;
  }>({
    ...INTERNAL,
    words: ({ newcomers, leavers, reason }) =>
      withWords(
        `Audience changed: ${String(newcomers)} recipients are new, ${String(leavers)} are no longer affected`,
        reason,
      ),
  }),
  /** Deliveries make no progress (or do again): in the mail server's words. */
  'notice-troubled': event<{ notice: NoticeId; trouble: string }>({
    ...INTERNAL,
    words: ({ notice, trouble }) => `${named(notice)} makes no progress: ${trouble}`,
  }),
  'notice-mended': event<{ notice: NoticeId }>({
    ...INTERNAL,
    words: ({ notice }) => `${named(notice)} makes progress again`,
  }),
  /** Reminders that came due too late to make sense. */
  /** `byRule`: the planned start is still ahead, and the rules of the class send no reminder so late. */
  'reminders-passed': event<{ kinds: readonly string[]; upTo: number; byRule?: true }>({
    ...INTERNAL,
    words: ({ kinds, byRule }) =>
      `Too late for ${kinds.join(' and ')}: ${byRule ? 'the rules of the class send no reminder so late' : 'the planned start has passed'}`,
  }),

  'start-missed': event({
    ...INTERNAL,
    words: () => 'The planned start has passed and nobody has said "started"',
  }),
  /** The planned start has passed without a word: this much of the planned time has passed since, and customers hear so (L12). */
  delayed: event<{ planned: Delay }>({
    ...{ ...SHOWN, webhook: 'window.delayed', inside: undefined },
    words: ({ planned }) => `${DELAY_WORDS[planned]} and nobody has said "started"`,
  }),
  /** `startedAt`: when it really began, where somebody says so (L14); `reason`: why it was said only afterwards, for staff. */
  started: event<{ note?: string; startedAt?: number; reason?: string }>({
    ...{ customers: 'in part', webhook: 'window.started', plan: 'kept', inside: TOLD_INSIDE('brief-started') },
    words: ({ note, startedAt, reason }) => withWords(`Work started${givenTime(startedAt, reason)}`, note),
  }),
  /** `quiet`: for the page only, nobody was sent a mail; absent otherwise. */
  'progress-posted': event<{ message: string; nextUpdateBy?: number; quiet?: true }>({
    ...{ ...SHOWN, webhook: 'window.updated', inside: undefined },
    words: ({ message, nextUpdateBy }) =>
      `Progress: ${message}` + (nextUpdateBy === undefined ? '' : ` (next update by ${toIso(nextUpdateBy)})`),
  }),
  'update-missed': event<{ promisedBy: number }>({
    ...INTERNAL,
    words: ({ promisedBy }) => `The update promised by ${toIso(promisedBy)} has not come`,
  }),
  verifying: event<{ note?: string }>({
    ...{ ...SHOWN, webhook: 'window.verifying', inside: undefined },
    words: ({ note }) => withWords('Work done, being verified', note),
  }),
  overdue: event({
    ...{ ...SHOWN, webhook: 'window.overdue', inside: undefined },
    words: () => 'The work runs past its planned end',
  }),
  completed: event<Outcome>({
    ...{ customers: 'in part', webhook: 'window.completed', plan: 'kept', inside: TOLD_INSIDE('brief-completed') },
    words: (outcome) => outcomeWords('Work completed', outcome),
  }),
  /** Begun work is called off (L13): from now on systems are put back to what they were before it. */
  'roll-back-begun': event<{ reason: string }>({
    ...{ ...REVISED, webhook: 'window.rolling_back', inside: TOLD_INSIDE('brief-rolling-back') },
    words: ({ reason }) => withWords('Work called off and being rolled back', reason),
  }),
  /** Systems are as they were before the work. */
  'rolled-back': event<Outcome>({
    ...{ customers: 'in part', webhook: 'window.rolled_back', plan: 'kept', inside: TOLD_INSIDE('brief-rolled-back') },
    words: (outcome) => outcomeWords('Work rolled back', outcome),
  }),

  /** A value of the watched result was entered (E3). */
  'value-entered': event<{ query: MonitoringQuery; value: number; isGood: boolean; note?: string }>({
    ...INTERNAL,
    words: ({ query, value, isGood, note }) =>
      withWords(`${valueText(query, value)} (good: ${goodText(query)})${isGood ? '' : ', which is bad'}`, note),
  }),
  /** The result has been watched for as long as planned, and no good value was entered (E3). */
  'value-missed': event<{ query: MonitoringQuery }>({
    ...INTERNAL,
    words: ({ query }) => `No good value of ${query.name} was entered while the result was watched`,
  }),
  /** Nothing can be found out by the probe (E3). */
  'probe-missing': event<{ probe: string }>({
    ...INTERNAL,
    words: ({ probe }) => `The result is not watched: no probe ${probe} is configured`,
  }),
  /** What came of the work is bad: the window is open again (E3). `because`: what was found, for staff. */
  degraded: event<{ because: string }>({
    ...{ customers: 'in part', webhook: 'window.degraded', plan: 'kept', inside: TOLD_INSIDE('brief-degraded') },
    words: ({ because }) => withWords('Degraded after maintenance', because === '' ? undefined : because),
  }),
  /** It is good again. */
  recovered: event<{ message?: string; customerImpactMinutes?: number }>({
    ...{ ...SHOWN, webhook: 'window.recovered', inside: TOLD_INSIDE('brief-recovered') },
    words: (outcome) => outcomeWords('Back to normal', outcome),
  }),

  /** Where the work on the resources is, whenever that changes (S2). */
  'work-reported': event<{
    state: Exclude<WorkStatus['state'], 'paused'>;
    because?: string;
    /** What is left cannot be begun before the planned end. */
    isEndNear?: true;
    counts: WorkFigures;
  }>({
    ...INTERNAL,
    words: ({ state, because, counts }) => withWords(`Work ${state}: ${workFigures(counts)}`, because),
  }),
  'work-paused': event<{ reason?: string }>({
    ...INTERNAL,
    words: ({ reason }) => withWords('Work paused: nothing more is begun', reason),
  }),
  'work-resumed': event({ ...INTERNAL, words: () => 'Work resumed' }),
  'work-aborted': event<{ reason: string }>({
    ...INTERNAL,
    words: ({ reason }) => withWords('Work aborted: nothing more is begun in this window', reason),
  }),
  'work-skipped': event<{ resources: readonly string[]; reason: string }>({
    ...INTERNAL,
    words: ({ resources, reason }) => withWords(`Left out: ${resources.join(', ')}`, reason),
  }),
  'work-retried': event<{ resources: readonly string[] }>({
    ...INTERNAL,
    words: ({ resources }) => `To be tried again: ${resources.join(', ')}`,
  }),

  rescheduled: event<{ from: Slot; to: Slot; reason: string }>({
    ...{ ...CHANGED, webhook: 'window.rescheduled', inside: TOLD_INSIDE('brief-changed') },
    words: ({ from, to, reason }) =>
      withWords(`Rescheduled from ${toIso(from.startsAt)} to ${toIso(to.startsAt)}`, reason),
  }),
  /** Which other windows customers may choose, and how much may be moved here (S8); only what has changed is given. */
  offered: event<{ alternatives?: readonly string[]; capacity?: number }>({
    ...INTERNAL,
    words: ({ alternatives, capacity }) =>
      [
        ...(alternatives
          ? [`Customers may choose between this window and ${alternatives.join(', ') || 'no other'}`]
          : []),
        ...(capacity === undefined ? [] : [`${String(capacity)} resources may be moved here`]),
      ].join('; '),
  }),
  /** The changes behind the window in other systems (P9), in place of those named before. */
  referred: event<{ references: readonly ChangeReference[] }>({
    ...INTERNAL,
    words: ({ references }) =>
      references.length === 0
        ? 'No change of another system is named any more'
        : `Changes behind it: ${references.map(({ system, id }) => `${system} ${id}`).join(', ')}`,
  }),
  /** The window goes by the provider's rules of that day from here on (P6). */
  'rules-applied': event<{ policy: NoticePolicy; changes: readonly RuleChange[] }>({
    ...INTERNAL,
    words: ({ changes }) =>
      `Goes by other rules: ${changes.map(({ name, before, after }) => `${name} ${after ?? 'no longer set'} (before: ${before ?? 'not set'})`).join('; ')}`,
  }),
  /** A customer has moved resources here from another window and its night, or away to another one (S8). */
  'moved-in': event<{ number: number; resources: readonly string[]; from: string; slot: Slot }>({
    ...INTERNAL,
    words: ({ resources, from }) => `Moved here from ${from} by their customer: ${someOf(resources, { most: 10 })}`,
  }),
  'moved-out': event<{ number: number; resources: readonly string[]; to: string }>({
    ...INTERNAL,
    words: ({ resources, to }) => `Moved to ${to} by their customer: ${someOf(resources, { most: 10 })}`,
  }),
  extended: event<{ from: Slot; to: Slot; reason: string }>({
    ...{ ...CHANGED, webhook: 'window.extended', inside: TOLD_INSIDE('brief-changed') },
    words: ({ from, to, reason }) => withWords(`Extended from ${toIso(from.endsAt)} to ${toIso(to.endsAt)}`, reason),
  }),
  rescoped: event<{ from: Scope; to: Scope; reason: string }>({
    ...{ customers: 'in part', webhook: 'window.changed', plan: 'changed', inside: TOLD_INSIDE('brief-changed') },
    words({ from, to, reason }) {
      const [before, after] = [describeScope(from), describeScope(to)];
      // customers do not read what else the work touches
      return withWords(
        after === '' ? 'The affected resources changed' : `Scope changed from ${before} to ${after}`,
        reason,
      );
    },
  }),
  reclassified: event<{
    from: WindowClass;
    to: WindowClass;
    /** The provider's own class it was of, and is of now (P6); absent: one of the three. */
    fromName?: string;
    toName?: string;
    reason: string;
    justification?: string;
    emergency?: Emergency;
  }>({
    ...{ ...CHANGED, webhook: 'window.changed', inside: TOLD_INSIDE('brief-changed') },
    words: (event) =>
      withWords(`Class changed from ${reclassifiedFrom(event)} to ${reclassifiedTo(event)}`, event.reason),
  }),
  /** What customers read was worded anew; only what has changed is given. */
  edited: event<{
    wording: Wording;
    translations?: Readonly<Record<string, Wording>>;
    /** Sentences whose translations said the same as before and were not given anew: they are gone. */
    stale?: readonly Worded[];
    reason?: string;
  }>({
    ...{ ...REVISED, webhook: 'window.changed', inside: CHANGED_WORDS },
    words({ wording, translations, stale = [], reason }) {
      const fields = [...Object.keys(wording), ...Object.keys(translations ?? {})].join(', ');
      const gone =
        stale.length > 0 ? `; translations of ${stale.join(', ')} that said the same as before are gone` : '';
      return withWords(`Worded anew (${fields})${gone}`, reason);
    },
  }),
  /** The night that is not needed is free again (L10). */
  'alternate-released': event<{ slot: Slot }>({
    ...{ ...REVISED, webhook: 'window.changed', inside: CHANGED_WORDS },
    words: ({ slot }) => `The alternative night ${toIso(slot.startsAt)} to ${toIso(slot.endsAt)} is no longer needed`,
  }),
  cancelled: event<{ reason: string }>({
    ...{ ...REVISED, webhook: 'window.cancelled', inside: TOLD_INSIDE('brief-cancelled') },
    words: ({ reason }) => withWords('Cancelled', reason),
  }),

  approved: event<{ revision: number }>({
    ...INTERNAL,
    words: ({ revision }) => `Revision ${String(revision)} approved`,
  }),
  /** Instead of an approval: what an approver wants to be different (L8). */
  'changes-requested': event<{ revision: number; reason: string }>({
    ...INTERNAL,
    words: ({ revision, reason }) => withWords(`Changes of revision ${String(revision)} asked for`, reason),
  }),
  'approval-withdrawn': event<{ reason: string }>({
    ...INTERNAL,
    words: ({ reason }) => withWords('Approval withdrawn', reason),
  }),
  /** The announcement was due and nobody has approved: from now on the promised notice is owed (N11). */
  'approval-missed': event({
    ...INTERNAL,
    words: () => 'The announcement was due and nobody has approved it: the promised notice is owed',
  }),
  nominated: event<{ pointOfContact: string }>({ ...INTERNAL, words: () => 'A point of contact was nominated' }),
  ticked: event<{ step: number; text: string }>({
    ...INTERNAL,
    words: ({ step, text }) => `Verification step ${String(step)} ticked off: ${text}`,
  }),
  /** The next step of an escalation, counted from 1. */
  escalated: event<{ step: number; because: string }>({
    ...INTERNAL,
    words: ({ step, because }) => `Escalated, step ${String(step)}: ${because}`,
  }),
  /** A rule would have refused the step; somebody answers for it, with a reason (L9, N11). */
  'rule-overridden': event<{ reason: string }>({
    ...INTERNAL,
    words: ({ reason }) => `A rule was overridden: ${reason}`,
  }),
  /** Something that should have been undone is given up (L7). */
  'written-off': event<{ item: string; reason: string }>({
    ...INTERNAL,
    words: ({ item, reason }) => `Given up: ${item}: ${reason}`,
  }),

  'rfo-owed': event<{ because: string }>({
    ...{ ...SHOWN, webhook: undefined, inside: undefined },
    words: ({ because }) => `A reason-for-outage report is owed: ${because}`,
  }),
  'rfo-drafted': event<{ version: number; text: RfoText }>({
    ...INTERNAL,
    words: ({ version, text }) => `Report drafted, version ${String(version)} (${text.state})`,
  }),
  'rfo-published': event<{ version: number; final: boolean }>({
    ...{ ...SHOWN, webhook: 'window.rfo_published', inside: undefined },
    words: ({ version, final }) => `Report published, version ${String(version)} (${final ? 'final' : 'preliminary'})`,
  }),
  'rfo-late': event({
    ...INTERNAL,
    words: () => 'The reason-for-outage report is owed and has not been published',
  }),
  closed: event({ ...{ ...SHOWN, webhook: 'window.closed', inside: undefined }, words: () => 'Closed' }),
  /** Its workflow and its record disagreed, and somebody has decided (T7). */
  repaired: event<{ how: 'restart' | 'write-off'; reason: string }>({
    ...INTERNAL,
    words: ({ how, reason }) =>
      `${how === 'restart' ? 'Started again from the record' : 'Written off, because it has no workflow'}: ${reason}`,
  }),
  /** A signal that was not obeyed, with the reason; changes nothing else. `times`: it came more than once in a burst. */
  'command-refused': event<{ command: string; reason: string; times?: number }>({
    ...INTERNAL,
    words: ({ command, reason, times = 1 }) =>
      `${command} was refused${times > 1 ? ` ${String(times)} times` : ''}: ${reason}`,
  }),
};

/** How work ended. `completedAt`: when it really did, where somebody says so (L14); `reason`: why only afterwards, for staff. */
interface Outcome {
  message?: string;
  customerImpactMinutes?: number;
  completedAt?: number;
  reason?: string;
}

function outcomeWords(what: string, { message, customerImpactMinutes: seen, completedAt, reason }: Outcome): string {
  const impact = seen === undefined ? '' : ` (customers saw ${String(seen)} minutes)`;
  return withWords(`${what}${givenTime(completedAt, reason)}${impact}`, message);
}

/** ` at 2026-12-10T01:00:00Z, as was said afterwards (why)`; nothing where it is the moment at which it was said. */
function givenTime(at: number | undefined, reason: string | undefined): string {
  if (at === undefined) return '';
  return ` at ${toIso(at)}, as was said afterwards${reason === undefined ? '' : ` (${reason})`}`;
}

const DELAY_WORDS: Record<Delay, string> = {
  'half-gone': 'Half of the planned time has passed',
  over: 'The planned end has passed',
};

/** `14 of 20 done, 2 failed, 4 left`. */
export function workFigures({ done, failed, unknown, skipped, left }: WorkFigures): string {
  const rest = Object.entries({ failed, unknown, skipped, left }).flatMap(([word, count]) =>
    count > 0 ? [`${String(count)} ${word}`] : [],
  );
  return [`${String(done)} of ${String(done + failed + unknown + skipped + left)} done`, ...rest].join(', ');
}

const named = (notice: NoticeId) => `Notice ${noticeSlug(notice)}`;

function withWords(what: string, words: string | undefined): string {
  return words === undefined ? what : `${what}: ${words}`;
}

function figuresOf({ untold = 0, optedOut = 0, ...counts }: NoticeCounts): string {
  return [
    deliveryFigures(counts),
    ...(untold > 0 ? [untoldWords(untold)] : []),
    ...(optedOut > 0 ? [`${customers(optedOut)} asked not to be mailed updates`] : []),
  ].join('; ');
}

function deliveryFigures({ accepted, failed, uncertain, superseded, recipients }: NoticeCounts): string {
  const rest = Object.entries({ failed, uncertain, superseded }).flatMap(([word, count]) =>
    count > 0 ? [`${String(count)} ${word}`] : [],
  );
  return [`${String(accepted)} of ${String(recipients)} accepted`, ...rest].join(', ');
}

/** Every type an event of a window can have. */
export const EVENT_TYPES = Object.keys(EVENTS) as readonly (keyof typeof EVENTS)[];
