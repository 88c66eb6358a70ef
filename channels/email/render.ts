import type { MessageRenderer, OutgoingMail } from '../../activities/ports';
import type { MessageFacts } from '../../domain/message';
import { noticeSlug } from '../../domain/notice';
import { modelOf, type ModelContext } from './model';
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

  return {
    async render(message) {
      const { facts, recipient, resources } = message;
      if (facts.notice.kind === 'rfo' && !facts.rfo) {
        throw new RangeError(`the notice ${facts.reference} ${noticeSlug(facts.notice)} carries no RFO text`);
      }
      const bodies = await templates.render(facts.notice.kind, modelOf(message, context));
      return {
        to: { name: oneLine(recipient.name), address: recipient.address },
        subject: subjectOf(facts, resources),
        text: wrapBody(bodies.text),
        html: bodies.html,
        messageId: message.messageId,
        ...threading(message.earlierMessageIds),
        headers: headersOf(message),
        date: new Date(facts.now),
      };
    },
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
function headersOf({ facts }: MessageFacts): Readonly<Record<string, string>> {
  return {
    'Auto-Submitted': 'auto-generated',
    'X-Auto-Response-Suppress': 'OOF, AutoReply',
    'X-Forewarn-Reference': oneLine(facts.reference),
    'X-Forewarn-Notice': `${noticeSlug(facts.notice)}.r${String(facts.notice.revision)}`,
  };
}
