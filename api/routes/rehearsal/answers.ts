import type { z } from 'zod';
import type { MessageRenderer } from '../../../activities/ports/mail';
import { languageFor } from '../../../channels/email/content/languages/languages';
import type { MessageFacts, NoticeFacts } from '../../../domain/notices/message';
import { isToCustomers } from '../../../domain/notices/notice-kinds';
import { NOTICES } from '../../../domain/notices/notices';
import { describeConflict } from '../../../domain/planning/conflicts';
import { toIso } from '../../../domain/shared/time';
import type { WindowState } from '../../../domain/window/types';
import type { RehearsedWindow } from '../../../use-cases/rehearse-window';
import type { RehearsedAudience, RehearsedOrganization, RehearsedReader } from '../../../store/windows/rehearsal';
import { debtsAnswer } from '../windows/opened-answer';
import { untoldAnswer } from '../windows/untold';
import type { messageSchema, rehearsedWindowSchema } from './schemas';

type Message = z.input<typeof messageSchema>;
type Rehearsed = z.input<typeof rehearsedWindowSchema>;

/** The messages of a rehearsed life, each rendered as the delivery worker would, for the organizations shown. */
export async function rehearsedAnswer(
  { spec, rehearsal, audience, debt, conflicts, refusals, audiences }: RehearsedWindow,
  { renderer, html, now }: { renderer: MessageRenderer; html: boolean; now: number },
): Promise<Rehearsed> {
  const { notices, refused, end, events } = rehearsal;
  const messages: Rehearsed['messages'] = [];
  // one after the other: a life has a dozen, and nobody waits for the rest of the API meanwhile
  for (const facts of notices) {
    const reached = audiences.get(facts.notice.kind);
    if (!reached) throw new RangeError(`nobody looked up the audience of ${facts.notice.kind}`);
    const { organizations, recipients, untold, suppressed } = reached;
    messages.push({
      ...{ at: toIso(facts.now), kind: facts.notice.kind, title: NOTICES[facts.notice.kind].title },
      ...{ revision: facts.notice.revision, internal: !isToCustomers(facts.notice.kind) },
      ...{ organizations, recipients, untold, suppressed, samples: await samplesOf(renderer, facts, reached, { html }) },
    });
  }
  return {
    reference: end.reference,
    debts: debtsAnswer(debt, spec.class, now, audience.organizations),
    conflicts: conflicts.map((conflict) => ({
      ...{ kind: conflict.kind, text: describeConflict(conflict, end.reference), blocking: conflict.isBlocking },
    })),
    refusals: refusals.map(({ code, detail }) => ({ code, text: detail })),
    audience: { organizations: audience.organizations, recipients: audience.recipients, resources: audience.resources },
    ...untoldAnswer(audience),
    messages,
    refused: refused.map(({ at, command, refusal }) => ({
      ...{ at: toIso(at), command, code: refusal.code, text: refusal.detail },
    })),
    end: { at: toIso(events.at(-1)?.at ?? now), phase: end.phase, waitsFor: waitsFor(end) },
  };
}

function waitsFor(state: WindowState): string[] {
  if (state.phase === 'closed' || state.phase === 'cancelled') return [];
  return state.attention.map(({ text }) => text);
}

/** A message for each organization and each language its people read; `locale` shows all of them in one language. */
export async function samplesOf(
  renderer: MessageRenderer,
  facts: NoticeFacts,
  { shown }: Pick<RehearsedAudience, 'shown'>,
  { html, locale }: { html: boolean; locale?: string | undefined },
): Promise<Message[]> {
  const samples: Message[] = [];
  for (const organization of shown) {
    for (const readers of byLocale(organization, locale)) {
      samples.push(await sampleOf(renderer, facts, organization, readers, { html, locale }));
    }
  }
  return samples;
}

function byLocale({ organization, readers }: RehearsedOrganization, locale: string | undefined): RehearsedReader[][] {
  const groups = new Map<string, RehearsedReader[]>();
  for (const reader of readers) {
    const key = locale ?? reader.locale ?? organization.locale;
    groups.set(key, [...(groups.get(key) ?? []), reader]);
  }
  return [...groups.values()];
}

async function sampleOf(
  renderer: MessageRenderer,
  facts: NoticeFacts,
  { organization, resources }: RehearsedOrganization,
  [first, ...others]: readonly RehearsedReader[],
  { html, locale }: { html: boolean; locale?: string | undefined },
): Promise<Message> {
  if (!first) throw new RangeError('a sample has a reader');
  const read = locale ?? first.locale;
  const message: MessageFacts = {
    ...{ facts, organization, resources },
    recipient: { name: first.name, address: first.address, ...(read === null ? {} : { locale: read }) },
    messageId: 'rehearsal@invalid',
    earlierMessageIds: [],
  };
  const { subject, text, html: body } = await renderer.render(message);
  return {
    ...{ organization: { id: organization.id, name: organization.name }, recipientName: first.name },
    ...{
      address: first.address,
      locale: read ?? organization.locale,
      language: new Intl.Locale(languageFor(message).tag).language,
    },
    alsoTo: others.map(({ name, address }) => ({ name, address })),
    ...{ subject, text },
    ...(html ? { html: body } : {}),
  };
}
