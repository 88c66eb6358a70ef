import { z } from 'zod';
import { noticeSlug } from '../../notices/notice';
import { line } from '../../shared/fields';
import { STAFF } from '../../shared/roles';
import { isUnreached } from '../begun-notices';
import { isOver } from '../duties/agenda';
import { command, common } from './command';
import { accept, refuse } from './verdict';

/** What failed for good is sent once more, to corrected addresses. */
export const retryFailed = command({
  schema: z.strictObject({
    ...common,
    notice: line(100).optional().describe('such as announcement or progress-2; the latest with failures when left out'),
  }),
  summary: 'Send again what failed for good, to corrected addresses.',
  when: 'a notice of this revision left somebody unreached',
  example: { by: 'you', notice: 'announcement' },
  roles: STAFF,
  bySignal: true,
  refusals: ['nothing-failed'],
  decide(state, given) {
    if (isOver(state)) return refuse('wrong-phase', `The window is ${state.phase}; nothing is sent for it any more.`);
    const atRest = state.notices.filter(({ state: end }) => end !== 'under-way');
    const named = given.notice === undefined ? atRest : atRest.filter((n) => noticeSlug(n) === given.notice);
    const notice = named.filter(({ revision }) => revision === state.revision).findLast(isUnreached);
    if (notice) {
      const { kind, revision, ordinal } = notice;
      return accept({ type: 'notice-retried', notice: { kind, revision, ordinal } });
    }
    const which = given.notice === undefined ? 'No notice' : `The notice ${given.notice}`;
    return refuse(
      'nothing-failed',
      `${which} of revision ${String(state.revision)} has failed deliveries that are at rest. GET …/notices shows where each stands.`,
    );
  },
});
