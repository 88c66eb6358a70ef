import { setTimeout as pause } from 'node:timers/promises';
import type { z } from 'zod';
import { KnownError } from '../domain/errors';
import { debtRefusal, noticeDebt, toIsoDuration } from '../domain/notice-debt';
import { DEFAULT_POLICY } from '../domain/notice-policy';
import { describeDuration, toIso } from '../domain/time';
import { evolve } from '../domain/window/evolve';
import type { RecordedEvent } from '../domain/window/events';
import type { OpenedAs } from '../domain/window/opening';
import { checkOpening } from '../domain/window/rules';
import type { WindowSpec } from '../domain/window/types';
import { viewOf } from '../domain/window/view';
import { countAudience, unknownInScope, type AudienceSize } from '../store/audience';
import type { Database } from '../store/database';
import { nextReference } from '../store/references';
import { conflictsOf } from '../store/planning/read';
import { reserveNights } from '../store/planning/reserve';
import { freeSlots } from '../store/planning/slots';
import { createTimeline } from '../store/timeline';
import { getTimeline } from '../store/windows';
import { linksOf, type Addresses } from './links';
import { refusalError } from './problem';
import type { Attempt } from './route';
import type { openedSchema } from './schemas/windows';
import type { WindowsClient } from './windows-client';

export interface OpeningDependencies {
  readonly db: Database;
  readonly windows: WindowsClient;
  readonly addresses: Addresses;
  /** Called with what went wrong after the window was open already, so that somebody learns of it. */
  onLateFailure(reference: string, error: unknown): void;
}

export interface OpeningRequest {
  readonly spec: WindowSpec;
  readonly as: OpenedAs;
  readonly by: string;
  /** UTC ms. */
  readonly now: number;
  readonly attempt: Attempt | undefined;
}

/** How long a repeat waits for the first try's record, and how often it looks (ms). */
const WAIT = 1_000;
const LOOK_EVERY = 100;

type Opened = z.input<typeof openedSchema>;
type Opening = RecordedEvent & { readonly event: Extract<RecordedEvent['event'], { type: 'opened' }> };

/** References that Temporal knows and the database does not (a database restored or made anew) are skipped, up to so many. */
const MOST_SKIPPED = 50;

/**
 * Opens a window and answers its plan. The window is open once Temporal has it: before that nothing is stored, and what
 * comes after (the read model) the window makes good by itself, because its first step records the same event. A repeat with
 * the same Idempotency-Key goes on with the same reference, so that it never opens a second one.
 * Throws KnownError: a rule of opening, `unknown-scope`, `empty-audience`, or Temporal's.
 */
export async function openWindow(deps: OpeningDependencies, request: OpeningRequest): Promise<Opened> {
  const { db } = deps;
  const { spec, as, now, attempt } = request;
  if (attempt?.reference !== undefined) {
    const earlier = await recordedOpening(db, attempt.reference);
    if (earlier) return answer(deps, earlier, await audienceOf(db, earlier), await conflictsOf(db, attempt.reference));
  }
  const audience = await check(db, spec, now, as.override);
  const opened = await start(deps, request);
  await record(db, opened).catch((error: unknown) => deps.onLateFailure(opened.event.reference, error));
  return answer(deps, opened, audience, await conflictsOf(db, opened.event.reference));
}

/** The window's first event, once Temporal has the window. */
async function start(
  { db, windows }: OpeningDependencies,
  { spec, as, by, now, attempt }: OpeningRequest,
): Promise<Opening> {
  for (let skipped = 0; skipped <= MOST_SKIPPED; skipped++) {
    const reference = attempt?.reference ?? (await nextReference(db, new Date(now).getUTCFullYear()));
    await attempt?.remember(reference);
    const event = { type: 'opened', reference, spec, policy: DEFAULT_POLICY, ...as } as const;
    const opened: Opening = { sequence: 1, at: now, by, door: 'api', event };
    await holdNights(db, opened);
    if ((await startOrFree(db, windows, opened)) === 'started') return opened;
    if (attempt === undefined) {
      await freeSlots(db, reference);
      continue;
    }
    // another try with the same key got there first; its words are the window's
    const first = await recordedOpening(db, reference);
    if (first) return first;
    throw new KnownError(
      'key-in-progress',
      `The window ${reference} is being opened by an earlier try. Repeat the request in a second.`,
    );
  }
  throw new Error(`Temporal has ${String(MOST_SKIPPED)} windows that the database has never heard of`);
}

/** Takes the nights, so that of two windows that collide only one is opened (L9). Throws KnownError `conflict`. */
async function holdNights(db: Database, { at: now, event }: Opening): Promise<void> {
  const { reference, spec, override } = event;
  const held = await reserveNights(db, { reference, spec, now, override });
  if ('refusal' in held) throw refusalError(held.refusal);
}

/** Starts the window; gives its nights back when it certainly was not started. */
async function startOrFree(
  db: Database,
  windows: WindowsClient,
  opened: Opening,
): Promise<'started' | 'already-started'> {
  try {
    return await windows.open(opened);
  } catch (error) {
    if (error instanceof KnownError && error.code === 'temporal-unreachable') {
      await freeSlots(db, opened.event.reference);
    }
    throw error;
  }
}

/** The rules that need a clock or the inventory (N1–N3, N5). */
async function check(db: Database, spec: WindowSpec, now: number, override: string | undefined): Promise<AudienceSize> {
  const refusal = checkOpening(spec, now);
  if (refusal) throw refusalError(refusal);
  const [unknown, audience] = await Promise.all([
    unknownInScope(db, spec.scope),
    countAudience(db, spec.scope, spec.visibility === 'private'),
  ]);
  if (unknown.length > 0) {
    const faults = unknown.map(({ field, value }) => ({ field, message: `"${value}" is not in the inventory` }));
    const named = unknown.slice(0, 3).map(({ field, value }) => `"${value}" (${field})`);
    const more = unknown.length > 3 ? ` and ${String(unknown.length - 3)} more` : '';
    throw new KnownError(
      'unknown-scope',
      `The inventory has no ${named.join(', ')}${more}. Correct the scope, or import what is missing first.`,
      faults,
    );
  }
  if (audience.recipients === 0) throw emptyAudience(audience);
  const debt = override === undefined ? noticeDebt(spec, now, DEFAULT_POLICY) : null;
  if (debt) throw refusalError(debtRefusal(debt, spec, now, 'slots.0.start', audience.organizations));
  return audience;
}

function emptyAudience({ resources, organizations }: AudienceSize): KnownError {
  const detail =
    resources === 0
      ? 'The scope matches no resource, so nobody would be told. Widen it: locations, kinds and labels narrow each other.'
      : `The scope touches ${String(organizations)} organizations, and none has a contact or a maintenance address. Import contacts first.`;
  return new KnownError('empty-audience', detail, [{ field: 'scope', message: 'reaches nobody' }]);
}

async function record(db: Database, opened: RecordedEvent): Promise<void> {
  const state = evolve(undefined, opened);
  await createTimeline(db).record({ reference: state.reference, events: [opened] });
}

/** The window's first event as it is on record, waited for a little. */
async function recordedOpening(db: Database, reference: string): Promise<Opening | undefined> {
  for (let waited = 0; ; waited += LOOK_EVERY) {
    const [first] = await getTimeline(db, reference, { organizationId: null });
    if (first?.event.type === 'opened') return { ...first, event: first.event };
    if (waited >= WAIT) return undefined;
    await pause(LOOK_EVERY);
  }
}

function audienceOf(db: Database, { event: { spec } }: Opening): Promise<AudienceSize> {
  return countAudience(db, spec.scope, spec.visibility === 'private');
}

function answer(
  { addresses }: OpeningDependencies,
  opened: Opening,
  audience: AudienceSize,
  conflicts: Opened['conflicts'],
): Opened {
  const state = evolve(undefined, opened);
  const view = viewOf(state);
  const { spec } = state;
  const { organizations, recipients } = audience;
  const debt = noticeDebt(spec, opened.at, state.policy);
  return {
    reference: view.reference,
    phase: view.phase,
    revision: view.revision,
    workflowId: view.reference,
    plan: view.plan.map(({ kind, at }) => ({ kind, at: toIso(at), organizations, recipients })),
    debts: debt
      ? [
          {
            class: spec.class,
            promised: toIsoDuration(debt.promisedMs),
            given: toIsoDuration(debt.givenMs),
            organizations,
            text:
              `Class ${spec.class} promises ${describeDuration(debt.promisedMs)} of notice; ${describeDuration(debt.givenMs)} are left. ` +
              `A start at ${toIso(opened.at + debt.promisedMs)} or later keeps the promise.`,
          },
        ]
      : [],
    conflicts,
    links: linksOf(view, null, addresses, true),
  };
}
