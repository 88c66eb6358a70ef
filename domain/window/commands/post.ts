import { z } from 'zod';
import { instant, text } from '../../shared/fields';
import { STAFF } from '../../shared/roles';
import { toIso } from '../../shared/time';
import { begin } from '../begun-notices';
import type { WindowEvent } from '../events';
import { command, common } from './command';
import { accept, refuse, WORKING, wrongPhase } from './verdict';
import { optional } from '../../shared/optional';

/** An update to customers, and when the next one comes (L4). */
export const post = command({
  schema: z.strictObject({
    ...common,
    message: text(4_000).describe('what customers read'),
    nextUpdateBy: instant.optional().describe('a promise: the next word comes by then'),
    notify: z.boolean().default(true).describe('false: on the page only, no mail'),
  }),
  summary: 'A progress update.',
  when: 'announced, during the work, completed; a next update only during the work',
  example: { by: 'you', message: 'text', nextUpdateBy: '2026-12-10T02:00:00Z', notify: true },
  roles: STAFF,
  bySignal: true,
  refusals: ['end-in-past'],
  decide(state, { message, nextUpdateBy, notify }, now) {
    if (state.phase !== 'announced' && !WORKING.includes(state.phase) && state.phase !== 'completed') {
      return wrongPhase(state, 'post', ['announced', ...WORKING, 'completed']);
    }
    if (nextUpdateBy !== undefined && !WORKING.includes(state.phase)) {
      return refuse(
        'wrong-phase',
        'A next update can be promised only during the work. Leave nextUpdateBy out.',
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
    const posted: WindowEvent = {
      type: 'progress-posted',
      message,
      ...optional({ nextUpdateBy }),
      ...(notify ? {} : { quiet: true }),
    };
    return notify ? accept(posted, begin(state, 'progress')) : accept(posted);
  },
});
