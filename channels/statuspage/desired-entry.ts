import type { PublicWindow } from '../../domain/public/window';
import { effectOf, type ComponentStatus } from '../../domain/public/component-status';
import { ends } from '../../domain/public/life-cycle';
import type { PublicUpdate } from '../../domain/public/updates';
import { DONE, UNSETTLED } from '../../domain/window/commands/verdict';
import type { EntryStatus, IncidentFields } from './statuspage-api-client';

/** One update to be told, known by its number in the window's timeline, which is its step key. */
export interface DesiredStep {
  readonly sequence: number;
  readonly status: EntryStatus;
  readonly body: string;
  /** It names a date: what comes before it is of no date in force any more (N9). */
  readonly setsDate: boolean;
  /** For the page alone: the person who gave it wanted nobody to be notified. */
  readonly isQuiet: boolean;
  /** The work begins with it, or its result is bad from then on: its components change. */
  readonly begins: boolean;
  /** The window is over with it: its components are restored. */
  readonly ends: boolean;
}

/** The entry as it should be, from what the public may know of the window. */
export interface DesiredEntry {
  readonly reference: string;
  /** Planned work is a scheduled maintenance; an emergency is an incident (docs/decisions/0005). */
  readonly kind: 'maintenance' | 'incident';
  readonly name: string;
  /** The planned times as ISO 8601; null for an incident, which has none. */
  readonly scheduled: { readonly from: string; readonly until: string } | null;
  readonly impact: NonNullable<IncidentFields['impact_override']>;
  /** Where the last step leaves it. */
  readonly status: EntryStatus;
  /** The announcement with the date in force, for an entry that is made late. */
  readonly announcement: string;
  /** Oldest first. */
  readonly steps: readonly DesiredStep[];
  /** What the work makes of its components while it runs. */
  readonly effect: ComponentStatus;
  readonly running: boolean;
  readonly ended: boolean;
  readonly cancelled: boolean;
}

/** An update as paragraphs of plain text, as the built-in status page words it. */
export type Describe = (update: PublicUpdate, window: PublicWindow) => readonly string[];

/** Statuspage's own limits. */
const LONGEST_NAME = 255;
const LONGEST_BODY = 25_000;

const IMPACTS = { 'no-impact': 'none', 'reduced-redundancy': 'minor', degraded: 'major', outage: 'critical' } as const;
const RUNNING = new Set<string>(UNSETTLED);
const ENDED = new Set<string>([...DONE, 'cancelled']);

/** Statuses in the order of a life; an entry never goes back in it (1.7 of the contract: a person may have moved it on). */
const ORDER = {
  maintenance: ['scheduled', 'in_progress', 'verifying', 'completed'],
  incident: ['identified', 'monitoring', 'resolved'],
} as const satisfies Record<DesiredEntry['kind'], readonly EntryStatus[]>;

/** The place of a status in the life of its kind of entry; -1 for a status of the other kind. */
export function rankOf(kind: DesiredEntry['kind'], status: string): number {
  // "investigating" and "postmortem" are set by people only
  if (status === 'investigating') return 0;
  if (status === 'postmortem') return ORDER.incident.length;
  return (ORDER[kind] as readonly string[]).indexOf(status);
}

/** The one that is further on. */
export function furtherOf(kind: DesiredEntry['kind'], one: EntryStatus, other: string): EntryStatus {
  const rank = Math.max(rankOf(kind, one), rankOf(kind, other));
  return ORDER[kind][Math.min(rank, ORDER[kind].length - 1)] ?? one;
}

export function desiredEntry(window: PublicWindow, describe: Describe): DesiredEntry {
  const kind = window.class === 'emergency' ? 'incident' : 'maintenance';
  const body = (update: PublicUpdate) => cut(describe(update, window).join('\n\n'), LONGEST_BODY);
  const steps: DesiredStep[] = [];
  for (const update of window.updates.toReversed()) {
    const before = steps.at(-1)?.status ?? ORDER[kind][0];
    steps.push({
      sequence: update.sequence,
      status: furtherOf(kind, statusAfter(update, kind, before), before),
      body: body(update),
      setsDate: update.type === 'announced' || update.type === 'rescheduled',
      isQuiet: update.type === 'posted' && update.quiet,
      begins: update.type === 'started' || update.type === 'degraded',
      ends: ends(update),
    });
  }
  const { startsAt, endsAt } = window;
  const tag = ` [${window.reference}]`;
  return {
    reference: window.reference,
    kind,
    name: `${cut(window.title, LONGEST_NAME - tag.length)}${tag}`,
    scheduled:
      kind === 'incident' ? null : { from: new Date(startsAt).toISOString(), until: new Date(endsAt).toISOString() },
    impact: kind === 'incident' ? IMPACTS[window.impact.level] : 'maintenance',
    status: steps.at(-1)?.status ?? ORDER[kind][0],
    announcement: body({ type: 'announced', sequence: 0, at: window.announcedAt, slot: { startsAt, endsAt } }),
    steps,
    effect: effectOf({ class: window.class, impact: window.impact.level, phase: window.phase }),
    running: RUNNING.has(window.phase),
    ended: ENDED.has(window.phase),
    cancelled: window.phase === 'cancelled',
  };
}

/**
 * The steps after number `told`. Those before a later change of date are left out: nobody is told an old date (N9).
 */
export function pendingSteps({ steps }: Pick<DesiredEntry, 'steps'>, told: number): readonly DesiredStep[] {
  const rest = steps.filter(({ sequence }) => sequence > told);
  const date = rest.findLastIndex(({ setsDate }) => setsDate);
  return rest.slice(Math.max(0, date));
}

function statusAfter(update: PublicUpdate, kind: DesiredEntry['kind'], before: EntryStatus): EntryStatus {
  const maintenance = kind === 'maintenance';
  switch (update.type) {
    case 'started':
    case 'overdue':
    case 'rolling-back':
      return maintenance ? 'in_progress' : 'identified';
    case 'verifying':
      return maintenance ? 'verifying' : 'monitoring';
    case 'completed':
    case 'rolled-back':
    case 'cancelled':
      return maintenance ? 'completed' : 'resolved';
    default:
      return before;
  }
}

/** At most `max` characters, cut between code points. */
function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  const kept = text.slice(0, max - 1);
  return `${/[\ud800-\udbff]$/.test(kept) ? kept.slice(0, -1) : kept}…`;
}
