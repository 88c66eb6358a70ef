import {
  remaining,
  type AffectedResource,
  type MessageFacts,
  type NoticeFacts,
  type OrganizationFacts,
} from '../../../../domain/notices/message';
import { isToCustomers } from '../../../../domain/notices/notice-kinds';
import type { NoticeKind } from '../../../../domain/notices/notices';
import { baseOf } from '../../../../domain/notices/wording-language';
import type { ListWords, OpenPlace, SaidText } from '../../../../domain/proof/said';
import { languageFor } from '../languages/languages';
import { greetingOf, type MailModel } from '../mail-model';
import { canSignIn } from '../portal-reader';
import { isFollower } from '../public-facts';
import { inOrder, RESOURCE_LIMIT, type ResourceList } from '../resource-list';
import { createHoles } from '../skeleton/holes';
import { localeOf } from '../translated';
import { oneLine } from '../words';
import { fillSaid, impactKey, workKey } from './fill';

/** Of one notice, so many texts are remembered; a text is some kilobytes. */
const TEXTS_MAX = 1_000;
const PLACES: readonly OpenPlace[] = ['name', 'organization', 'count', 'list'];

interface Found {
  readonly facts: NoticeFacts;
  readonly organization: OrganizationFacts;
  readonly said: SaidText | null;
}

interface SaidSource {
  readonly model: (message: MessageFacts) => MailModel;
  /** The text as its template gives it, not yet wrapped. */
  readonly renderText: (kind: NoticeKind, model: MailModel) => Promise<string>;
}

/**
 * What is kept of the words of customers' mails (T1), made once for all whose mails differ in nothing but the open places. The first
 * time it is filled again and compared with the mail: what does not give the same is not kept, and the proof then says so.
 * Mails to staff and to the page's subscribers have no proof.
 */
export function createSaidTexts({ model, renderText }: SaidSource) {
  const holes = createHoles();
  const notices = new WeakMap<NoticeFacts, Map<string, SaidText | null>>();
  const people = new WeakMap<MessageFacts['resources'], Map<string, Found>>();

  return {
    /** What is kept of a mail whose finished text is `text`; null where it cannot be. */
    async of(message: MessageFacts, text: string): Promise<SaidText | null> {
      const { facts, resources, recipient } = message;
      if (!isToCustomers(facts.notice.kind) || isFollower(message)) return null;
      // the organization's people come one after the other and share the object that lists its resources
      let readers = people.get(resources);
      if (!readers) people.set(resources, (readers = new Map<string, Found>()));
      const isNamed = oneLine(recipient.name) !== '';
      const reader = JSON.stringify([recipient.locale, isNamed, canSignIn(message)]);
      const found = readers.get(reader);
      if (found?.facts === facts && found.organization === message.organization) return found.said;
      const said = await saidOf(message, text);
      readers.set(reader, { facts, organization: message.organization, said });
      return said;
    },
  };

  async function saidOf(message: MessageFacts, text: string): Promise<SaidText | null> {
    let known = notices.get(message.facts);
    if (!known) notices.set(message.facts, (known = new Map<string, SaidText | null>()));
    const key = keyOf(message);
    let said = known.get(key);
    if (said !== undefined) return said;
    const made = await make(message);
    said = fillSaid(made, message) === text ? made : null;
    if (known.size >= TEXTS_MAX) known.clear();
    known.set(key, said);
    return said;
  }

  async function make(message: MessageFacts): Promise<SaidText> {
    const full = model(message);
    const { resources } = full;
    const isOpen = !hasDates(message.resources) && resources.lines.length > 0;
    const name = oneLine(message.recipient.name);
    const open: MailModel = {
      ...full,
      greeting: name === '' ? full.greeting : greetingOf(markOf('name'), languageFor(message)),
      organization: markOf('organization'),
      resources: {
        ...resources,
        phrase: openCount(resources, markOf('count')),
        lines: isOpen ? [markOf('list')] : resources.lines,
      },
    };
    const parts = holes
      .cut(await renderText(message.facts.notice.kind, open))
      .map((part) => (typeof part === 'string' ? part : { open: PLACES[part] ?? 'name' }))
      .filter((part) => part !== '');
    return { form: 1, parts, ...(isOpen ? { words: wordsOf(message, resources) } : {}) };
  }

  function markOf(place: OpenPlace): string {
    return holes.mark(PLACES.indexOf(place));
  }

  /** Everything that decides the words but not what stands in the open places. */
  function keyOf(message: MessageFacts): string {
    const { organization, recipient } = message;
    const language = [languageFor(message).tag, baseOf(localeOf(message))];
    const isNamed = oneLine(recipient.name) !== '';
    return JSON.stringify([organization.timeZone, ...language, isNamed, canSignIn(message), listKey(message)]);
  }

  function listKey(message: MessageFacts): string {
    const { resources, organization } = message;
    const kinds = new Set(resources.map((resource) => `${impactKey(resource)}/${workKey(resource)}`));
    const count = remaining(resources).length;
    const phrase = openCount({ count, phrase: languageFor(message).resources(count) }, '');
    const all = resources.length > RESOURCE_LIMIT ? resources.length : 0;
    return JSON.stringify([phrase, count === 0, all, [...kinds].sort(), hasDates(resources) ? organization.id : '']);
  }
}

/** `3 resources` with its figure as a place of its own. */
function openCount({ phrase, count }: Pick<ResourceList, 'phrase' | 'count'>, mark: string): string {
  return count > 0 ? phrase.replace(String(count), () => mark) : phrase;
}

/** A row says on which day its owner did the work: such a list is kept as it was. */
function hasDates(resources: readonly AffectedResource[]): boolean {
  return resources.some(({ work }) => work?.state === 'done' && work.by === 'customer');
}

function wordsOf({ resources }: MessageFacts, { rows, tellsWork }: ResourceList): ListWords {
  const impact = new Map<string, string>();
  const work = new Map<string, string>();
  inOrder(resources).forEach((resource, index) => {
    const row = rows[index];
    if (!row) return;
    impact.set(impactKey(resource), row.impact);
    if (row.work !== '') work.set(workKey(resource), row.work);
  });
  return { impact: inKeys(impact), ...(tellsWork ? { work: inKeys(work) } : {}) };
}

/** The same words give the same object, in whatever order they came. */
function inKeys(words: ReadonlyMap<string, string>): Record<string, string> {
  return Object.fromEntries([...words].sort(([one], [other]) => (one < other ? -1 : 1)));
}
