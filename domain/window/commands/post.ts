import { z } from 'zod';
import { instant, text } from '../../shared/fields';
import { STAFF } from '../../shared/roles';
import { toIso } from '../../shared/time';
import { begin } from '../begun-notices';
import type { WindowEvent } from '../events';
import { isWithoutPage } from '../private-notices';
import type { Phase } from '../types';
import { command, common } from './command';
import { accept, refuse, UNSETTLED, wrongPhase } from './verdict';
import { optional } from '../../shared/optional';

/** While customers may hear something of it. */
export const POSTING: readonly Phase[] = ['announced', 'delayed', ...UNSETTLED, 'completed', 'rolled-back'];

/** An update to customers, and when the next one comes (L4). */
export const post = command({
  schema: z.strictObject({
    ...common,
    message: text(4_000).describe('what customers read'),
    nextUpdateBy: instant.optional().describe('a promise: the next word comes by then'),
    notify: z
      .boolean()
      .default(true)
      .describe('false: on the page only, no mail; not in a private window, which is on no page'),
  }),
  summary: 'A progress update.',
  when: 'announced, delayed, during the work, completed, rolled back, degraded; a next update only during the work, or degraded',
  example: { by: 'you', message: 'text', nextUpdateBy: '2026-12-10T02:00:00Z', notify: true },
  roles: STAFF,
  bySignal: true,
  refusals: ['end-in-past', 'invalid-body'],
  decide(state, { message, nextUpdateBy, notify }, now) {
    if (!POSTING.includes(state.phase)) {
      return wrongPhase(state, 'post', POSTING);
    }
    if (nextUpdateBy !== undefined && !UNSETTLED.includes(state.phase)) {
      return refuse(
        'wrong-phase',
        'A next update can be promised only during the work, or while its result is degraded. Leave nextUpdateBy out.',
        'nextUpdateBy',
      );
    }
    if (nextUpdateBy !== undefined && nextUpdateBy <= now) {
      return refuse(
        'end-in-past',
        `The next update is promised for ${toIso(nextUpdateBy)}, which has passed; it is ${toIso(now)}. Promise a later one or leave it out.`,
        'nextUpdateBy',
      );
    }
    if (!notify && isWithoutPage(state)) {
      return refuse(
        'invalid-body',
        'notify must not be false: the window is private, so no page shows the update, and customers read it by mail alone (N7). Leave notify out.',
        'notify',
      );
    }
    const posted: WindowEvent = {
      type: 'progress-posted',
      message,
      ...optional({ nextUpdateBy }),
      ...(notify ? {} : { quiet: true }),
    };
    return notify ? accept(posted, begin(state, 'progress')) : accept(posted);
  },
});
