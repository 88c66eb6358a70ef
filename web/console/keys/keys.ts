import type { Asked } from '../area';
import { PLACE_ROWS } from '../places';

/** The keyboard's shortcuts, one row each; web/assets/console.js reads them from the dialog of the page. */
export const KEYS = [
  { keys: 'g o', words: 'Go to the overview', href: '/console' },
  { keys: 'g w', words: 'Go to the windows', href: '/console/windows' },
  { keys: 'g c', words: 'Go to the calendar', href: '/console/calendar' },
  { keys: 'g n', words: 'Go to the night', href: '/console/night' },
  { keys: '/', words: 'Write in the search field', href: '#search' },
  { keys: '?', words: 'Show this list', href: '/console/keys' },
] as const;

export type Key = (typeof KEYS)[number];

/** Those that lead somewhere the person may go. */
export function keysFor(may: Asked['may']): readonly Key[] {
  return KEYS.filter(({ keys, href }) => {
    const place = PLACE_ROWS.find(([, row]) => row.href === href)?.[1];
    // what does not go anywhere is for everybody
    if (!keys.startsWith('g ')) return true;
    return place !== undefined && (place.operation === undefined || may(place.operation));
  });
}
