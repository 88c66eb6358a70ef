import type { MessageRenderer, OutgoingMail } from '../../activities/ports';
import type { MessageFacts, NoticeFacts } from '../../domain/message';
import { noticeSlug } from '../../domain/notice';
import { modelOf, type ModelContext } from './model';
import { createSkeletons } from './skeleton/skeletons';
import { subjectOf } from './subject';
import { createTemplates } from './templates';
import { zoneOf, type Zone } from './times';
import { oneLine, wrapBody } from './words';

export interface RendererOptions {
  /** As customers know the sender. */
  readonly providerName: string;
  /** Where customers reach the pages: http or https. */
  readonly publicUrl: string;
}

/** A longer name is damage, and no header could hold it. */
const NAME_MAX = 1_000;

/**
 * Makes the mail of one delivery (N4, C1). The result depends on the message alone: the same facts give the same bytes on
 * every attempt. Throws RangeError for a `publicUrl` that is not http(s); `render` rejects when a template fails.
 */
export function createMessageRenderer({ providerName, publicUrl }: RendererOptions): MessageRenderer {
  if (!/^https?:$/.test(URL.canParse(publicUrl) ? new URL(publicUrl).protocol : '')) {
    throw new RangeError(
      `publicUrl must be an http or https address, such as https://status.provider.example; it is "${publicUrl}"`,
    );
  }
  const templates = createTemplates();
  const zones = new Map<string, Zone | undefined>();
  const zone = (name: string): Zone | undefined => {
    if (!zones.has(name)) zones.set(name, zoneOf(name));
    return zones.get(name);
  };
  const utc = zone('UTC');
  if (!utc) throw new RangeError('this runtime has no time zone tables: build Node with full ICU data');
  const context: ModelContext = { providerName, publicUrl: publicUrl.replace(/\/+$/, ''), utc, zone };

  const skeletons = createSkeletons({
    model: (message) => modelOf(message, context),
    render: (kind, model) => templates.render(kind, model),
    finish: ({ text, html }) => ({ text: wrapBody(text), html }),
  });
  const ofNotice = perObject((facts: NoticeFacts) => ({ headers: headersOf(facts), date: new Date(facts.now) }));
  const subjects = perObject((resources: MessageFacts['resources']) =>
    perObject((facts: NoticeFacts) => subjectOf(facts, resources)),
  );

  return {
    async render(message) {
      const { facts, recipient, resources } = message;
      if (recipient.name.length > NAME_MAX) {
        throw new RangeError(
          `the recipient's name has ${String(recipient.name.length)} characters; at most ${String(NAME_MAX)} fit a mail`,
        );
      }
      if (facts.notice.kind === 'rfo' && !facts.rfo) {
        throw new RangeError(`the notice ${facts.reference} ${noticeSlug(facts.notice)} carries no RFO text`);
      }
      const bodies = await skeletons.render(message);
      return {
        to: { name: oneLine(recipient.name), address: recipient.address },
        subject: subjects(resources)(facts),
        ...bodies,
        messageId: message.messageId,
        ...threading(message.earlierMessageIds),
        ...ofNotice(facts),
      };
    },
  };
}

/** Remembers what was made of an object as long as the object is there. */
function perObject<K extends object, V extends object | string>(make: (key: K) => V): (key: K) => V {
  const made = new WeakMap<K, V>();
  return (key) => {
    let value = made.get(key);
    if (value === undefined) made.set(key, (value = make(key)));
    return value;
  };
}

/** In-Reply-To is the recipient's first mail of the window, References the first and the latest (RFC 5322 §3.6.4). */
function threading(earlier: readonly string[]): Pick<OutgoingMail, 'inReplyTo' | 'references'> {
  const first = earlier[0];
  const latest = earlier.at(-1);
  if (first === undefined || latest === undefined) return { references: [] };
  return { inReplyTo: first, references: first === latest ? [first] : [first, latest] };
}

/** RFC 3834 keeps auto-replies away, the second header does the same for Exchange; ours let a filter or a test find the notice. */
function headersOf(facts: NoticeFacts): Readonly<Record<string, string>> {
  return {
    'Auto-Submitted': 'auto-generated',
    'X-Auto-Response-Suppress': 'OOF, AutoReply',
    'X-Forewarn-Reference': oneLine(facts.reference),
    'X-Forewarn-Notice': `${noticeSlug(facts.notice)}.r${String(facts.notice.revision)}`,
  };
}
