import { setTimeout as pause } from 'node:timers/promises';
import type { Channel } from '../domain/channels/channels';
import { recorded, type Actor } from '../domain/shared/actor';
import { KnownError, refusalError } from '../domain/shared/errors';
import { debtRefusal, noticeDebt } from '../domain/notices/notice-debt';
import { DEFAULT_POLICY, type NoticePolicy } from '../domain/notices/notice-policy';
import { BRIEFED } from '../domain/notices/staff-roles';
import { invalid } from '../domain/shared/invalid';
import { optional } from '../domain/shared/optional';
import { languagesRead, type LanguageRead } from '../domain/notices/wording-language';
import { evolve } from '../domain/window/evolve/evolve';
import type { RecordedEvent } from '../domain/window/events';
import type { CommandName } from '../domain/window/commands/commands';
import { checkOpening } from '../domain/window/plan-rules';
import { classFaults } from '../domain/window/class-duties';
import { openedAs, toSpec, type OpenedAs, type OpeningOutput } from '../domain/window/opening';
import type { WindowSpec } from '../domain/window/types';
import { countAudience, unknownInScope, type AudienceSize } from '../store/inventory/audience';
import type { Database, Transacting } from '../store/database/database';
import { audienceLanguages } from '../store/inventory/languages';
import { conflictsOf } from '../store/planning/recorded-conflicts';
import { reserveNights } from '../store/planning/reserve';
import { freeSlots } from '../store/planning/slots';
import { keepCounter, nextReference } from '../store/windows/references';
import { hasStaff } from '../store/inventory/staff';
import { createTimeline } from '../store/windows/timeline';
import { getTimeline } from '../store/windows/windows';
import type { Viewer } from '../store/windows/viewer';
import { mustBeOffers } from './check-offer';
import { mustBeWorkable, type WorkChecks } from './check-work';
import type { Brands } from '../domain/brands/brand';
import { draftWording } from './draft-wording';
import { mustConcernOnlyOwn } from './keep-within';
import { someOf } from '../domain/shared/some-of';

/** Starts the window of an `opened` event in Temporal, once for each reference. */
export interface WindowStarter {
  open(opened: RecordedEvent): Promise<'started' | 'already-started'>;
}

/** An opening that can be tried again, by a repeated request or after a crash. */
export interface OpeningAttempt {
  /** The reference that an earlier try, which did not finish, may have opened the window under. */
  readonly reference: string | undefined;
  /** A reference set apart for this opening just now: there is no record of an earlier try to wait for. */
  readonly reserved?: string;
  /** Notes the reference before anything is done with it, with what `db` does, so that a later try goes on with the same one. */
  remember(reference: string, db?: Database | Transacting): Promise<void>;
}

export interface OpeningRequest {
  readonly body: OpeningOutput;
  readonly actor: Actor;
  /** Who opens it, as far as that limits whom the window may concern; nobody is limited when left out. */
  readonly viewer?: Pick<Viewer, 'organizations'>;
  /** Who else drew up the plan (L8). */
  readonly authors?: readonly string[];
  /** `api` unless given. */
  readonly door?: RecordedEvent['door'];
  /** UTC ms. */
  readonly now: number;
  readonly attempt: OpeningAttempt | undefined;
}

/** A window that is open: its first event, and whom a notice would reach now. */
export interface OpenedWindow {
  readonly opened: Opening;
  readonly audience: AudienceSize;
  /** What those read whom it would reach (N4). */
  readonly languages: readonly LanguageRead[];
  /** The conflicts of its plan that were accepted (L9). */
  readonly conflicts: Awaited<ReturnType<typeof conflictsOf>>;
}

/** The provider's settings for all its windows. */
export interface ProviderSettings {
  /** `required`: every window needs a second person's approval (L8). */
  readonly approvals: 'by-request' | 'required';
  /** Whom mails name while nobody is nominated (P3). */
  readonly supportAddress: string;
  readonly providerName: string;
  /** As whom customers are told (P7); all by the same name when left out. */
  readonly brands?: Brands | undefined;
  /** Channels on which a window is undone when it is cancelled (L7). */
  readonly channelsToUndo: readonly Channel[];
  /** Commands that signals may give (T5). */
  readonly signals: readonly CommandName[];
  /** The provider's own rules (P6). */
  readonly rules: WindowRules;
}

/** The rules that windows are opened by, and keep. */
export interface WindowRules {
  /** Of a window that is opened at `now` (UTC ms). */
  policyAt(now: number): NoticePolicy;
}

/** Of a provider without a file of rules. */
export const USUAL_WINDOW_RULES: WindowRules = { policyAt: () => DEFAULT_POLICY };

export interface OpeningDependencies extends WorkChecks {
  readonly windows: WindowStarter;
  readonly provider: ProviderSettings;
  /** Called with what went wrong after the window was open already, so that somebody learns of it. */
  onLateFailure(reference: string, error: unknown): void;
}

/** How long a repeat waits for the first try's record, and how often it looks (ms). */
const WAIT = 1_000;
const LOOK_EVERY = 100;

type Opening = RecordedEvent & { readonly event: Extract<RecordedEvent['event'], { type: 'opened' }> };

/**
 * References that Temporal knows and the database does not (a database restored or made anew) are skipped, each time twice as
 * many as before, so often.
 */
const MOST_SKIPPED = 20;

/**
 * Opens a window, for the API and for the nights of a series alike. The window is open once Temporal has it: before that
 * nothing is stored, and if the record (the read model) fails afterwards, the window's first step writes it, because it
 * records the same event. A repeat with the same Idempotency-Key goes on with the same reference, so that it never opens a
 * second one. Throws KnownError: a rule of opening, `unknown-scope`, `empty-audience`, `invalid-body` for work that cannot be done
 * as it is planned, or Temporal's.
 */
export async function openWindow(deps: OpeningDependencies, request: OpeningRequest): Promise<OpenedWindow> {
  const { db } = deps;
  const { now, attempt } = request;
  if (attempt?.reference !== undefined) {
    const earlier = await recordedOpening(db, attempt.reference);
    if (earlier) return withConflicts(db, earlier, await audienceOf(db, earlier));
  }
  const asked = await readOpening(deps, request.body, deps.provider.rules.policyAt(now));
  if (request.viewer) await mustConcernOnlyOwn(db, request.viewer, asked.spec);
  const audience = await check(deps, asked, now);
  const opened = await start(deps, request, asked);
  await record(db, opened).catch((error: unknown) => deps.onLateFailure(opened.event.reference, error));
  return withConflicts(db, opened, audience);
}

/** The body as the core's own values. */
export interface Asked {
  readonly spec: WindowSpec;
  readonly as: OpenedAs;
}

/** Reads a body as opening does: its class (P6), its template (P2), and the provider's settings. Throws KnownError `invalid-body`. */
export async function readOpening(
  { db, provider }: Pick<OpeningDependencies, 'db' | 'provider'>,
  body: OpeningOutput,
  policy: NoticePolicy,
): Promise<Asked> {
  const faults = classFaults(body, policy);
  if (faults.length > 0) throw invalid(faults, 'body');
  const hasBrief = await hasStaff(db, BRIEFED);
  return {
    spec: toSpec(await draftWording(db, body, provider, policy), provider.supportAddress, policy),
    as: openedAs(body, {
      approvalRequired: provider.approvals === 'required',
      hasBrief,
      channels: provider.channelsToUndo,
      signals: provider.signals,
    }),
  };
}

async function withConflicts(db: Database, opened: Opening, audience: AudienceSize): Promise<OpenedWindow> {
  const { reference, spec } = opened.event;
  const [conflicts, languages] = await Promise.all([conflictsOf(db, reference), languagesOf(db, spec)]);
  return { opened, audience, languages, conflicts };
}

/** The window's first event, once Temporal has the window. */
async function start(
  { db, windows, provider }: OpeningDependencies,
  { actor, authors, door = 'api', now, attempt }: OpeningRequest,
  { spec, as }: Asked,
): Promise<Opening> {
  const policy = provider.rules.policyAt(now);
  for (let skipped = 0; skipped <= MOST_SKIPPED; skipped++) {
    const given = skipped === 0 ? (attempt?.reference ?? attempt?.reserved) : undefined;
    const reference = await holdNights(db, {
      ...{ given, spec, now, attempt, override: as.override, places: policy.places },
    });
    const event = { type: 'opened', reference, spec, policy, ...as, ...optional({ authors }) } as const;
    const opened: Opening = { sequence: 1, at: now, ...recorded(actor), door, event };
    if ((await startOrFree(db, windows, opened)) === 'started') return opened;
    if (given === undefined) {
      await freeSlots(db, reference);
      await keepCounter(db, beyond(reference, 2 ** skipped - 1));
      continue;
    }
    // another try with the same key was first; its body is the window's
    const first = await recordedOpening(db, reference);
    if (first) return first;
    throw new KnownError(
      'key-in-progress',
      `The window ${reference} is being opened by an earlier try. Repeat the request in a second.`,
    );
  }
  throw new Error('Temporal has more windows than the database has ever heard of');
}

/** The reference so many after it. */
function beyond(reference: string, by: number): string {
  return reference.replace(/\d+$/, (number) => String(Number(number) + by).padStart(number.length, '0'));
}

interface Holding {
  readonly given: string | undefined;
  readonly spec: WindowSpec;
  readonly now: number;
  readonly attempt: OpeningAttempt | undefined;
  readonly override: string | undefined;
  /** The provider's rules of places (P6). */
  readonly places: NoticePolicy['places'];
}

/**
 * Takes the nights, so that of two windows that collide only one is opened (L9), under the reference it answers. Throws KnownError
 * `conflict`; then no reference was used up.
 */
async function holdNights(db: Database, { given, spec, now, attempt, override, places }: Holding): Promise<string> {
  const plan = { spec, now, override, places };
  if (given !== undefined) await attempt?.remember(given, db);
  const held =
    given === undefined
      ? await reserveNights(db, { ...plan, draw: (trx) => drawn(trx, now, attempt) })
      : await reserveNights(db, { ...plan, reference: given });
  if ('refusal' in held) throw refusalError(held.refusal);
  return held.reference;
}

async function drawn(trx: Transacting, now: number, attempt: OpeningAttempt | undefined): Promise<string> {
  const reference = await nextReference(trx, new Date(now).getUTCFullYear());
  await attempt?.remember(reference, trx);
  return reference;
}

/** Starts the window; gives its nights back when it certainly was not started. */
async function startOrFree(
  db: Database,
  windows: WindowStarter,
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

/** The rules that need a clock or the inventory (N1–N3, N5, N11, S2). */
async function check(deps: OpeningDependencies, { spec, as }: Asked, now: number): Promise<AudienceSize> {
  const policy = deps.provider.rules.policyAt(now);
  const refusal = checkOpening(spec, now, policy);
  if (refusal) throw refusalError(refusal);
  const audience = await checkScope(deps.db, spec);
  await mustBeWorkable(deps, spec);
  await mustBeOffers(deps.db, spec);
  const debt = as.override === undefined ? noticeDebt(spec, now, policy) : null;
  if (debt) throw refusalError(debtRefusal(debt, spec, 'slots.0.start', audience.organizations));
  return audience;
}

/** Whom the scope reaches now (N5). Throws KnownError `unknown-scope` or `empty-audience`. */
export async function checkScope(db: Database, spec: Pick<WindowSpec, 'scope' | 'visibility'>): Promise<AudienceSize> {
  const [unknown, audience] = await Promise.all([
    unknownInScope(db, spec.scope),
    countAudience(db, spec.scope, spec.visibility === 'private'),
  ]);
  if (unknown.length > 0) {
    const faults = unknown.map(({ field, value }) => ({ field, message: `"${value}" is not in the inventory` }));
    const named = unknown.map(({ field, value }) => `"${value}" (${field})`);
    throw new KnownError(
      'unknown-scope',
      `The inventory has no ${someOf(named, { most: 3 })}. Correct the scope, or import what is missing first.`,
      faults,
    );
  }
  if (audience.recipients === 0) throw emptyAudience(audience);
  return audience;
}

/** What those read whom a notice would reach now, and which sentences they lack. */
export async function languagesOf(db: Database, spec: WindowSpec): Promise<LanguageRead[]> {
  return languagesRead(spec, await audienceLanguages(db, spec.scope, spec.visibility === 'private'));
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
