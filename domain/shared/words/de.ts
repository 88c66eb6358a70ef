import { describeDuration } from '../time';
import type { CommonWords } from './common';

const WEEKDAYS = ['So', 'Mo', 'Di', 'Mi', 'Do', 'Fr', 'Sa'];
const MONTHS = ['Jan', 'Feb', 'März', 'Apr', 'Mai', 'Juni', 'Juli', 'Aug', 'Sep', 'Okt', 'Nov', 'Dez'];
const UNITS = {
  day: { one: 'Tag', other: 'Tage' },
  hour: { one: 'Stunde', other: 'Stunden' },
  minute: { one: 'Minute', other: 'Minuten' },
  less: 'weniger als eine Minute',
};
/** After "in", "vor" and "bis zu" stands the dative. */
export const DATIVE = { ...UNITS, day: { one: 'Tag', other: 'Tagen' }, less: 'weniger als einer Minute' };

export const de: CommonWords = {
  date: ({ weekday, day, month, year }) => `${WEEKDAYS[weekday] ?? ''} ${day}. ${MONTHS[month] ?? ''} ${year}`,
  to: 'bis',
  duration: (ms) => describeDuration(ms, UNITS),
  upTo: (ms) => `bis zu ${describeDuration(ms, DATIVE)}`,
  impacts: {
    'no-impact': { short: 'keine Auswirkung', meaning: 'keine Auswirkung: Sie werden voraussichtlich nichts bemerken' },
    'reduced-redundancy': {
      short: 'verminderte Redundanz',
      meaning: 'verminderte Redundanz: läuft weiter, wäre aber gegen einen weiteren Ausfall nicht abgesichert',
    },
    degraded: { short: 'eingeschränkt', meaning: 'eingeschränkt: langsamer oder nur teilweise verfügbar' },
    outage: { short: 'Ausfall', meaning: 'Ausfall: nicht erreichbar oder nicht nutzbar' },
  },
  onlyIn: (language) => `Dieser Teil liegt nur auf ${language} vor.`,
  own: {
    noAction: 'Nichts.',
    nothingLeft: 'Alle Arbeiten wurden schon vor dem Zeitfenster erledigt; darin bleibt nichts zu tun.',
    willNotTakePlace: 'Die Wartung findet nicht statt.',
    leftOut: 'Einige Ressourcen werden ausgelassen, wie es ihr Kunde gewünscht hat.',
    allDone: (done, total) => `Alle geplanten Arbeiten sind abgeschlossen: ${done} von ${total} erledigt.`,
  },
};
