import { DONE, WORKING } from '../window/commands/verdict';
import { describeInstant } from '../shared/time';
import type { WindowView } from '../window/view';
import type { ActToken } from './act-token';
import { actRow, type ActName } from './acts';

/** Why a link does nothing any more: what it was for is done, or it can no longer be done that way. Words for a page. */
export interface NoMore {
  readonly state: 'done' | 'over';
  readonly why: string;
}

/** Whether what a link gives a window can be given still; undefined where it can. The window itself decides in the end. */
export function noMore({ act, revision }: Pick<ActToken, 'act' | 'revision'>, view: WindowView): NoMore | undefined {
  const row = actRow(act);
  if (!('command' in row)) return undefined;
  return (
    DONE_ALREADY[act]?.(view) ??
    (view.phase === 'closed' || view.phase === 'cancelled'
      ? over(`${view.reference} is ${view.phase}: nothing can be changed any more.`)
      : undefined) ??
    (row.ofRevision && view.revision !== revision
      ? over(
          `The plan has changed since this mail was written: it spoke of revision ${String(revision)}, and revision ${String(view.revision)} is in force. ` +
            'Use the link of the newest mail about it.',
        )
      : undefined)
  );
}

const over = (why: string): NoMore => ({ state: 'over', why });
const done = (why: string): NoMore => ({ state: 'done', why });

/** What is done, whoever did it. */
const DONE_ALREADY: Partial<Record<ActName, (view: WindowView) => NoMore | undefined>> = {
  approve: approvedAlready,
  requestChanges: approvedAlready,
  nominate: ({ attention, spec }) =>
    attention.some(({ code }) => code === 'nomination')
      ? undefined
      : done(`${spec.pointOfContact} is the point of contact.`),
  start: ({ startedAt }) => (startedAt === null ? undefined : done(`The work began on ${describeInstant(startedAt)}.`)),
  complete: endedAlready,
  // of work that is over; of another end, the revision says so
  extend: (view) => (WORKING.includes(view.phase) ? undefined : endedAlready(view)),
};

function approvedAlready({ approval, revision }: WindowView): NoMore | undefined {
  if (!approval) return over('This window does not wait for an approval.');
  if (approval.approvedRevision !== revision) return undefined;
  return done(`Revision ${String(revision)} was approved by ${approval.approvedBy ?? 'somebody'}.`);
}

function endedAlready({ phase, endedAt }: WindowView): NoMore | undefined {
  return DONE.includes(phase) && endedAt !== null
    ? done(`The work was over on ${describeInstant(endedAt)}.`)
    : undefined;
}
