import { describeDuration } from '../time';
import type { CommonWords } from './common';

const WEEKDAYS = ['dim.', 'lun.', 'mar.', 'mer.', 'jeu.', 'ven.', 'sam.'];
const MONTHS = [
  ...['janv.', 'févr.', 'mars', 'avr.', 'mai', 'juin'],
  ...['juil.', 'août', 'sept.', 'oct.', 'nov.', 'déc.'],
];
export const UNITS = {
  day: { one: 'jour', other: 'jours' },
  hour: { one: 'heure', other: 'heures' },
  minute: { one: 'minute', other: 'minutes' },
  less: 'moins d’une minute',
};
/** A colon and a semicolon have a space before them, at which no line breaks. */
export const COLON = '\u00a0:';
export const SEMICOLON = '\u00a0;';

export const fr: CommonWords = {
  date: ({ weekday, day, month, year }) =>
    `${WEEKDAYS[weekday] ?? ''} ${day === '1' ? '1er' : day} ${MONTHS[month] ?? ''} ${year}`,
  to: 'à',
  duration: (ms) => describeDuration(ms, UNITS),
  upTo: (ms) => `jusqu’à ${describeDuration(ms, UNITS)}`,
  impacts: {
    'no-impact': { short: 'aucun effet', meaning: `aucun effet${COLON} vous ne devriez rien remarquer` },
    'reduced-redundancy': {
      short: 'redondance réduite',
      meaning: `redondance réduite${COLON} le service continue, mais sans protection contre une autre panne`,
    },
    degraded: { short: 'dégradé', meaning: `dégradé${COLON} plus lent, ou en partie indisponible` },
    outage: { short: 'interruption', meaning: `interruption${COLON} inaccessible ou inutilisable` },
  },
  onlyIn: (language) => `Cette partie n’est disponible qu’en ${language}.`,
  own: {
    noAction: 'Rien.',
    nothingLeft: `Tous les travaux ont été faits avant la plage${SEMICOLON} il n’y reste rien à faire.`,
    willNotTakePlace: 'La maintenance n’aura pas lieu.',
    leftOut: 'Certaines ressources en sont exclues, comme leur client l’a demandé.',
    allDone: (done, total) => `Tous les travaux prévus sont terminés${COLON} ${done} sur ${total}.`,
  },
};
