import { AHEAD, UNSETTLED, WORKING } from '../../window/commands/verdict';
import { PHASES, type Phase } from '../../window/types';
import type { WindowView } from '../../window/view';
import { unreachedNotices } from '../../window/evolve/notices';
import { reason, reasonInside } from './fields';
import { elsewhere, form } from './form';

/** Calling it off, the report, and what is put right afterwards (L7, L13, E4, N13). */

export const cancel = form('cancel', {
  ...{ group: 'work', phases: [...AHEAD, ...WORKING.filter((phase) => phase !== 'rolling-back'), 'degraded'] },
  when: ({ phase, rollBack }) => phase !== 'degraded' || rollBack === null,
  ...{
    button: 'Call it off',
    title: 'The work is called off',
    isGrave: true,
    mails: true,
    done: 'The work is called off.',
  },
  happens:
    'Everybody who was told hears it. Work that has begun is rolled back: complete it once systems are as before.',
  fields: [reason],
});

const openItems = ({ undo }: WindowView) => undo.filter(({ state }) => state !== 'done' && state !== 'written-off');

export const writeOff = form('writeOff', {
  ...{ group: 'repair', phases: ['cancelled'], when: (view) => openItems(view).length > 0, button: 'Give up an item' },
  ...{
    title: 'Give up what cannot be undone',
    happens: 'The timeline says so, and the window no longer waits for it.',
  },
  ...{ done: 'It is given up.', isGrave: true },
  fields: [
    {
      ...{ name: 'item', label: 'What is given up', kind: 'one-of' },
      options: (view) => openItems(view).map(({ id, text }) => [id, text]),
    },
    reasonInside,
  ],
});

const REPORTED: readonly Phase[] = [...UNSETTLED, 'completed', 'rolled-back'];

export const draftRfo = elsewhere({
  ...{ group: 'report', page: 'rfo', phases: REPORTED, when: ({ startedAt }) => startedAt !== null },
  button: 'Write the report',
});

export const approveRfo = elsewhere({
  ...{ group: 'report', page: 'rfo', phases: REPORTED, when: ({ rfo }) => rfo.drafted > rfo.published },
  button: 'Read and publish the report',
});

export const retryFailed = form('retryFailed', {
  ...{ group: 'repair', phases: PHASES.filter((phase) => phase !== 'closed'), button: 'Send again what failed' },
  when: (view) => unreachedNotices(view).length > 0 && (view.phase !== 'cancelled' || openItems(view).length > 0),
  ...{ title: 'Send again what failed', happens: 'What failed for good is sent once more, to corrected addresses.' },
  done: 'It is being sent again.',
  fields: [
    {
      ...{ name: 'notice', label: 'Which notice', kind: 'one-of', optional: true },
      hint: 'The latest with failures where none is chosen.',
      options: (view) => unreachedNotices(view).map((slug) => [slug, slug]),
    },
  ],
});
