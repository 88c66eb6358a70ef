import type { InternalEntry } from '../../activities/ports/channel-records';
import { createHash } from 'node:crypto';
import { isNews } from '../../domain/channels/channels';
import { noticeSlug } from '../../domain/notices/notice';
import { ANNOUNCEMENT } from '../../domain/notices/notice-kinds';
import { describeDuration } from '../../domain/shared/time';
import { classInWords } from '../../domain/window/classes';
import { workFigures } from '../../domain/window/event-table';
import { describeEvent, type RecordedEvent } from '../../domain/window/events';
import { referenceInWords } from '../../domain/window/references';
import { consoleUrl } from '../../domain/window/links';
import { headline, type WindowView } from '../../domain/window/view';
import { buttons } from './buttons';
import { bold, cut, link, LONGEST_MESSAGE, moment, notification, paragraph, said, span } from './rich-text';
import type { Block } from './slack-api-client';

/** A message as it should be, without its marker. */
export interface Shown {
  readonly text: string;
  readonly blocks: readonly Block[];
}

/** One reply in the thread, known by the number of its event in the window's timeline. */
export interface DesiredReply extends Shown {
  readonly sequence: number;
  /** What it says, as plain text. */
  readonly words: string;
  /** The affected customers are listed with it. */
  readonly listsCustomers: boolean;
}

/** The thread as it should be. */
export interface DesiredThread {
  readonly reference: string;
  readonly first: Shown;
  /** Changes with what the first message shows. */
  readonly digest: string;
  /** Oldest first. */
  readonly replies: readonly DesiredReply[];
  readonly openedAt: number;
  /** Nothing more will happen. */
  readonly ended: boolean;
}

export interface Looks {
  /** Without the way back from Slack there are no buttons. */
  readonly hasButtons: boolean;
  readonly canApprove: boolean;
  /** Of the provider, `https://status.example`. */
  readonly publicUrl: string;
  /** People sign in, and find the window in the console (P8). */
  readonly hasConsole: boolean;
}

const LONGEST_TITLE = 200;

export function desiredThread(entry: InternalEntry, looks: Looks): DesiredThread {
  const { view, events } = entry;
  const first = firstMessage(entry, looks);
  return {
    reference: view.reference,
    first,
    digest: createHash('sha256').update(JSON.stringify(first)).digest('hex').slice(0, 32),
    replies: events.flatMap((event) => (isTold(event) ? [replyFor(event)] : [])),
    openedAt: view.openedAt,
    ended: view.phase === 'closed' || view.phase === 'cancelled',
  };
}

function firstMessage(
  { view, customers, resources, waiting }: InternalEntry,
  { hasButtons, canApprove, hasConsole, publicUrl }: Looks,
): Shown {
  const { spec, reference, phase } = view;
  const lines: [string, ReturnType<typeof moment>][] = [
    ['Phase', [said(headline(view))]],
    ['When', span(spec.slot.startsAt, spec.slot.endsAt)],
    ...actual(view),
    ['What', [said(`${classInWords(spec)}, ${spec.reason}, ${spec.visibility}; ${cut(view.scopeText, 500)}`)]],
    [
      'Impact',
      [said(`${spec.impact.level}, ${String(spec.impact.minutes)} min. ${cut(spec.impact.description, 600)}`)],
    ],
    ['Customers', [said(`${counted(customers, 'customer')}, ${counted(resources, 'resource')}`)]],
    ...waitingLine(view, waiting),
    ...workLine(view),
    ...changeLine(spec.references),
    ['Point of contact', [said(spec.pointOfContact)]],
    ...(view.nextUpdateBy === null ? [] : [['Next update by', moment(view.nextUpdateBy)] as (typeof lines)[number]]),
    ...(view.attention.length === 0
      ? []
      : [
          [
            'Needs somebody',
            [said(cut(view.attention.map(({ text }) => text).join(' · '), 1_500))],
          ] as (typeof lines)[number],
        ]),
  ];
  const body = lines.flatMap(([name, pieces], place) => [bold(`${place === 0 ? '' : '\n'}${name}: `), ...pieces]);
  const title = cut(spec.title, LONGEST_TITLE);
  return {
    text: notification(`${reference} ${title}: ${phase}`),
    blocks: [
      paragraph(bold(`${reference}  ${title}`)),
      paragraph(...body),
      ...(hasConsole ? [paragraph(link(consoleUrl(publicUrl, reference), 'Open in the console'))] : []),
      ...(hasButtons ? buttons(view, canApprove) : []),
    ],
  };
}

/** What customers have said and nobody has answered yet. */
function waitingLine(
  { reference }: WindowView,
  { objections, messages }: InternalEntry['waiting'],
): [string, ReturnType<typeof moment>][] {
  const all = [
    ...(objections === 0 ? [] : [counted(objections, 'objection')]),
    ...(messages === 0 ? [] : [counted(messages, 'written answer')]),
  ];
  if (all.length === 0) return [];
  return [['Waits for an answer', [said(`${all.join(', ')}: forewarn tasks --window ${reference}`)]]];
}

function changeLine(references: WindowView['spec']['references']): [string, ReturnType<typeof moment>][] {
  if (!references) return [];
  return [['Changes', [said(cut(references.map(referenceInWords).join(', '), 600))]]];
}

/** Where the work on the resources is (S2), in windows with a work list. */
function workLine({ work }: WindowView): [string, ReturnType<typeof moment>][] {
  if (!work) return [];
  const { state, because, counts } = work;
  const words = [state, counts && workFigures(counts), because].filter((part) => part !== undefined);
  return [['Work', [said(cut(words.join(': '), 600))]]];
}

function actual({ startedAt, endedAt, spec }: WindowView): [string, ReturnType<typeof moment>][] {
  if (startedAt === null) return [];
  if (endedAt === null) return [['Started', moment(startedAt)]];
  const took = `, took ${describeDuration(endedAt - startedAt)} of ${describeDuration(spec.slot.endsAt - spec.slot.startsAt)}`;
  return [
    ['Started', moment(startedAt)],
    ['Ended', [...moment(endedAt), said(took)]],
  ];
}

/** What the people in the channel are told. That a notice was sent is no news to them; that it did not reach everybody is. */
function isTold({ event }: RecordedEvent): boolean {
  switch (event.type) {
    case 'opened':
    case 'command-refused':
    case 'reminders-passed':
      return false;
    case 'notice-begun':
      return event.notice.kind === ANNOUNCEMENT;
    case 'notice-settled':
      return isNews(event);
    case 'value-entered':
      return !event.isGood;
    default:
      return true;
  }
}

function replyFor({ event, sequence, by, door }: RecordedEvent): DesiredReply {
  const listsCustomers =
    (event.type === 'notice-begun' && event.notice.kind === ANNOUNCEMENT) || event.type === 'rescoped';
  const what =
    event.type === 'notice-begun' && event.notice.kind === ANNOUNCEMENT
      ? `Customers are being told (${noticeSlug(event.notice)}, revision ${String(event.notice.revision)})`
      : describeEvent(event);
  const who = door === 'clock' ? '' : ` (${by})`;
  return {
    sequence,
    listsCustomers,
    words: `${what}${who}`,
    text: notification(what),
    blocks: [paragraph(said(`${cut(what, LONGEST_MESSAGE - 300)}${who}`))],
  };
}

export const counted = (count: number, one: string) => `${count.toLocaleString('en')} ${one}${count === 1 ? '' : 's'}`;
