import type { z } from 'zod';
import { isToCustomers } from '../../../domain/notices/notice-kinds';
import { owesRfo } from '../../../domain/window/duties/report';
import { NOTICES } from '../../../domain/notices/notices';
import { describeConflict } from '../../../domain/planning/conflicts';
import { describeQuiet, type QuietReaders } from '../../../domain/planning/quiet-readers';
import { isoOrNull } from '../../http/schemas';
import { toIso } from '../../../domain/shared/time';
import type { WindowState } from '../../../domain/window/types';
import type { RehearsedMessage, RehearsedMessages } from '../../../use-cases/rehearse-messages';
import { languagesAnswer } from '../windows/languages';
import { debtsAnswer } from '../windows/opened-answer';
import { untoldAnswer } from '../windows/untold';
import type { PreviewedCommand } from '../../../use-cases/preview-command';
import type { previewedCommandSchema, rehearsedWindowSchema } from './schemas';

type Rehearsed = z.input<typeof rehearsedWindowSchema>;

/** A rehearsed life with its messages. `now`: UTC ms. */
export function rehearsedAnswer({ rehearsed, messages }: RehearsedMessages, now: number): Rehearsed {
  const { spec, rehearsal, audience, languages, debt, conflicts, refusals } = rehearsed;
  const { refused, end, events } = rehearsal;
  return {
    reference: end.reference,
    debts: debtsAnswer(debt, spec, audience.organizations),
    conflicts: conflicts.map((conflict) => ({
      ...{ kind: conflict.kind, text: describeConflict(conflict, end.reference), blocking: conflict.isBlocking },
    })),
    refusals: refusals.map(({ code, detail }) => ({ code, text: detail })),
    audience: { organizations: audience.organizations, recipients: audience.recipients, resources: audience.resources },
    ...untoldAnswer(audience),
    languages: languagesAnswer(languages, spec),
    messages: messages.map(messageAnswer),
    refused: refused.map(({ at, command, refusal }) => ({
      ...{ at: toIso(at), command, code: refusal.code, text: refusal.detail },
    })),
    end: { at: toIso(events.at(-1)?.at ?? now), phase: end.phase, waitsFor: waitsFor(end) },
  };
}

/** What a command would mail. */
export function previewedAnswer(previewed: PreviewedCommand | undefined): z.input<typeof previewedCommandSchema> {
  if (!previewed) return { notice: null, message: null };
  const { facts, audience, sample = null } = previewed;
  const { kind } = facts.notice;
  return { notice: { kind, title: NOTICES[kind].title, ...audience }, message: sample };
}

function messageAnswer({ facts, samples, quiet, ...reach }: RehearsedMessage): Rehearsed['messages'][number] {
  const { kind, revision } = facts.notice;
  return {
    ...{ at: toIso(facts.now), kind, title: NOTICES[kind].title },
    ...{ revision, internal: !isToCustomers(kind), ...reach, quiet: quiet ? quietAnswer(quiet, reach) : null },
    samples: [...samples],
  };
}

function quietAnswer(
  quiet: QuietReaders,
  { recipients }: Pick<RehearsedMessage, 'recipients'>,
): Rehearsed['messages'][number]['quiet'] {
  return { ...quiet, latest: isoOrNull(quiet.latest), text: describeQuiet(quiet, recipients) };
}

function waitsFor(state: WindowState): string[] {
  if (state.phase === 'closed' || state.phase === 'cancelled') return [];
  const { rfo, attention } = state;
  const report = owesRfo(state)
    ? [`A reason-for-outage report is owed${rfo.because === undefined ? '' : `: ${rfo.because}`}`]
    : [];
  return [...attention.filter(({ code }) => code !== 'rfo-late').map(({ text }) => text), ...report];
}
