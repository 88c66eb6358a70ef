import { knownLanguage } from '../../domain/brands/languages';
import type { CustomerLanguage } from '../../domain/shared/words/common';
import {
  calendarStatus,
  calendarTimes,
  calendarUid,
  worstImpact,
  type CalendarRevision,
  type CalendarStatus,
} from '../../domain/channels/calendar';
import { isUrgent, lineText, SUPPORT_HEADING, supportLines, type SupportBlock } from '../../domain/brands/support';
import type { ImpactLevel } from '../../domain/shared/impact';
import type { AffectedResource, NoticeFacts } from '../../domain/notices/message';
import type { Language } from '../email/content/languages/language';
import { ENGLISH } from '../email/content/languages/languages';
import { written } from '../email/content/translated';
import { dateTime, mailto, property, quoted, text } from './lines';

/** Whose events these are: the provider as its customers' programs know it. */
export interface CalendarSender {
  /** X-MAINTNOTE-PROVIDER, and the host of every UID: for good, because programs find an event by it. */
  readonly domain: string;
  /** The mailbox that answers go to. */
  readonly organizer: { readonly name: string; readonly address: string };
  /** Where customers reach the pages, without a slash at the end. */
  readonly publicUrl: string;
  /** How they reach people; the description says it. */
  readonly support?: SupportBlock | undefined;
  /** Whom customers ask, where that is not the window's point of contact: a brand's support (P7). */
  readonly contact?: string | undefined;
}

/** One organization's view of one window. */
export interface EventFacts {
  readonly facts: NoticeFacts;
  readonly organization: { readonly id: string };
  readonly resources: readonly AffectedResource[];
  readonly revision: CalendarRevision;
  /** Of those who read it; English unless given. */
  readonly language?: Language;
  /** The subject of the mail that carries it, so that programs which compare the two find them equal. */
  readonly summary: string;
}

/** The description names at most so many resources; the objects are all there. */
const NAMED_MAX = 200;

const VEVENT_STATUS: Record<CalendarStatus, string> = {
  CONFIRMED: 'CONFIRMED',
  // an event knows no "in process": it is on, and done is still on
  'IN-PROCESS': 'CONFIRMED',
  COMPLETED: 'CONFIRMED',
  CANCELLED: 'CANCELLED',
};

/**
 * The lines of one MAINTNOTE VEVENT (BCOP 0.1, RFC 5545), from BEGIN to the last property; END is the caller's, so that an
 * attendee can be put in. `hasMethod` decides what DTSTAMP means: when this object was made, or when its data last changed
 * (§3.8.7.2); both are the window's own instants, so a retry makes the same bytes.
 */
export function eventLines(
  { facts, organization, resources, revision, summary, language = ENGLISH }: EventFacts,
  sender: CalendarSender,
  hasMethod: boolean,
): string {
  const { domain, organizer, publicUrl } = sender;
  const status = calendarStatus(facts);
  const { startsAt, endsAt } = calendarTimes(facts);
  const impact = worstImpact(resources, facts.impact.level);
  return [
    'BEGIN:VEVENT\r\n',
    property('UID', calendarUid(domain, facts.reference, organization.id)),
    property('SEQUENCE', String(revision.sequence)),
    property('DTSTAMP', dateTime(hasMethod ? facts.now : revision.revisedAt)),
    property('LAST-MODIFIED', dateTime(revision.revisedAt)),
    property('DTSTART', dateTime(startsAt)),
    property('DTEND', dateTime(endsAt)),
    property('SUMMARY', text(summary)),
    property('DESCRIPTION', text(descriptionOf(facts, resources, sender, language))),
    property(`ORGANIZER;CN=${quoted(organizer.name || organizer.address)}`, mailto(organizer.address)),
    property('STATUS', VEVENT_STATUS[status]),
    property('TRANSP', 'TRANSPARENT'),
    property('CLASS', facts.private ? 'PRIVATE' : 'PUBLIC'),
    facts.private ? '' : property('URL', `${publicUrl}/windows/${encodeURIComponent(facts.reference)}`),
    property('X-MAINTNOTE-PROVIDER', text(domain)),
    property('X-MAINTNOTE-ACCOUNT', text(organization.id)),
    property('X-MAINTNOTE-MAINTENANCE-ID;X-MAINTNOTE-PRECEDENCE=PRIMARY', text(facts.reference)),
    ...resources.map(({ id, impact: own }) =>
      property(`X-MAINTNOTE-OBJECT-ID;X-MAINTNOTE-OBJECT-IMPACT=${impactWord(own)}`, text(id)),
    ),
    property('X-MAINTNOTE-IMPACT', impactWord(impact)),
    property('X-MAINTNOTE-STATUS', status),
  ].join('');
}

/** The four words of the profile. */
function impactWord(level: ImpactLevel): string {
  return level.toUpperCase();
}

/** The support block as lines of a description; nothing without one. */
export function supportText(
  support: SupportBlock | undefined,
  urgent: boolean,
  tag: CustomerLanguage = 'en',
): string[] {
  if (!support) return [];
  const lines = supportLines(support, { urgent, language: tag }).map(lineText);
  return [[SUPPORT_HEADING[tag], ...lines].join('\n')];
}

function descriptionOf(
  facts: NoticeFacts,
  resources: readonly AffectedResource[],
  { support, contact = facts.pointOfContact }: CalendarSender,
  language: Language,
): string {
  const { calendar: say, impacts } = language;
  const named = resources
    .slice(0, NAMED_MAX)
    .map(({ id, name, impact }) => `- ${name} (${id}): ${impacts[impact].short}`);
  const more = resources.length - named.length;
  return [
    facts.title,
    facts.impact.description,
    say.action(written(facts.customerAction, language)),
    [say.resources, ...named, ...(more > 0 ? [say.more(more)] : [])].join('\n'),
    `${say.contact(contact)}\n${say.reference(facts.reference)}`,
    ...supportText(support, isUrgent(facts), knownLanguage(language.tag)),
  ].join('\n\n');
}
