import { z } from 'zod';
import type { UnplannedPolicy } from '../../notices/notice-policy';
import { text } from '../../shared/fields';
import { STAFF } from '../../shared/roles';
import { describeDuration, toIso } from '../../shared/time';
import { begin } from '../begun-notices';
import type { WindowState } from '../types';
import { actualTime, checkedTime, type Checked, earliestStart, reasonNeedsTime, whyAfterwards } from './actual-time';
import { command, common } from './command';
import { accept, refuse, wrongPhase } from './verdict';
import { optional } from '../../shared/optional';

const schema = z
  .strictObject({
    ...common,
    note: text(2_000).optional().describe('a sentence for the page'),
    startedAt: actualTime,
    reason: whyAfterwards,
  })
  .refine(...reasonNeedsTime('startedAt'));

/** The work has begun (L2), or had at a time that is given afterwards (L14). */
export const start = command({
  schema,
  summary: 'The work has begun.',
  when: 'announced or delayed; from 15 minutes before the planned start, an emergency any time; until the planned end, afterwards only with `startedAt` and `reason`',
  example: { by: 'you', note: 'optional sentence for the page' },
  roles: STAFF,
  bySignal: true,
  refusals: ['already-done', 'too-early', 'too-late', 'time-out-of-bounds', 'invalid-body'],
  decide(state, given, now) {
    if (state.startedAt !== undefined) {
      return refuse('already-done', `The work started at ${toIso(state.startedAt)}. Nothing was changed.`);
    }
    if (state.phase === 'approved' || state.phase === 'draft') {
      return refuse(
        'too-early',
        'Customers have not been told of this window yet, so it cannot start. Wait for the announcement, or open an emergency.',
      );
    }
    if (state.phase !== 'announced' && state.phase !== 'delayed') {
      return wrongPhase(state, 'start', ['announced', 'delayed']);
    }
    const { startsAt } = state.spec.slot;
    const earliest = startsAt - state.policy.earlyStartMs;
    if (state.spec.class !== 'emergency' && now < earliest) {
      return refuse(
        'too-early',
        `The planned start, which customers know, is ${toIso(startsAt)}, in ${describeDuration(startsAt - now)}; ` +
          `the work may start from ${toIso(earliest)}. Reschedule the window to start earlier.`,
      );
    }
    const { unplanned } = state.policy;
    const actual: Checked<'too-late' | 'time-out-of-bounds' | 'invalid-body'> = unplanned
      ? actualStart(state, given, now, unplanned)
      : {};
    if ('refusal' in actual) return actual;
    return accept(
      {
        type: 'started',
        ...optional({ note: given.note, startedAt: actual.time, reason: given.reason }),
      },
      begin(state, 'started'),
    );
  },
});

/** When the work began, where that is given. After the planned end it has to be: customers know no later time (L12). */
function actualStart(
  state: WindowState,
  { startedAt, reason }: z.output<typeof schema>,
  now: number,
  unplanned: UnplannedPolicy,
): Checked<'too-late' | 'time-out-of-bounds' | 'invalid-body'> {
  const { endsAt } = state.spec.slot;
  const isOver = now >= endsAt;
  if (startedAt === undefined) return isOver ? tooLate(endsAt, now) : {};
  const checked = checkedTime(
    { field: 'startedAt', at: startedAt, ...earliestStart(state, unplanned) },
    now,
    unplanned,
  );
  if ('refusal' in checked || !isOver) return checked;
  if (checked.time >= endsAt) return tooLate(endsAt, now);
  if (reason !== undefined) return checked;
  return refuse(
    'invalid-body',
    `reason is required: the planned end ${toIso(endsAt)} has passed, so say why nobody said by then that the work had begun (L14).`,
    'reason',
  );
}

function tooLate(endsAt: number, now: number) {
  return refuse(
    'too-late',
    `The planned end, which customers know, was ${toIso(endsAt)}, ${describeDuration(now - endsAt)} ago, and nobody had said that the work began. ` +
      'Reschedule the window first; or, if the work began before then, give startedAt with a reason; or cancel it.',
    'startedAt',
  );
}
