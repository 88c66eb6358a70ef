import type { SupportLine } from '../../../domain/brands/support';
import type { ImpactLevel } from '../../../domain/shared/impact';
import { publishedMeasures } from '../../../domain/measures/published';
import type { MessageFacts, NoticeChange, NoticeFacts } from '../../../domain/notices/message';
import type { StatusWord } from '../../../domain/notices/notice-row';
import { isInternal, isToCustomers } from '../../../domain/notices/notice-kinds';
import { NOTICES } from '../../../domain/notices/notices';
import { MINUTE } from '../../../domain/shared/time';
import { knownLanguage } from '../../../domain/brands/languages';
import { optional } from '../../../domain/shared/optional';
import { referenceInWords } from '../../../domain/window/references';
import type { Phase, Slot, WindowClass } from '../../../domain/window/types';
import type { Language } from './languages/language';
import { ENGLISH, languageFor } from './languages/languages';
import { customerList, impactPhrase, resourceList, type ResourceList } from './resource-list';
import { statusWord } from './subject';
import { isUtc, momentIn, rangeIn, relativeTo, type Moment, type Span, type Zone } from './times';
import { contactOf, headOf, supportOf } from './brand-model';
import type { MailBrand } from './mail-brand';
import { linesOf, oneLine } from './words';
import { originalsOf, toldChange, written, type Originals } from './translated';
import { consoleUrl, portalUrl, windowUrl } from '../../../domain/window/links';
import { canSignIn } from './portal-reader';
import { isFollower, publicFacts } from './public-facts';
import type { ActLinksFor } from './act-links';
import type { RecipientLinks } from './recipient-links';

/** Running text, line by line. */
export type Prose = readonly string[];

/** The planned window, with where `now` stands to it. */
export interface PlannedWindow extends Span {
  /** `is planned to start in 3 days`, `was planned to start 10 minutes ago`: seen from the notice's own moment. */
  readonly starts: string;
  /** The planned start is past; says nothing of the work (L2). */
  readonly begun: boolean;
  /** So is the planned end. */
  readonly over: boolean;
}

export interface RfoModel {
  readonly version: number;
  readonly final: boolean;
  readonly summary: Prose;
  readonly impact: Prose | null;
  readonly rootCause: Prose;
  readonly resolution: Prose | null;
  /** `owner` is null in what the public reads. */
  readonly measures: readonly { readonly text: Prose; readonly due: string }[];
}

/**
 * Everything a template may print, already in words: a template decides wording and order, never facts. What does not apply
 * is null, so that strict templates can ask for it.
 */
export interface MailModel {
  /** Of the reader; everything below that we say is written in it. */
  readonly language: Language;
  readonly status: StatusWord;
  readonly title: string;
  readonly provider: string;
  readonly reference: string;
  readonly revision: number;
  readonly greeting: string;
  readonly organization: string;
  readonly class: WindowClass;
  readonly phase: Phase;
  /** Its result was bad after the work (E3). */
  readonly degraded: boolean;
  readonly window: PlannedWindow;
  /** The date that no longer applies, in a "rescheduled" notice. */
  readonly previous: Span | null;
  /** The second night, and until when it is decided (L10). */
  readonly alternate: { readonly span: Span; readonly decideBy: Moment } | null;
  /** What is different, in a "changed" notice, a sentence a line. */
  readonly changes: Prose | null;
  readonly introduction: Prose | null;
  /** The notice's kind. */
  readonly kind: string;
  /** The reader's zone as given, when this runtime does not know it: the mail then says why it is UTC only. */
  readonly unknownZone: string | null;
  readonly started: Moment | null;
  /** From the actual start to the actual end. */
  readonly actual: Span | null;
  /** How long customers really saw it (L3): `12 minutes`, `none`. */
  readonly customerImpact: string | null;
  readonly nextUpdate: Moment | null;
  readonly resources: ResourceList;
  /** Before the window, where the reader may do the work themselves (S3): until when, and the command. */
  readonly selfService: { readonly until: Moment; readonly command: string } | null;
  /** Where the window offers other nights (S8): until when the reader may choose one, and the commands. */
  readonly otherNight: { readonly until: Moment; readonly commands: readonly string[] } | null;
  /** The changes behind it in other systems (P9), one a line. */
  readonly references: readonly string[] | null;
  readonly impact: { readonly level: ImpactLevel; readonly phrase: string; readonly description: Prose };
  readonly reason: string;
  readonly action: Prose;
  /** What staff type: to look the window up, and to tick off whom they have told (N12). */
  readonly commands: { readonly lookUp: string; readonly tick: Prose };
  /** What staff may do by a link of their own (N12), in order; empty where there is nothing. */
  readonly acts: readonly ActLink[];
  /** To staff with a list of customers: that an answer ticks it off; null where nobody reads answers that way. */
  readonly replyHint: string | null;
  /** Parts that are not in the reader's language (N4). */
  readonly original: Originals;
  /** The window's public page; null for a private one (N7), and while it would not open. */
  readonly page: string | null;
  /** The window's page in the console, in mails to staff; null where nobody signs in. */
  readonly console: string | null;
  /** Its page in the customers' portal, in mails to contacts; null where customers do not sign in. */
  readonly portal: string | null;
  readonly contact: string;
  readonly justification: Prose | null;
  readonly emergency: {
    readonly trigger: string;
    readonly necessity: Prose;
    readonly risk: Prose;
    readonly mitigation: Prose;
  } | null;
  readonly message: Prose | null;
  /** A report is owed after this work (N3, E4). */
  readonly rfoFollows: boolean;
  readonly rfo: RfoModel | null;
  /** How customers reach people (N15); null in mails to staff. */
  readonly support: { readonly heading: string; readonly lines: readonly SupportLine[] } | null;
  /** What stands at the head of a brand's mails (P7): its logo by the id of its part, or its name. */
  readonly brand: { readonly name: string; readonly logo: string | null } | null;
  /** In the mails of the page's subscribers: where they decide about it. */
  readonly subscription: SubscriptionLinks | null;
}

export interface SubscriptionLinks {
  readonly manage: string;
  readonly unsubscribe: string;
}

/** A link by which its reader acts, and what it says. */
export interface ActLink {
  readonly link: string;
  readonly href: string;
}

export interface ModelContext {
  readonly providerName: string;
  /** Without a slash at the end. */
  readonly publicUrl: string;
  readonly links: RecipientLinks;
  readonly acts: ActLinksFor;
  /** People sign in, and find windows in the console. */
  readonly hasConsole: boolean;
  /** Contacts of customers sign in, and find windows in the portal. */
  readonly hasPortal: boolean;
  /** Answers to our mails are read by Forewarn, with a key that tells which list they answer (N12). */
  readonly repliesTick?: boolean | undefined;
  /** As whom; without it nobody's support block stands in the mail. */
  readonly brand?: MailBrand | undefined;
  utc(language: Language): Zone;
  /** The zone of that name, with dates in that language; undefined when there is none. */
  zone(name: string, language: Language): Zone | undefined;
}

/**
 * The template's model of one message. Pure: every date in it comes from the facts. A subscriber of the page is told no more
 * than the page tells everybody (N7).
 */
export function modelOf(message: MessageFacts, context: ModelContext): MailModel {
  const { organization, recipient, resources } = message;
  const follower = isFollower(message);
  const facts = follower ? publicFacts(message.facts) : message.facts;
  const language = languageFor(message);
  const utc = context.utc(language);
  const zone = context.zone(organization.timeZone, language);
  const local = zone && !isUtc(zone.name) ? zone : undefined;
  const moment = (at: number): Moment => ({
    utc: momentIn(utc, at),
    local: local ? momentIn(local, at) : null,
  });
  const span = ({ startsAt, endsAt }: Slot): Span => ({
    utc: rangeIn(utc, startsAt, endsAt),
    local: local ? rangeIn(local, startsAt, endsAt) : null,
    duration: language.duration(endsAt - startsAt),
  });
  const { slot, startedAt, endedAt, impact, emergency } = facts;
  const original = originalsOf(message);
  return {
    language,
    status: statusWord(facts),
    title: oneLine(facts.title),
    provider: oneLine(context.providerName),
    reference: oneLine(facts.reference),
    revision: facts.notice.revision,
    greeting: greetingOf(recipient.name, language),
    organization: organizationName(message, context),
    class: facts.class,
    ...{ phase: facts.phase, degraded: facts.wasDegraded === true },
    window: plannedWindow(span(slot), slot, facts.now, language),
    previous: orNull(facts.previousSlot, span),
    alternate: orNull(facts.alternate, (second) => ({ span: span(second.slot), decideBy: moment(second.decideBy) })),
    changes: orNull(facts.changes, (changes) =>
      changes.map(inReadersWords(language)).flatMap(({ slot: from, ...change }) => {
        if (follower && change.field === 'scope') return [language.page.scope];
        return linesOf(language.change(from ? { ...change, from: span(from).utc } : toldChange(change, original)));
      }),
    ),
    // of customers; a brief has it among their texts
    introduction: orNull(isInternal(facts.notice.kind) ? undefined : facts.introduction, linesOf),
    kind: facts.notice.kind,
    unknownZone: zone ? null : oneLine(organization.timeZone),
    started: orNull(startedAt, moment),
    actual: startedAt === undefined || endedAt === undefined ? null : span({ startsAt: startedAt, endsAt: endedAt }),
    customerImpact: orNull(facts.customerImpactMinutes, (minutes) =>
      minutes === 0 ? language.none : language.duration(minutes * MINUTE),
    ),
    nextUpdate: orNull(facts.nextUpdateBy, moment),
    resources: {
      ...listOf(message, context),
      ...(follower ? { phrase: language.locations(resources.length) } : {}),
    },
    references: orNull(facts.references, (all) => all.map((one) => oneLine(referenceInWords(one)))),
    ...choicesOf(facts, language, moment),
    impact: {
      level: impact.level,
      phrase: impactPhrase(impact.level, impact.minutes, language),
      description: linesOf(impact.description),
    },
    reason: language.reasons[facts.reason],
    action: linesOf(written(facts.customerAction, language)),
    original,
    ...waysOf(facts, context, message),
    contact: contactOf(facts, context.brand),
    justification: orNull(facts.justification, linesOf),
    emergency: orNull(emergency, (given) => ({
      trigger: language.triggers[given.trigger],
      necessity: linesOf(given.necessity),
      risk: linesOf(given.risk),
      mitigation: linesOf(given.mitigation),
    })),
    message: orNull(messageOf(facts, language), (message) => linesOf(written(message, language))),
    rfoFollows:
      facts.reportFollows ?? (facts.class === 'emergency' || (endedAt !== undefined && endedAt > slot.endsAt)),
    rfo: orNull(facts.rfo, rfoModel),
    subscription: subscriptionOf(message, context),
    support: supportOf(facts, language, context.brand),
    brand: headOf(context.brand),
  };
}

/** A class of the provider's own by the word that the reader's language has for it (P6). */
function inReadersWords({ tag }: Language) {
  const language = knownLanguage(tag) ?? 'en';
  return ({ fromLabel, toLabel, ...change }: NoticeChange): NoticeChange => {
    const [from, to] = [fromLabel?.[language] ?? change.from, toLabel?.[language] ?? change.to];
    return { ...change, ...optional({ from: from && oneLine(from), to: to && oneLine(to) }) };
  };
}

/** Where the window is looked up, and what its reader may do by a link. */
function waysOf(
  facts: NoticeFacts,
  { publicUrl, acts, hasConsole, hasPortal, repliesTick = false }: ModelContext,
  message: MessageFacts,
): Pick<MailModel, 'page' | 'console' | 'portal' | 'commands' | 'acts' | 'replyHint'> {
  const reference = oneLine(facts.reference);
  const isToCustomer = isToCustomers(facts.notice.kind);
  return {
    page: facts.private || facts.unlisted ? null : windowUrl(publicUrl, reference),
    console: hasConsole && !isToCustomer ? consoleUrl(publicUrl, reference) : null,
    portal: hasPortal && isToCustomer && canSignIn(message) ? portalUrl(publicUrl, reference) : null,
    acts: acts(message),
    replyHint: repliesTick ? 'If you have told all of them, you can also answer this mail with "told".' : null,
    commands: {
      lookUp: `forewarn window ${reference}`,
      tick: [`forewarn tasks --mine --window ${reference}`, 'forewarn tasks done <id>…'],
    },
  };
}

/** What the reader may do before the window, until when, and how. */
function choicesOf(
  { reference, selfServiceUntil, otherNightUntil }: MessageFacts['facts'],
  { work: { resource, window } }: Language,
  moment: (at: number) => Moment,
): Pick<MailModel, 'selfService' | 'otherNight'> {
  return {
    selfService: orNull(selfServiceUntil, (until) => ({
      until: moment(until),
      command: `forewarn maintenance:restart <${resource}> --window ${oneLine(reference)}`,
    })),
    otherNight: orNull(otherNightUntil, (until) => ({
      until: moment(until),
      commands: [
        `forewarn maintenance:nights ${oneLine(reference)}`,
        `forewarn maintenance:move <${resource}> --to <${window}>`,
      ],
    })),
  };
}

/** The reader's resources, with dates as they read them. */
export function listOf(message: MessageFacts, { utc, zone }: Pick<ModelContext, 'utc' | 'zone'>): ResourceList {
  const { facts, organization, resources } = message;
  const language = languageFor(message);
  const where = zone(organization.timeZone, language) ?? utc(language);
  const row = NOTICES[facts.notice.kind];
  if (row.to === 'customers') return resourceList(resources, facts, where);
  // a change of the plan says nothing of a single row here, but of a customer that it is no longer affected
  const list = resourceList(resources, { impact: facts.impact }, where);
  return row.audience === 'staff' ? customerList(list, resources.length, language) : list;
}

function plannedWindow(span: Span, { startsAt, endsAt }: Slot, now: number, language: Language): PlannedWindow {
  const begun = startsAt <= now;
  const when = relativeTo(startsAt, now, language);
  return { ...span, begun, over: endsAt <= now, starts: language.starts(when, begun && when !== language.now) };
}

/** An all-clear says why; where nobody has changed the plan, the inventory has changed (N5). */
function messageOf({ message, notice }: NoticeFacts, language: Language): string | undefined {
  return message ?? (NOTICES[notice.kind].audience === 'leavers' ? language.texts.inventoryChanged : undefined);
}

/** How a mail opens; a name nobody gave is left out. */
export function greetingOf(name: string, language: Language = ENGLISH): string {
  return language.greeting(oneLine(name));
}

/** Whose resources a mail speaks of: in the public's mails the provider's own. */
export function organizationName(message: MessageFacts, { providerName }: Pick<ModelContext, 'providerName'>): string {
  return oneLine(isFollower(message) ? providerName : message.organization.name);
}

/** Where a subscriber of the page decides about it; null for everybody else. */
export function subscriptionOf(
  message: MessageFacts,
  { publicUrl, links }: Pick<ModelContext, 'publicUrl' | 'links'>,
): SubscriptionLinks | null {
  if (!isFollower(message)) return null;
  const { id } = message.recipient;
  const own = id === undefined ? undefined : links(id);
  return own ?? { manage: publicUrl, unsubscribe: publicUrl };
}

function rfoModel(rfo: NonNullable<NoticeFacts['rfo']>): RfoModel {
  return {
    version: rfo.version,
    final: rfo.state === 'final',
    summary: linesOf(rfo.summary),
    impact: orNull(rfo.customerImpact, linesOf),
    rootCause: linesOf(rfo.rootCause),
    resolution: orNull(rfo.resolution, linesOf),
    measures: publishedMeasures(rfo.preventiveMeasures).map(({ text, due }) => ({
      text: linesOf(text),
      due: oneLine(due),
    })),
  };
}

function orNull<T, R>(value: T | undefined, read: (value: T) => R): R | null {
  return value === undefined ? null : read(value);
}
