import type { MessageFacts, NoticeFacts, OrganizationFacts } from '../../../../domain/notices/message';
import { NOTICES } from '../../../../domain/notices/notices';
import { baseOf } from '../../../../domain/notices/wording-language';
import { languageFor } from '../languages/languages';
import { greetingOf, type MailModel } from '../mail-model';
import { escapeHtml } from '../escape';
import { localeOf } from '../translated';
import { inOrder, tellsOfWork, type ResourceList } from '../resource-list';
import { canSignIn } from '../portal-reader';
import { isFollower } from '../public-facts';
import { createHoles } from './holes';
import { Skeleton, type Bodies } from './skeleton';

/** How many shapes of one notice are kept; a skeleton has the size of a mail. */
const SHAPES_MAX = 128;

/** The hole for what is the person's own; those after it are the organization's. */
const GREETING = 0;
const ORGANIZATION = 1;
/** The person's own, too, in the mails of the page's subscribers. */
const MANAGE = 2;
const UNSUBSCRIBE = 3;
const FIRST_ROW = 4;
/** What of a resource's row is left open. */
const ROW_FIELDS = ['name', 'kind', 'environment', 'location', 'work'] as const;
const ROW_HOLES = ROW_FIELDS.length + 1;

export interface SkeletonSource {
  readonly model: (message: MessageFacts) => MailModel;
  /** Of the model, the organization's name and resources, and the subscriber's links: what is filled in without a whole model. */
  readonly organizationName: (message: MessageFacts) => string;
  readonly resources: (message: MessageFacts) => ResourceList;
  readonly subscription: (message: MessageFacts) => MailModel['subscription'];
  /** Both bodies as the templates give them, the text not yet wrapped. */
  readonly render: (notice: NoticeFacts['notice']['kind'], model: MailModel) => Promise<Bodies>;
  /** The same for reading: what `Skeletons.render` has to equal. */
  readonly finish: (bodies: Bodies) => Bodies;
}

type Shape = 'seen once' | 'not to be shared' | Skeleton;

interface OrganizationFill {
  readonly organization: OrganizationFacts;
  readonly from: Skeleton;
  readonly skeleton: Skeleton;
}

/**
 * Renders a template once for all recipients whose mails differ only in names: the notice's facts, the reader's time zone
 * and language, and how many resources are hit how badly decide the shape; the greeting, the organization and its resources
 * are filled in. What people of one organization share is filled in once.
 *
 * Templates print those values and compute nothing with them. That is checked with the first mail of each shape, which is
 * rendered plainly, too: a shape that comes out differently is not shared.
 */
export function createSkeletons({
  model,
  organizationName,
  resources: listOf,
  subscription,
  render,
  finish,
}: SkeletonSource) {
  const holes = createHoles();
  const notices = new WeakMap<NoticeFacts, Map<string, Shape>>();
  const organizations = new WeakMap<MessageFacts['resources'], OrganizationFill>();

  return {
    async render(message: MessageFacts): Promise<Bodies> {
      // the links by which staff act, and whose contacts a list names, are no part of its shape, and there are few such mails
      if (NOTICES[message.facts.notice.kind].to === 'staff') return plain(message);
      const shapes = shapesOf(message.facts);
      const key = shapeOf(message);
      const shape = shapes.get(key);
      if (shape instanceof Skeleton) return filled(shape, message) ?? plain(message);
      const bodies = await plain(message);
      if (shape === 'seen once') {
        const skeleton = await build(message);
        keep(shapes, key, isSame(filled(skeleton, message), bodies) ? skeleton : 'not to be shared');
      } else if (shape === undefined) keep(shapes, key, 'seen once');
      return bodies;
    },
  };

  function shapesOf(facts: NoticeFacts): Map<string, Shape> {
    let shapes = notices.get(facts);
    if (!shapes) notices.set(facts, (shapes = new Map<string, Shape>()));
    return shapes;
  }

  async function plain(message: MessageFacts): Promise<Bodies> {
    return finish(await render(message.facts.notice.kind, model(message)));
  }

  async function build(message: MessageFacts): Promise<Skeleton> {
    const full = model(message);
    const open: MailModel = {
      ...full,
      greeting: holes.mark(GREETING),
      organization: holes.mark(ORGANIZATION),
      subscription: full.subscription && { manage: holes.mark(MANAGE), unsubscribe: holes.mark(UNSUBSCRIBE) },
      resources: {
        ...full.resources,
        rows: full.resources.rows.map((row, index) => ({
          ...row,
          ...Object.fromEntries(ROW_FIELDS.map((field, place) => [field, holes.mark(holeOf(index, place))])),
        })),
        lines: full.resources.lines.map((_, index) => holes.mark(holeOf(index, ROW_FIELDS.length))),
      },
    };
    return Skeleton.of(await render(message.facts.notice.kind, open), holes);
  }

  function filled(skeleton: Skeleton, message: MessageFacts): Bodies | undefined {
    const greeting = greetingOf(message.recipient.name, languageFor(message));
    const links = subscription(message);
    const values = links ? [greeting, undefined, links.manage, links.unsubscribe] : [greeting];
    return organizationPart(skeleton, message)?.close(values, values.map(escapedValue));
  }

  /** The organization's people come one after the other and share the object that lists its resources. */
  function organizationPart(skeleton: Skeleton, message: MessageFacts): Skeleton | undefined {
    const { organization, resources } = message;
    const known = organizations.get(resources);
    if (known?.organization === organization && known.from === skeleton) return known.skeleton;
    const values = [undefined, organizationName(message), undefined, undefined, ...rowValues(listOf(message))];
    const part = skeleton.fill(values, values.map(escapedValue));
    if (part) organizations.set(resources, { organization, from: skeleton, skeleton: part });
    return part;
  }
}

function holeOf(row: number, place: number): number {
  return FIRST_ROW + row * ROW_HOLES + place;
}

function rowValues({ rows, lines }: ResourceList): string[] {
  return rows.flatMap((row, index) => [...ROW_FIELDS.map((field) => row[field]), lines[index] ?? '']);
}

/** What decides everything in a mail but the values of its holes. */
function shapeOf(message: MessageFacts): string {
  const { organization, resources, facts } = message;
  let levels = '';
  for (const { impact, change } of inOrder(resources)) levels += `${impact[0] ?? ''}${change ?? ''}`;
  // as a list, so that no zone can end where another's language begins
  const tellsWork = tellsOfWork(resources, facts);
  const language = [languageFor(message).tag, baseOf(localeOf(message))];
  return JSON.stringify([
    organization.timeZone,
    ...language,
    levels,
    isFollower(message),
    canSignIn(message),
    tellsWork,
  ]);
}

function keep(shapes: Map<string, Shape>, key: string, shape: Shape): void {
  shapes.delete(key);
  shapes.set(key, shape);
  const [oldest] = shapes.keys();
  if (shapes.size > SHAPES_MAX && oldest !== undefined) shapes.delete(oldest);
}

function isSame(one: Bodies | undefined, other: Bodies): boolean {
  return one?.text === other.text && one.html === other.html;
}

const escapedValue = (value: string | undefined) => value && escapeHtml(value);
