import { allDone, OWN_WORDS } from '../../notices/own-words';
import { IMPACT_WORDS } from '../impact';
import { describeDuration } from '../time';
import type { CommonWords } from './common';

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

export const en: CommonWords = {
  date: ({ weekday, day, month, year }) => `${WEEKDAYS[weekday] ?? ''} ${day} ${MONTHS[month] ?? ''} ${year}`,
  to: 'to',
  duration: (ms) => describeDuration(ms),
  upTo: (ms) => `up to ${describeDuration(ms)}`,
  impacts: {
    'no-impact': { short: 'no impact', meaning: IMPACT_WORDS['no-impact'] },
    'reduced-redundancy': { short: 'reduced redundancy', meaning: IMPACT_WORDS['reduced-redundancy'] },
    degraded: { short: 'degraded', meaning: IMPACT_WORDS.degraded },
    outage: { short: 'outage', meaning: IMPACT_WORDS.outage },
  },
  onlyIn: (language) => `This part is only available in ${language}.`,
  own: { ...OWN_WORDS, allDone: (_done, _total, figures) => allDone(figures) },
};
