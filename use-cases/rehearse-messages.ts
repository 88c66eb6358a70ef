import type { MessageRenderer } from '../activities/ports/mail';
import type { NoticeFacts } from '../domain/notices/message';
import { quietReaders, type QuietReaders } from '../domain/planning/quiet-readers';
import type { RehearsalPlan } from '../domain/planning/rehearsal';
import { UNTOLD, type UntoldCustomer } from '../domain/notices/untold';
import { invalid } from '../domain/shared/invalid';
import { optional } from '../domain/shared/optional';
import { MINUTE, toIso } from '../domain/shared/time';
import type { OpeningOutput } from '../domain/window/opening';
import type { Viewer } from '../store/windows/viewer';
import type { OpeningDependencies } from './open-window';
import { rehearseWindow, type RehearsedWindow } from './rehearse-window';
import { writeSamples, type SampleMessage, type SampleOptions } from './write-samples';

/** Organizations whose messages are shown when nobody names any. */
const SHOWN = 5;

export type RehearsalDependencies = Pick<OpeningDependencies, 'db' | 'provider' | 'executors' | 'probes'> & {
  readonly renderer: MessageRenderer;
};

/** What goes otherwise than planned in a rehearsal. Instants are UTC ms. */
export interface Deviations {
  readonly startsLateMinutes: number;
  readonly endsLateMinutes: number;
  readonly cancelAt?: number | undefined;
  readonly reschedule?: { readonly at: number; readonly start: number; readonly end: number } | undefined;
}

export interface MessagesRequest {
  readonly body: OpeningOutput;
  readonly deviations: Deviations;
  /** Whose messages are shown; the first five organizations' when left out. */
  readonly organizations: readonly string[] | undefined;
  /** The HTML bodies, too. */
  readonly html: boolean;
  readonly by: string;
  /** Who asks, as far as that limits whom the window may concern; nobody is limited when left out. */
  readonly viewer?: Pick<Viewer, 'organizations'>;
  /** UTC ms. */
  readonly now: number;
}

/** A notice of the rehearsed life with whom it would reach, and what those shown would read. */
export interface RehearsedMessage {
  readonly facts: NoticeFacts;
  readonly organizations: number;
  readonly recipients: number;
  /** Customers it is owed to and nobody can be told for (N13). */
  readonly untold: number;
  /** Recipients whose address has bounced: nothing would be sent to them. */
  readonly suppressed: number;
  /** Where it falls into readers' quiet hours (N10). */
  readonly quiet: QuietReaders | undefined;
  readonly samples: readonly SampleMessage[];
}

export interface RehearsedMessages {
  readonly rehearsed: RehearsedWindow;
  /** In the order they would leave. */
  readonly messages: readonly RehearsedMessage[];
}

/**
 * Every message of a window before it is opened (L11). Nothing is sent, stored or held. Throws KnownError as rehearseWindow does,
 * and `invalid-body` for a deviation in the past or an organization that would not be told.
 */
export async function rehearseMessages(
  { renderer, ...deps }: RehearsalDependencies,
  { body, deviations, organizations, html, by, viewer, now }: MessagesRequest,
): Promise<RehearsedMessages> {
  const plan = planOf(deviations, now);
  const shown = organizations ? { ids: organizations } : { first: SHOWN };
  const rehearsed = await rehearseWindow(deps, { body, by, now, plan, shown, ...optional({ viewer }) });
  if (organizations) checkShown(organizations, rehearsed);
  return { rehearsed, messages: await writeMessages(renderer, rehearsed, { html }) };
}

/** The messages of a rehearsed life, each written as the delivery worker would, for the organizations shown. */
export async function writeMessages(
  renderer: MessageRenderer,
  { rehearsal, audiences }: RehearsedWindow,
  options: SampleOptions,
): Promise<RehearsedMessage[]> {
  const messages: RehearsedMessage[] = [];
  // one after the other: a life has a dozen, and nobody waits for the rest of the API meanwhile
  for (const facts of rehearsal.notices) {
    const reached = audiences.get(facts.notice.kind);
    if (!reached) throw new RangeError(`nobody looked up the audience of ${facts.notice.kind}`);
    const { organizations, recipients, untold, suppressed } = reached;
    const samples = await writeSamples(renderer, facts, reached, options);
    const quiet = quietReaders(facts, reached.zones);
    messages.push({ facts, organizations, recipients, untold, suppressed, quiet, samples });
  }
  return messages;
}

function planOf({ startsLateMinutes, endsLateMinutes, cancelAt, reschedule }: Deviations, now: number): RehearsalPlan {
  return {
    startsLateMs: startsLateMinutes * MINUTE,
    endsLateMs: endsLateMinutes * MINUTE,
    ...(cancelAt === undefined ? {} : { cancelAt: notBefore(now, cancelAt, 'cancelAt') }),
    ...(reschedule
      ? {
          reschedule: {
            at: notBefore(now, reschedule.at, 'reschedule.at'),
            to: { startsAt: reschedule.start, endsAt: reschedule.end },
          },
        }
      : {}),
  };
}

function notBefore(now: number, at: number, field: string): number {
  if (at >= now) return at;
  throw invalid([{ field, message: `must not have passed; it is ${toIso(now)}` }], 'body');
}

/** As far as it is among the customers that are named. */
function notTold(id: string, untold: readonly UntoldCustomer[]): string {
  const found = untold.find(({ organization }) => organization === id);
  return found ? `nobody can be told for "${id}": ${UNTOLD[found.reason].words}` : `"${id}" is not told of this window`;
}

/** Whoever is named and would not be told is a mistake in the scope, or in the name. */
function checkShown(asked: readonly string[], { audience, audiences, rehearsal }: RehearsedWindow): void {
  const told = audiences.get('announcement');
  // cancelled before anybody is told: there is nothing to show of anybody
  if (!told || rehearsal.notices.length === 0) return;
  const known = new Set(told.shown.map(({ organization }) => organization.id));
  const faults = asked.flatMap((id, index) =>
    known.has(id) ? [] : [{ field: `organizations.${String(index)}`, message: notTold(id, audience.untold) }],
  );
  if (faults.length > 0) throw invalid(faults, 'body');
}
