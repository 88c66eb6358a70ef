import type { MessageRenderer } from '../activities/ports/mail';
import { languageFor } from '../channels/email/content/languages/languages';
import type { MessageFacts, NoticeFacts } from '../domain/notices/message';
import type { RehearsedAudience, RehearsedOrganization, RehearsedReader } from '../store/windows/rehearsal/audience';

/** A message as the delivery worker would write it, and who would read it. */
export interface SampleMessage {
  /** For messages to staff: the person. */
  readonly organization: { readonly id: string; readonly name: string };
  readonly recipientName: string;
  readonly address: string;
  /** The reader's. */
  readonly locale: string;
  /** What the message is written in. */
  readonly language: string;
  /** Who reads the same, but for the name. */
  readonly alsoTo: { readonly name: string; readonly address: string }[];
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
}

export interface SampleOptions {
  /** The HTML body, too. */
  readonly html: boolean;
  /** All of them in this language. */
  readonly locale?: string | undefined;
}

/** A message for each organization shown and each language its people read (L11, P2). */
export async function writeSamples(
  renderer: MessageRenderer,
  facts: NoticeFacts,
  { shown }: Pick<RehearsedAudience, 'shown'>,
  options: SampleOptions,
): Promise<SampleMessage[]> {
  const samples: SampleMessage[] = [];
  for (const organization of shown) {
    for (const readers of byLocale(organization, options.locale)) {
      samples.push(await writeSample(renderer, facts, organization, readers, options));
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

async function writeSample(
  renderer: MessageRenderer,
  facts: NoticeFacts,
  { organization, resources }: RehearsedOrganization,
  [first, ...others]: readonly RehearsedReader[],
  { html, locale }: SampleOptions,
): Promise<SampleMessage> {
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
