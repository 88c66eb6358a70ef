import type { ChannelStates } from '../../activities/ports/channel-records';
import { silencePeriod, type SilencedWindow, type SilencePeriod } from '../../domain/channels/silence-period';
import type { Scope } from '../../domain/planning/scope';
import { MINUTE, SECOND } from '../../domain/shared/time';
import { loadKnown, Waiting, type Attempt, type Known } from '../convergence/known';
import { ServiceFailure } from '../convergence/service-failure';
import { differences, type Steps, type Wrote } from './difference';
import { SILENCES, type SilenceFacts, type SilenceWrite } from './known-silences';
import { commentOf, markerOf } from './marker';
import type { Coverage, MonitoringSystem, ReadCovered, SilenceTerms } from './system';

/** While monitoring is silent, it is looked for changes by hand this often (ms): whoever is not heard does not call for help. */
const LOOK_WHILE_SILENT = 2 * MINUTE;

export interface ConvergeDependencies {
  readonly states: ChannelStates;
  readonly systems: readonly MonitoringSystem[];
  readonly resources: ReadCovered;
  /** UTC ms. */
  readonly clock: () => number;
  /** A write arrives at most so long after the attempt has begun to write (ms); in the second half none leaves any more. */
  readonly lateWriteMs: number;
}

export interface ConvergeRequest {
  readonly window: SilencedWindow & { readonly reference: string; readonly title: string; readonly scope: Scope };
  readonly beforeMs: number;
  /** Names this installation in comments. */
  readonly origin: string;
  /** The workflow's clock (UTC ms). */
  readonly now: number;
}

export interface Converged {
  readonly repaired: readonly string[];
  readonly lookAgainInMs: number | undefined;
}

type KnownSilences = Known<SilenceFacts, SilenceWrite>;

/**
 * Makes what is silent equal to what the window wants, at each system for itself. A silence too many does no harm for a moment, one
 * that is missing does: so a write whose answer was lost is not waited for as `write-once.ts` does, but found by its marker, or
 * written again; and once it cannot arrive any more, whatever there is twice is ended. Throws ServiceFailure with what every system
 * said that could not be brought in step, or Waiting when another attempt is at work.
 */
export async function converge(deps: ConvergeDependencies, request: ConvergeRequest): Promise<Converged> {
  const { states, systems, clock } = deps;
  const { window, beforeMs } = request;
  const known = await loadKnown(states, window.reference, SILENCES);
  // an attempt may be late, and the workflow's clock may be ahead of ours
  const instant = Math.max(request.now, clock());
  const period = silencePeriod(window, beforeMs, instant);
  const { wrote, attempt } = known.now;
  const isUntouched = attempt === null && Object.values(wrote).every((of) => Object.keys(of).length === 0);
  const failures: ServiceFailure[] = [];
  if (period.state === 'silent' || !isUntouched) {
    const readAt = clock();
    const plans = await Promise.all(
      systems.map((system) => planFor(system, { deps, request, period, instant }, wrote)),
    );
    const isUnclear = await carryOut(known, plans, deps, failures);
    // what may still arrive is looked for until every system has been read after that
    const before = attempt && attempt.until > readAt ? attempt : null;
    await known.save(
      { wrote: { ...known.now.wrote, ...sureOf(plans) } },
      isUnclear || failures.length > 0 ? known.now.attempt : before,
    );
  }
  const [first] = failures;
  if (first) throw failures.length === 1 ? first : together(failures, first);
  return {
    repaired: await say(known, request.now),
    lookAgainInMs: nextLook(period, instant, known.now.attempt, clock()),
  };
}

/** What one system needs, or why it could not be asked. */
type Plan =
  | {
      readonly system: MonitoringSystem;
      readonly steps: Steps<Coverage>;
      readonly terms: SilenceTerms & { readonly now: number };
      /** What is surely set, by key; grows with every step. */
      readonly sure: Record<string, number>;
    }
  | { readonly system: MonitoringSystem; readonly failure: ServiceFailure };

async function planFor(
  system: MonitoringSystem,
  of: { deps: ConvergeDependencies; request: ConvergeRequest; period: SilencePeriod; instant: number },
  wrote: SilenceFacts['wrote'],
): Promise<Plan> {
  const { deps, request, period, instant } = of;
  const { reference, title, scope } = request.window;
  const { origin } = request;
  try {
    const [covers, found] = await Promise.all([
      period.state === 'silent' ? system.cover(scope, deps.resources) : [],
      system.find(markerOf(reference, origin)),
    ]);
    const { startsAt, endsAt } = period.state === 'silent' ? period : { startsAt: instant, endsAt: instant };
    const steps = differences({ covers, endsAt, now: instant }, found, wrote[system.name] ?? {});
    const open = new Set([...steps.set, ...steps.change.map(({ cover }) => cover)].map(({ key }) => key));
    const sure = Object.fromEntries(covers.filter(({ key }) => !open.has(key)).map(({ key }) => [key, endsAt]));
    return {
      system,
      steps,
      terms: { startsAt, endsAt, comment: commentOf({ reference, title, origin }), now: instant },
      sure,
    };
  } catch (error) {
    if (!(error instanceof ServiceFailure)) throw error;
    return { system, failure: error };
  }
}

/** Carries the steps out; answers whether one of them may still arrive, and adds to `failures`. */
async function carryOut(
  known: KnownSilences,
  plans: readonly Plan[],
  { clock, lateWriteMs }: ConvergeDependencies,
  failures: ServiceFailure[],
): Promise<boolean> {
  const planned = plans.flatMap((plan) => ('steps' in plan && hasSteps(plan.steps) ? [plan] : []));
  for (const plan of plans) if ('failure' in plan) failures.push(plan.failure);
  if (planned.length === 0) return false;
  // on record before anything leaves: what may arrive, what is not sure any more, and what was found changed
  const repairs = planned.flatMap(({ system, steps }) => repairWords(system.title, steps));
  await known.save(
    {
      wrote: { ...known.now.wrote, ...sureOf(plans) },
      repairs: [...known.now.repairs, ...repairs.map((text) => ({ text, saidAt: null }))],
    },
    { until: Math.max(known.now.attempt?.until ?? 0, clock() + lateWriteMs) },
  );
  const latest = clock() + lateWriteMs / 2;
  const inTime = () => {
    if (clock() > latest)
      throw new Waiting('This attempt took too long to write any more; the next one goes on.', SECOND);
  };
  let isUnclear = false;
  for (const { system, steps, terms, sure } of planned) {
    try {
      for (const cover of steps.set) {
        inTime();
        await system.set(cover, terms);
        sure[cover.key] = terms.endsAt;
      }
      for (const { found, cover } of steps.change) {
        inTime();
        // one that has begun keeps its start
        await system.change(found, cover, { ...terms, startsAt: Math.min(found.startsAt, terms.now) });
        sure[cover.key] = terms.endsAt;
      }
      for (const found of steps.end) {
        inTime();
        await system.end(found);
      }
    } catch (error) {
      if (!(error instanceof ServiceFailure)) throw error;
      failures.push(error);
      isUnclear ||= error.mayHaveBeenApplied;
    }
  }
  return isUnclear;
}

function hasSteps({ set, change, end }: Steps<Coverage>): boolean {
  return set.length + change.length + end.length > 0;
}

/** What is surely set at the systems that could be asked; of the others stays what was known. */
function sureOf(plans: readonly Plan[]): Record<string, Wrote> {
  return Object.fromEntries(plans.flatMap((plan) => ('sure' in plan ? [[plan.system.name, { ...plan.sure }]] : [])));
}

function repairWords(title: string, { ended, changed }: Steps<Coverage>): string[] {
  return [
    ...(ended > 0
      ? [`${silences(ended)} at ${title} had been ended before the time, or forgotten, and ${are(ended)} set again.`]
      : []),
    ...(changed > 0
      ? [`${silences(changed)} at ${title} had been changed by hand and ${are(changed)} set right.`]
      : []),
  ];
}

const silences = (count: number) => (count === 1 ? 'A silence' : `${String(count)} silences`);
const are = (count: number) => (count === 1 ? 'was' : 'were');

/** What was put right and has not surely been said yet. */
async function say(known: KnownSilences, now: number): Promise<string[]> {
  const { repairs } = known.now;
  if (repairs.length === 0) return [];
  const unsaid = repairs.filter(({ saidAt }) => saidAt === null || saidAt >= now);
  await known.save({ repairs: unsaid.map(({ text }) => ({ text, saidAt: now })) });
  return unsaid.map(({ text }) => text);
}

/** One failure that says what each system said. */
function together(failures: readonly ServiceFailure[], { fault, code, retryInMs }: ServiceFailure): ServiceFailure {
  const mayHaveBeenApplied = failures.some((failure) => failure.mayHaveBeenApplied);
  const text = failures.map(({ message }) => message).join(' ');
  return new ServiceFailure(fault, text, { code, retryInMs, mayHaveBeenApplied });
}

/** When time alone may change what has to be done; undefined: as usual. */
function nextLook(
  period: SilencePeriod,
  instant: number,
  attempt: Attempt<SilenceWrite> | null,
  now: number,
): number | undefined {
  const waits = [
    ...(attempt ? [attempt.until - now] : []),
    ...(period.state === 'later' ? [period.at - instant] : []),
    ...(period.state === 'silent' ? [LOOK_WHILE_SILENT, period.endsAt - instant] : []),
  ];
  return waits.length === 0 ? undefined : Math.max(SECOND, Math.min(...waits));
}
