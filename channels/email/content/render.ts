import type { MessageRenderer, OutgoingMail } from '../../../activities/ports/mail';
import { carriesCalendar, DEFAULT_CALENDAR_MODE, type CalendarRevision } from '../../../domain/channels/calendar';
import { remaining, type MessageFacts, type NoticeFacts } from '../../../domain/notices/message';
import { noticeSlug } from '../../../domain/notices/notice';
import { carriesReport, isOptionalKind } from '../../../domain/notices/notice-kinds';
import type { Language } from './languages/language';
import { ENGLISH, languageFor } from './languages/languages';
import { organizationEvent, type CalendarPart, type OrganizationEvent } from '../../calendar/calendar';
import type { CalendarSender } from '../../calendar/event';
import { listOf, modelOf, organizationName, subscriptionOf, type ModelContext } from './mail-model';
import { createSpeech, mailBrand } from './mail-brand';
import { isFollower } from './public-facts';
import { createActUrls, type ActTokenFor } from './act-links';
import { createRecipientUrls, type RecipientLinks } from './recipient-links';
import { createSaidTexts } from './said/keep';
import { createSkeletons } from './skeleton/skeletons';
import { subjectOf } from './subject';
import { createTemplates } from './template-engines';
import { zoneOf, type Zone } from './times';
import { createTranslation } from './translated';
import { oneLine, wrapBody } from './words';
import type { Brand } from '../../../domain/brands/brand';
import { optional } from '../../../domain/shared/optional';

export interface RendererOptions {
  /** As customers know the sender. */
  readonly providerName: string;
  /** Where customers reach the pages: http or https. */
  readonly publicUrl: string;
  /** As whom (P7); without it the mails are the default brand's, and without a support block. */
  readonly brand?: Brand;
  /** Whose calendar events the mails carry; without it they carry none. */
  readonly calendar?: Omit<CalendarSender, 'publicUrl'>;
  /** The tokens in mails that can be done without; without it no mail offers that. */
  readonly tokenFor?: (recipient: string) => string | undefined;
  /** The tokens by which staff act (N12); without it their mails have no such links. */
  readonly actTokenFor?: ActTokenFor;
  /** People sign in, so mails to staff lead to the console (P8). */
  readonly hasConsole?: boolean;
  /** Contacts of customers sign in, so their mails lead to the portal (P8). */
  readonly hasPortal?: boolean;
  /** A list of customers that is answered with "told" is ticked off (N12). */
  readonly repliesTick?: boolean;
  /** What ties a mail that comes back to its delivery (C1): a token, and the return path it stands in where there is one. */
  readonly marksFor?: (delivery: { readonly id: number; readonly messageId: string }) => DeliveryMark;
  /** Mails come with what is kept of their words (T1): for a renderer whose mails are sent. */
  readonly keepsWords?: boolean;
}

interface DeliveryMark {
  readonly token: string;
  readonly returnPath?: string | undefined;
}

/** A longer name is damage, and no header could hold it. */
const NAME_MAX = 1_000;

/**
 * Makes the mail of one delivery (N4, C1). The result depends on the message alone: the same facts give the same bytes on
 * every attempt. Throws RangeError for a `publicUrl` that is not http(s); `render` rejects when a template fails.
 */
export function createMessageRenderer({
  providerName,
  publicUrl,
  brand: as,
  calendar,
  tokenFor,
  actTokenFor,
  hasConsole = false,
  hasPortal = false,
  repliesTick,
  marksFor,
  keepsWords = false,
}: RendererOptions): MessageRenderer {
  if (!/^https?:$/.test(URL.canParse(publicUrl) ? new URL(publicUrl).protocol : '')) {
    throw new RangeError(
      `publicUrl must be an http or https address, such as https://status.provider.example; it is "${publicUrl}"`,
    );
  }
  const brand = as && mailBrand(as);
  const templates = createTemplates(brand?.styles);
  const { utc, zone } = createZones();
  const links: RecipientLinks = tokenFor ? createRecipientUrls(publicUrl, tokenFor) : () => undefined;
  const acts = createActUrls(publicUrl, actTokenFor);
  const root = publicUrl.replace(/\/+$/, '');
  const own = { providerName, publicUrl: root, hasConsole, hasPortal, repliesTick, brand };
  const context: ModelContext = { ...own, links, acts, utc, zone };

  const skeletons = createSkeletons({
    model: (message) => modelOf(message, context),
    organizationName: (message) => organizationName(message, context),
    resources: (message) => listOf(message, context),
    subscription: (message) => subscriptionOf(message, context),
    render: (kind, model) => templates.render(kind, model),
    finish: ({ text, html }) => ({ text: wrapBody(text), html }),
  });
  const texts = createSaidTexts({
    model: (message) => modelOf(message, context),
    renderText: (kind, model) => templates.renderText(kind, model),
  });
  const translated = createTranslation();
  const spoken = brand ? createSpeech(brand.languages) : (message: MessageFacts) => message;
  const ofNotice = perObject((facts: NoticeFacts) => ({ headers: headersOf(facts), date: new Date(facts.now) }));
  const subjects = perObject((language: Language) =>
    perObject((resources: MessageFacts['resources']) =>
      perObject((facts: NoticeFacts) => subjectOf(facts, resources, language)),
    ),
  );

  const eventOf = calendar ? createEvents({ ...calendar, publicUrl: context.publicUrl }) : () => undefined;

  return {
    async render(given) {
      const message = translated(spoken(given));
      const { facts, recipient, resources } = message;
      check(message);
      const bodies = await skeletons.render(message);
      const subject = subjects(languageFor(message))(resources)(facts);
      const said = keepsWords ? await texts.of(message, bodies.text) : null;
      const event = eventOf(message, subject);
      const unsubscribe = isOptional(message) ? unsubscribeOf(message, links) : undefined;
      const { deliveryId: id, messageId } = message;
      const mark = id === undefined ? undefined : marksFor?.({ id, messageId });
      const { headers, date } = ofNotice(facts);
      return {
        ...(brand && brand.id !== '' ? optional({ brand: brand.id, image: brand.image }) : {}),
        to: { name: oneLine(recipient.name), address: recipient.address },
        subject,
        ...bodies,
        ...(event ? { calendar: event } : {}),
        messageId,
        ...(mark?.returnPath === undefined ? {} : { returnPath: mark.returnPath }),
        ...threading(message.earlierMessageIds),
        headers: mark ? { ...headers, 'X-Forewarn-Delivery': mark.token } : headers,
        date,
        ...(said ? { said: { subject, text: said } } : {}),
        ...optional({ unsubscribe }),
      };
    },
  };
}

/** Throws RangeError for what no mail can be made of. */
function check({ facts, recipient }: MessageFacts): void {
  if (recipient.name.length > NAME_MAX) {
    throw new RangeError(
      `the recipient's name has ${String(recipient.name.length)} characters; at most ${String(NAME_MAX)} fit a mail`,
    );
  }
  if (carriesReport(facts.notice.kind) && !facts.rfo) {
    throw new RangeError(`the notice ${facts.reference} ${noticeSlug(facts.notice)} carries no RFO text`);
  }
}

/** Time zones as each language writes their dates, made once. Throws RangeError where the runtime has none. */
function createZones(): Pick<ModelContext, 'utc' | 'zone'> {
  const zones = perObject((_language: Language) => new Map<string, Zone | undefined>());
  const zone = (name: string, language: Language): Zone | undefined => {
    const known = zones(language);
    if (!known.has(name)) known.set(name, zoneOf(name, language));
    return known.get(name);
  };
  const utc = (language: Language): Zone => {
    const found = zone('UTC', language);
    if (!found) throw new RangeError('this runtime has no time zone tables: build Node with full ICU data');
    return found;
  };
  utc(ENGLISH);
  return { utc, zone };
}

/** Whether its reader can do without it (C1): a subscriber always, a contact where the kind is optional and a page tells it (N7). */
function isOptional(message: MessageFacts): boolean {
  const { facts } = message;
  return isFollower(message) || (isOptionalKind(facts.notice.kind) && !facts.private);
}

function unsubscribeOf({ recipient }: MessageFacts, links: RecipientLinks): string | undefined {
  return recipient.id === undefined ? undefined : links(recipient.id)?.unsubscribe;
}

/** The event of each message (C5), made once for an organization: its people come one after the other. */
function createEvents(sender: CalendarSender): (message: MessageFacts, subject: string) => CalendarPart | undefined {
  const made = new WeakMap<CalendarRevision, { of: MessageFacts; event: OrganizationEvent }>();
  return (message, subject) => {
    const { facts, organization, resources, recipient, calendar: revision } = message;
    const mode = organization.calendarMode ?? DEFAULT_CALENDAR_MODE;
    if (!revision || mode === 'none' || !carriesCalendar(facts.notice)) return undefined;
    let known = made.get(revision);
    const isSame =
      known?.of.facts === facts &&
      known.of.organization === organization &&
      known.of.resources === resources &&
      languageFor(known.of) === languageFor(message);
    if (!known || !isSame) {
      const language = languageFor(message);
      const event = { facts, organization, resources: remaining(resources), revision, summary: subject, language };
      known = { of: message, event: organizationEvent(event, sender, mode) };
      made.set(revision, known);
    }
    return known.event.partFor(recipient);
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
