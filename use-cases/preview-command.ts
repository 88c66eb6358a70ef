import type { MessageRenderer } from '../activities/ports/mail';
import type { NoticeFacts } from '../domain/notices/message';
import { isToCustomers } from '../domain/notices/notice-kinds';
import { refusalError } from '../domain/shared/errors';
import { invalid } from '../domain/shared/invalid';
import type { Giver } from '../domain/window/commands/command';
import { parseCommand, type CommandName } from '../domain/window/commands/commands';
import { decide } from '../domain/window/commands/decide';
import type { RecordedEvent, WindowEvent } from '../domain/window/events';
import { evolve } from '../domain/window/evolve/evolve';
import { begunNotices } from '../domain/window/facts';
import type { WindowState } from '../domain/window/types';
import type { Database } from '../store/database/database';
import { rehearsedAudience, type RehearsedAudience } from '../store/windows/rehearsal/audience';
import { getTimeline } from '../store/windows/windows';
import { unknownWindow } from './find-window';
import { readOnly } from './rehearse-window';
import { writeSamples, type SampleMessage, type SampleOptions } from './write-samples';

/** A command that is not given yet. `now`: UTC ms. */
export interface CommandToPreview {
  readonly reference: string;
  readonly name: CommandName;
  /** As it would be sent. */
  readonly body: unknown;
  readonly giver: Giver;
  /** Whose mail is shown; the first one's of those it reaches when left out. */
  readonly organization?: string | undefined;
  readonly now: number;
}

/** The notice to customers that the command would begin, whom it would reach by the inventory of now, and one of its mails. */
export interface PreviewedCommand {
  readonly facts: NoticeFacts;
  readonly audience: Omit<RehearsedAudience, 'shown' | 'zones'>;
  /** Undefined where it would reach nobody, or not the organization asked for. */
  readonly sample: SampleMessage | undefined;
}

/**
 * What customers would be mailed if the command were given now (P2, L11); undefined where none of them would. Nothing is sent or stored.
 * Throws KnownError: `not-found` without such a window, `invalid-body` for a body that the command does not read, and the window's own
 * refusal.
 */
export async function previewCommand(
  { db, renderer }: { readonly db: Database; readonly renderer: MessageRenderer },
  { reference, name, body, giver, organization, now }: CommandToPreview,
  options: SampleOptions,
): Promise<PreviewedCommand | undefined> {
  const read = parseCommand(name, body, giver);
  if ('faults' in read) throw invalid(read.faults);
  const found = await readOnly(db, async (trx) => {
    const events = await getTimeline(trx, reference, { organizationId: null });
    const state = events.reduce<WindowState | undefined>(evolve, undefined);
    if (!state) throw unknownWindow(reference);
    // a window's own clock can be ahead of ours in a demonstration
    const at = Math.max(now, events.at(-1)?.at ?? 0);
    const verdict = decide(state, read.command, at);
    if ('refusal' in verdict) throw refusalError(verdict.refusal);
    const { facts, after } = stepped(state, verdict.events, giver.by, at);
    if (!facts) return undefined;
    const shown = organization === undefined ? { first: 1 } : { ids: [organization] };
    return { facts, audience: await rehearsedAudience(trx, after.spec, facts.notice.kind, shown) };
  });
  if (!found) return undefined;
  const { facts, audience } = found;
  const { shown: _shown, zones: _zones, ...figures } = audience;
  const [sample] = await writeSamples(renderer, facts, audience, options);
  return { facts, audience: figures, sample };
}

/** The window after the step, and the first notice to customers that it begins. */
function stepped(
  before: WindowState,
  events: readonly WindowEvent[],
  by: string,
  at: number,
): { readonly after: WindowState; readonly facts: NoticeFacts | undefined } {
  let after = before;
  const step = events.map((event): RecordedEvent => {
    const recorded = { sequence: after.sequence + 1, at, by, door: 'api', event } as const;
    after = evolve(after, recorded);
    return recorded;
  });
  const begun = begunNotices(after, step).find(({ facts }) => isToCustomers(facts.notice.kind));
  return { after, facts: begun?.facts };
}
