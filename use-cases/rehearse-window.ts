import type { NoticeCounts } from '../domain/notices/notice';
import { ANNOUNCEMENT } from '../domain/notices/notice-kinds';
import type { NoticeKind } from '../domain/notices/notices';
import { refusalError, type Refusal } from '../domain/shared/errors';
import type { LanguageRead } from '../domain/notices/wording-language';
import { debtRefusal, noticeDebt, type NoticeDebt } from '../domain/notices/notice-debt';
import type { NoticePolicy } from '../domain/notices/notice-policy';
import type { Conflict } from '../domain/planning/conflicts';
import { rehearse, type Rehearsal, type RehearsalPlan } from '../domain/planning/rehearsal';
import { evolve } from '../domain/window/evolve/evolve';
import type { RecordedEvent } from '../domain/window/events';
import { checkOpening } from '../domain/window/plan-rules';
import type { OpeningOutput } from '../domain/window/opening';
import type { WindowSpec, WindowState } from '../domain/window/types';
import type { AudienceSize } from '../store/inventory/audience';
import type { Database, Transacting } from '../store/database/database';
import { findConflicts } from '../store/planning/conflicts';
import { judgeConflicts } from '../store/planning/ways-out';
import {
  audienceKey,
  countsOf,
  rehearsedAudience,
  type RehearsedAudience,
  type Shown,
} from '../store/windows/rehearsal/audience';
import type { Viewer } from '../store/windows/viewer';
import { mustBeWorkable } from './check-work';
import { mustConcernOnlyOwn } from './keep-within';
import { checkScope, languagesOf, readOpening, type OpeningDependencies } from './open-window';

export interface RehearsalRequest {
  readonly body: OpeningOutput;
  readonly by: string;
  /** Who asks, as far as that limits whom the window may concern; nobody is limited when left out. */
  readonly viewer?: Pick<Viewer, 'organizations'>;
  /** UTC ms. */
  readonly now: number;
  readonly plan: RehearsalPlan;
  readonly shown: Shown;
  /** As the window would be called; it has no reference yet unless a test gives one. */
  readonly reference?: string;
  /** The promises in force; without the spread, which depends on the reference, unless given. */
  readonly policy?: NoticePolicy;
}

/** A window's life ahead of time, with what opening it now would say. */
export interface RehearsedWindow {
  readonly spec: WindowSpec;
  readonly rehearsal: Rehearsal;
  readonly audience: AudienceSize;
  readonly languages: readonly LanguageRead[];
  readonly debt: NoticeDebt | null;
  readonly conflicts: readonly Conflict[];
  /** Why opening it now would be refused: a debt or a conflict that nobody has overridden. */
  readonly refusals: readonly Refusal[];
  /** Of each kind among the notices. */
  readonly audiences: ReadonlyMap<NoticeKind, RehearsedAudience>;
}

/**
 * L11: reads a body as opening does and lives the window through. Reads only: nothing is sent, stored, counted or held. Throws
 * KnownError where a window cannot be opened at all: a date in the past, a scope that is unknown or reaches nobody, work
 * that cannot be done as it is planned; and `not-permitted` where it would concern others than the viewer may plan for.
 */
export async function rehearseWindow(
  deps: Pick<OpeningDependencies, 'db' | 'provider' | 'executors' | 'probes'>,
  request: RehearsalRequest,
): Promise<RehearsedWindow> {
  const { body, by, now, plan, shown } = request;
  // moments are the promised ones: a window that is open spreads its notices over some minutes after them
  const { policy = { ...deps.provider.rules.policyAt(now), spreadMs: 0 } } = request;
  const { reference = `MW-${String(new Date(now).getUTCFullYear())}-0000` } = request;
  const { spec, as } = await readOpening(deps, body, policy);
  if (request.viewer) await mustConcernOnlyOwn(deps.db, request.viewer, spec);
  const refusal = checkOpening(spec, now, policy);
  if (refusal) throw refusalError(refusal);
  const audience = await checkScope(deps.db, spec);
  await mustBeWorkable(deps, spec);
  return readOnly(deps.db, async (trx) => {
    const event = { type: 'opened', reference, spec, policy, ...as } as const;
    const opened: RecordedEvent = { sequence: 1, at: now, by, door: 'api', event };
    const { rehearsal, audiences } = await rehearseState(trx, evolve(undefined, opened), now, plan, shown);
    const debt = noticeDebt(spec, now, policy);
    const looked = { reference, spec, now, places: policy.places };
    const conflicts = await findConflicts(trx, looked);
    const { override } = as;
    const collides = await judgeConflicts(trx, looked, conflicts, { class: spec.class, isUnderWay: false, override });
    const owes = debt && override === undefined && debtRefusal(debt, spec, 'slots.0.start', audience.organizations);
    const refusals = [...(owes ? [owes] : []), ...(collides ? [collides] : [])];
    const languages = await languagesOf(trx, spec);
    return { spec, rehearsal, audience, languages, debt, conflicts, refusals, audiences };
  });
}

/** The rest of a window's life from `state` on, with whom each kind of notice would reach. `db` is only read. */
export async function rehearseState(
  db: Database,
  state: WindowState,
  now: number,
  plan: RehearsalPlan,
  shown: Shown,
): Promise<Pick<RehearsedWindow, 'rehearsal' | 'audiences'>> {
  const known = new Map<string, RehearsedAudience>();
  const audienceOf = async (kind: NoticeKind, spec: WindowSpec) => {
    const key = audienceKey(kind);
    const found = known.get(key) ?? (await rehearsedAudience(db, spec, kind, shown));
    known.set(key, found);
    return found;
  };
  // what the life depends on: whether staff have lists to be nagged about, and whether somebody cannot be reached by mail
  const customers = await audienceOf(ANNOUNCEMENT, state.spec);
  const told = await audienceOf('cancelled', state.spec);
  const staff = await audienceOf('staff-list', state.spec);
  const counts: Record<string, NoticeCounts> = {
    affected: countsOf(customers),
    told: countsOf(told),
    staff: countsOf(staff),
  };
  const nobody = countsOf({ organizations: 0, recipients: 0, untold: 0, suppressed: 0 });
  const rehearsal = rehearse(state, now, plan, (kind) => counts[audienceKey(kind)] ?? nobody);
  const audiences = new Map<NoticeKind, RehearsedAudience>();
  for (const { notice } of rehearsal.notices) {
    audiences.set(notice.kind, await audienceOf(notice.kind, rehearsal.end.spec));
  }
  return { rehearsal, audiences };
}

/** One moment's view of everything, in which nothing can be written. */
export function readOnly<T>(db: Database, work: (trx: Transacting) => Promise<T>): Promise<T> {
  return db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(work);
}
