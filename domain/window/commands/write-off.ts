import { z } from 'zod';
import { line, text } from '../../shared/fields';
import { STAFF } from '../../shared/roles';
import { undoOf } from '../undo';
import { command, common } from './command';
import { accept, refuse } from './verdict';

/** L7: gives up what cannot be undone; the timeline says so. */
export const writeOff = command({
  schema: z.strictObject({
    ...common,
    item: line(100).describe('as `undo` of the window lists it'),
    reason: text(2_000).describe('why it is given up'),
  }),
  summary: 'Gives up what cannot be undone after a cancellation.',
  when: 'cancelled, with something left to undo',
  example: { by: 'you', item: 'notice', reason: 'text' },
  roles: STAFF,
  bySignal: false,
  refusals: ['no-such-item', 'already-done'],
  decide(state, given) {
    if (state.phase !== 'cancelled') {
      return refuse('wrong-phase', `The window is ${state.phase}; writeOff is for what a cancellation left behind.`);
    }
    const items = undoOf(state);
    const item = items.find(({ id }) => id === given.item);
    const open = items.filter((each) => each.state !== 'done' && each.state !== 'written-off').map(({ id }) => id);
    if (!item) {
      const ways = open.length > 0 ? `Still open: ${open.join(', ')}.` : 'Nothing is open.';
      return refuse('no-such-item', `The window has nothing called ${given.item} to undo. ${ways}`, 'item');
    }
    if (item.state === 'done' || item.state === 'written-off') {
      return refuse('already-done', `${item.id} is ${item.state.replace('-', ' ')} already. Nothing was changed.`);
    }
    return accept({ type: 'written-off', item: item.id, reason: given.reason });
  },
});
