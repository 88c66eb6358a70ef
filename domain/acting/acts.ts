import type { NoticeFacts } from '../notices/message';
import type { NoticeKind } from '../notices/notices';
import { DAY } from '../shared/time';
import type { CommandName } from '../window/commands/commands';
import { WORKING } from '../window/commands/verdict';
import type { CommandField, CommandForm, FieldOf } from './forms/form';
import { extend, start, complete } from './forms/work';
import { nominate, requestChanges } from './forms/plan';

/** What the provider's own people do by a link in a mail (N12, P1, P3, L6, L8): one row for each, and nothing else is done that way. */

interface AnyAct {
  /** The words of the link in a mail. */
  readonly link: string;
  /** The heading of its page. */
  readonly title: string;
  /** What comes of the button. */
  readonly happens: string;
  readonly button: string;
  /** What is said once it is done. */
  readonly done: string;
  /** The mails that carry it. */
  readonly mails: readonly NoticeKind[];
  /** Not in every mail of these kinds. */
  readonly when?: (facts: Pick<NoticeFacts, 'phase' | 'slot' | 'now'>) => boolean;
}

/** Gives the window a command. */
interface CommandAct<N extends CommandName> extends AnyAct {
  readonly command: N;
  /** What its reader has read is part of it: it counts for the revision the mail spoke of, and for none after it. */
  readonly ofRevision: boolean;
  readonly fields: readonly CommandField<FieldOf<N>>[];
}

/** Ticks off tasks: those of a list of customers, or the one that the link names. */
interface TicksAct extends AnyAct {
  readonly ticks: 'list' | 'one';
}

const command = <N extends CommandName>(row: CommandAct<N>): CommandAct<N> => row;
const ticks = (row: TicksAct): TicksAct => row;

/** Some fields of a command's own form, in that order. */
const of = <N extends CommandName>({ fields }: CommandForm<N>, ...names: FieldOf<N>[]) =>
  fields.filter(({ name }) => names.includes(name));

const isAtWork = ({ phase }: Pick<NoticeFacts, 'phase'>) => WORKING.includes(phase);
/** Mails about work that runs late. */
const LATE: readonly NoticeKind[] = ['overrun-question', 'escalation'];

export const ACTS = {
  approve: command({
    ...{ command: 'approve', ofRevision: true, mails: ['approval-request'] },
    ...{ link: 'Approve', title: 'Approve this window', button: 'Approve', done: 'Approved.' },
    happens: 'Customers are told as it is planned and worded now.',
    fields: [
      {
        ...{ name: 'override', label: 'Why customers get less notice than promised', kind: 'area', optional: true },
        when: ({ attention }) => attention.some(({ code }) => code === 'approval'),
      },
    ],
  }),
  requestChanges: command({
    ...{ command: 'requestChanges', ofRevision: true, mails: ['approval-request'] },
    ...{ link: 'Ask for changes', title: 'Ask for changes of this window', button: 'Ask for changes' },
    ...{ done: 'Whoever drew it up is being told by mail.' },
    happens: 'Whoever drew it up gets a mail with your words. It stays without an approval until somebody approves it.',
    fields: requestChanges.fields,
  }),
  nominate: command({
    ...{ command: 'nominate', ofRevision: false, mails: ['nomination-nag'] },
    ...{ link: 'Name a point of contact', title: 'Name a point of contact', button: 'Nominate' },
    ...{ done: 'The point of contact is named.', happens: 'From then on questions about the work go to this mailbox.' },
    fields: nominate.fields,
  }),
  start: command({
    ...{ command: 'start', ofRevision: false, mails: ['escalation'] },
    when: ({ phase, slot, now }) => phase === 'delayed' && now < slot.endsAt,
    ...{ link: 'Say that the work begins', title: 'The work begins', button: 'Start', done: 'The work has begun.' },
    happens: 'Customers are told that the work has begun.',
    fields: of(start, 'note'),
  }),
  extend: command({
    ...{ command: 'extend', ofRevision: true, mails: LATE, when: isAtWork },
    ...{ link: 'Extend', title: 'The work takes longer', button: 'Extend', done: 'The new planned end is in force.' },
    happens: 'Everybody affected is told the new planned end.',
    fields: extend.fields,
  }),
  complete: command({
    ...{ command: 'complete', ofRevision: false, mails: LATE, when: isAtWork },
    ...{ link: 'Complete', title: 'The work is over', button: 'Complete', done: 'The work is on record as over.' },
    happens: 'Everybody who was told of the work is told that it is over.',
    fields: of(complete, 'message', 'customerImpactMinutes', 'override'),
  }),
  told: ticks({
    ...{ ticks: 'list', mails: ['staff-list', 'staff-nag'] },
    // of the start they are told by mail
    when: ({ phase }) => !WORKING.includes(phase),
    ...{ link: 'Tick off whom you have told', title: 'Whom you have told', button: 'Tick off', done: 'Ticked off.' },
    happens: 'Those you tick are off your list, and you are not reminded of them again.',
  }),
  tick: ticks({
    ...{ ticks: 'one', mails: [] },
    ...{ link: 'Tick it off when it is done', title: 'Tick off a task', button: 'It is done', done: 'Ticked off.' },
    happens: 'The task is off the list of whoever answers for this customer.',
  }),
};
export type ActName = keyof typeof ACTS;
export type Act = CommandAct<CommandName> | TicksAct;
export const ACT_NAMES = Object.keys(ACTS) as ActName[];

/** Its row, whichever it is. */
export const actRow = (name: ActName): Act => ACTS[name];

/** The acts that a mail of a notice offers, in the order they stand in. */
export function actsIn(facts: Pick<NoticeFacts, 'notice' | 'phase' | 'slot' | 'now'>): ActName[] {
  return ACT_NAMES.filter((name) => {
    const { mails, when } = actRow(name);
    return mails.includes(facts.notice.kind) && (when?.(facts) ?? true);
  });
}

/** A link is good for so long at most (ms). */
const LONGEST = 30 * DAY;

/** Until when a link that is made at `now` is good, UTC ms: at most to `answerBy`, where the answer is of no use afterwards. */
export function linkEnds({ now, answerBy }: { readonly now: number; readonly answerBy?: number | undefined }): number {
  const longest = now + LONGEST;
  return answerBy === undefined || answerBy <= now ? longest : Math.min(longest, answerBy);
}
