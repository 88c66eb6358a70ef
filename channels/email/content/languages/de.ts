import { describeDuration } from '../../../../domain/shared/time';
import { counterIn, type Language, type Told } from './language';

const TAG = 'de';
const WEEKDAYS = ['So', 'Mo', 'Di', 'Mi', 'Do', 'Fr', 'Sa'];
const MONTHS = ['Jan', 'Feb', 'März', 'Apr', 'Mai', 'Juni', 'Juli', 'Aug', 'Sep', 'Okt', 'Nov', 'Dez'];
const UNITS = {
  day: { one: 'Tag', other: 'Tage' },
  hour: { one: 'Stunde', other: 'Stunden' },
  minute: { one: 'Minute', other: 'Minuten' },
  less: 'weniger als eine Minute',
};
/** After "in", "vor" and "bis zu" stands the dative. */
const DATIVE = { ...UNITS, day: { one: 'Tag', other: 'Tagen' }, less: 'weniger als einer Minute' };

const count = counterIn(TAG);
const RESOURCES = { one: 'Ressource', other: 'Ressourcen' };
/** The verb agrees with "Arbeiten", which is why the resources' number does not matter. */
const concern = ({ resources, organization }: Told) => `die ${resources.phrase} von ${organization} betreffen`;
const concerned = ({ resources, organization }: Told) => `die ${resources.phrase} von ${organization} betrafen`;

export const de: Language = {
  tag: TAG,
  date: ({ weekday, day, month, year }) => `${WEEKDAYS[weekday] ?? ''} ${day}. ${MONTHS[month] ?? ''} ${year}`,
  to: 'bis',
  now: 'jetzt',
  ahead: (amount, unit) => `in ${count(amount, DATIVE[unit])}`,
  ago: (amount, unit) => `vor ${count(amount, DATIVE[unit])}`,
  starts: (when, begun) => `${begun ? 'sollte' : 'soll'} ${when} beginnen`,
  duration: (ms) => describeDuration(ms, UNITS),
  upTo: (ms) => `bis zu ${describeDuration(ms, DATIVE)}`,
  resources: (amount) => count(amount, RESOURCES),
  more: (omitted, all) =>
    `und ${count(omitted, { one: 'weitere Ressource', other: 'weitere Ressourcen' })}, insgesamt ${count(all, RESOURCES)}`,
  locations: (amount) => count(amount, { one: 'Standort', other: 'Standorte' }),
  greeting: (name) => (name ? `Guten Tag ${name},` : 'Guten Tag,'),
  none: 'keine',
  reasons: {
    hardware: 'Hardware: Geräte werden ersetzt, repariert oder ergänzt.',
    'platform-security': 'Sicherheit: Die Plattform erhält eine Sicherheitsaktualisierung.',
    'platform-feature': 'Plattform: Die Plattform erhält eine neue Version.',
    'database-security': 'Sicherheit: Die Datenbanken erhalten eine Sicherheitsaktualisierung.',
    network: 'Netz: Das Netz wird geändert oder repariert.',
    power: 'Strom: Die Stromversorgung wird geändert oder repariert.',
    performance: 'Leistung: Kapazität oder Geschwindigkeit wird wiederhergestellt oder verbessert.',
    'third-party': 'Zulieferer: Einer unserer Zulieferer führt Arbeiten aus, auf die wir angewiesen sind.',
  },
  triggers: {
    'security-patch': 'eine Sicherheitskorrektur, die nicht warten kann',
    infrastructure: 'eine Störung der Infrastruktur',
    'performance-degradation': 'ein Leistungsverlust',
    'third-party': 'dringende Arbeiten eines Zulieferers',
  },
  impacts: {
    'no-impact': { short: 'keine Auswirkung', meaning: 'keine Auswirkung: nichts ist zu bemerken' },
    'reduced-redundancy': {
      short: 'verminderte Redundanz',
      meaning: 'verminderte Redundanz: nichts ist zu bemerken, ein weiterer Ausfall aber wäre es',
    },
    degraded: { short: 'eingeschränkt', meaning: 'eingeschränkt: langsamer oder teilweise nicht verfügbar' },
    outage: { short: 'Ausfall', meaning: 'Ausfall: nicht verfügbar' },
  },
  headings: {
    what: 'Was',
    when: 'Wann',
    newDate: 'Neuer Termin',
    oldDate: 'Alter Termin, gilt nicht mehr',
    dateOver: 'Termin, der nicht mehr gilt',
    dateNotYours: 'Termin, der Sie nicht mehr betrifft',
    plannedWindow: 'Geplanter Zeitraum',
    planned: 'Geplant',
    actual: 'Tatsächlich',
    began: 'Begonnen',
    nextUpdateBy: 'Nächste Nachricht bis',
    affectedResources: 'Ihre betroffenen Ressourcen',
    spared: 'Ihre Ressourcen, die betroffen gewesen wären',
    announcedImpact: 'Ihre Ressourcen, mit der angekündigten Auswirkung',
    customers: 'Ihre Kunden',
    cancelReason: 'Grund',
    whyChanged: 'Warum sich der Termin geändert hat',
    outcome: 'Ergebnis',
    update: 'Stand der Arbeiten',
    fromEngineers: 'Von den Technikern',
    happens: 'Was geschieht',
    action: 'Was Sie tun sollten',
    why: 'Warum',
    shortNotice: 'Warum so kurzfristig, und wie wir es kurz halten',
    emergency: 'Warum es ein Notfall ist',
    risk: 'Was schiefgehen könnte',
    mitigation: 'Was wir dagegen tun',
    report: 'Bericht',
    follow: 'Wo Sie es verfolgen können',
    questions: 'Fragen',
    impact: 'Auswirkung',
    summary: 'Zusammenfassung',
    customersSaw: 'Was Kunden bemerkt haben',
    rootCause: 'Ursache',
    resolution: 'Wie es behoben wurde',
    prevention: 'Was wir tun, damit es nicht wieder geschieht',
    resource: 'Ressource',
    where: 'Wo',
    whatChanged: 'Was sich geändert hat',
    whyItChanged: 'Warum es sich geändert hat',
    oldWindow: 'Bisheriges Zeitfenster',
    newWindow: 'Neues Zeitfenster',
    whyLonger: 'Warum es länger dauert',
    details: 'Einzelheiten',
    whoAffected: 'Wer betroffen ist',
    alternate: 'Ersatztermin, nur falls der erste abgesagt wird',
  },
  leads: {
    announcement: (t) => `${t.provider} führt Wartungsarbeiten aus, ${concern(t)}. Die Wartung ${t.window.starts}.`,
    expedited: (t) =>
      `${t.provider} muss Wartungsarbeiten ausführen, ${concern(t)}. Die Wartung ${t.window.starts}. Das ist kurzfristiger als üblich, und wir bitten dafür um Entschuldigung.`,
    emergencyStarted: (t) =>
      `${t.provider} führt dringende Arbeiten aus, ${concern(t)}. Beginn war ${t.started?.utc ?? ''}.`,
    emergencyDue: (t) =>
      `${t.provider} muss dringende Arbeiten ausführen, ${concern(t)}. Der geplante Zeitpunkt ist da; eine weitere Nachricht sagt Ihnen, wann die Arbeiten beginnen.`,
    emergencyAhead: (t) =>
      `${t.provider} muss dringende Arbeiten ausführen, ${concern(t)}. Die Arbeit ${t.window.starts}.`,
    reminder: (t) =>
      `Zur Erinnerung: ${t.provider} führt Wartungsarbeiten aus, ${concern(t)}. Die Wartung ${t.window.starts}.`,
    rescheduled: (t) =>
      `Die Wartung, die wir Ihnen angekündigt haben, hat einen neuen Termin: Sie ${t.window.starts}. Es sind Arbeiten, ${concern(t)}. Der alte Termin gilt nicht mehr.`,
    catchUpStarted: (t) =>
      `${t.provider} führt Wartungsarbeiten aus, ${concern(t)}. Beginn war ${t.started?.utc ?? ''}. ` +
      `Sie wurden angekündigt, bevor ${t.organization} betroffen war; deshalb erfahren Sie erst jetzt davon.`,
    catchUpAhead: (t) =>
      `${t.provider} führt Wartungsarbeiten aus, ${concern(t)}. Die Wartung ${t.window.starts}. ` +
      `Sie wurde angekündigt, bevor ${t.organization} betroffen war; deshalb erfahren Sie erst jetzt davon.`,
    allClear: (t) =>
      `Die Wartung, die ${t.provider} Ihnen angekündigt hat, betrifft ${t.organization} nicht mehr: Keine Ihrer Ressourcen gehört noch dazu. Sie brauchen nichts zu tun.`,
    started: (t) => `Die angekündigte Wartung hat begonnen. Es sind Arbeiten, ${concern(t)}.`,
    progressOverdue: () =>
      'Die Arbeiten dauern länger als geplant: Ihr geplantes Ende ist vorbei, und sie sind noch im Gange.',
    progressEnded: () => 'Neues von der Wartung, die beendet ist.',
    progressVerifying: () => 'Die eigentlichen Arbeiten sind getan und werden geprüft.',
    progressStarted: () => 'Die Arbeiten sind im Gange.',
    progressAhead: (t) => `Neues von einer Wartung: Sie ${t.window.starts}.`,
    completed: (t) => `Die Wartung ist beendet. Es waren Arbeiten, ${concerned(t)}.`,
    cancelledStarted: (t) =>
      `Die Wartung, deren Beginn ${t.started?.utc ?? ''} war, wurde abgebrochen. Es geschieht nichts weiter, und Sie brauchen nichts zu tun.`,
    cancelled: () =>
      'Die angekündigte Wartung findet nicht statt. Es geschieht nichts, und Sie brauchen nichts zu tun.',
    rfoFinal: (t) =>
      `Dies ist der abschließende Störungsbericht (Version ${String(t.rfo?.version)}) zu Arbeiten, ${concerned(t)}.`,
    rfoPreliminary: (t) =>
      `Dies ist ein vorläufiger Störungsbericht (Version ${String(t.rfo?.version)}) zu Arbeiten, ${concerned(t)}. Ein abschließender folgt.`,
    staffList: (t) =>
      `Diese Wartung ${t.window.starts}. Von den betroffenen Kunden betreuen Sie ${String(t.resources.count)}; bitte sprechen Sie mit ihnen und haken Sie sie ab.`,
    staffListCancelled: (t) =>
      `Diese Wartung ist abgesagt. Von den Kunden, die davon wussten, betreuen Sie ${String(t.resources.count)}; bitte sagen Sie es ihnen und haken Sie sie ab.`,
    staffNag: (t) =>
      `Diese Wartung ${t.window.starts}, und ${String(t.resources.count)} Ihrer Kunden haben Sie noch nicht abgehakt. Bitte sagen Sie es ihnen und haken Sie sie ab.`,
    changed: (t) =>
      `Die angekündigte Wartung hat sich geändert. Sie ${t.window.starts} und betrifft ${t.resources.phrase} von ${t.organization}.`,
    extended: (t) =>
      `Die Arbeiten dauern länger als geplant und haben ein neues geplantes Ende. Sie betreffen ${t.resources.phrase} von ${t.organization}.`,
    brief: (t) => `Ein Wartungsfenster wurde eröffnet. Die Wartung ${t.window.starts}.`,
    approvalRequest: (t) => `Ein Wartungsfenster wartet auf Ihre Freigabe. Die Wartung ${t.window.starts}.`,
    approvalReview: () =>
      'Kunden haben von dieser Wartung erfahren, bevor jemand sie geprüft hat. Bitte prüfen Sie sie jetzt.',
    nominationNag: (t) =>
      `Für ein Wartungsfenster ist niemand als Ansprechpartner benannt. Die Wartung ${t.window.starts}.`,
    overrunQuestion: () => 'Das geplante Ende dieser Wartung ist nah: verlängern, abschließen oder zurücknehmen.',
    escalation: () => 'Diese Wartung braucht Sie jetzt.',
  },
  texts: {
    noPage: 'Diese Wartung steht auf keiner Seite; ihren Verlauf erfahren Sie per Mail.',
    noResource:
      'Es ist keine einzelne Ressource von Ihnen verzeichnet; betroffen sein kann, was Sie von der Plattform nutzen.',
    reportFollows: 'Ein Störungsbericht folgt per Mail.',
    nothingToDo: 'Nichts, wenn alles wie zuvor läuft. Wenn nicht, sagen Sie es uns unter der Adresse unten.',
  },
  change({ field, from = '', to = '' }) {
    const sentences = {
      scope: 'Die betroffenen Ressourcen: Ihre stehen unten.',
      class: `Die Art der Wartung: bisher ${from}, jetzt ${to}.`,
      alternate: `Der Ersatztermin ${from} wird nicht gebraucht und ist wieder frei.`,
      title: `Der Titel: er lautet jetzt „${to}“.`,
      introduction: 'Die Einleitung.',
      impactDescription: 'Was während der Arbeiten geschieht.',
      customerAction: 'Was Sie tun sollten.',
    };
    return sentences[field];
  },
  decidedBy: (when) => `Entschieden bis ${when}.`,
  setOffBy: (trigger) => `Auslöser: ${trigger}.`,
  inAll: (duration) => `Insgesamt ${duration}.`,
  inAllWithin: (duration) => `Insgesamt ${duration}; mit der Auswirkung unten ist darin jederzeit zu rechnen.`,
  ofWork: (duration) => `Arbeitsdauer: ${duration}.`,
  announced: (impact) => `Angekündigt: ${impact}.`,
  actually: (impact) => `Tatsächlich: ${impact}.`,
  measure: (owner, due) => `Verantwortlich: ${owner}. Fällig: ${due}.`,
  quote: (reference) => `Bitte nennen Sie ${reference}.`,
  sender: (provider, organization) => `${provider} für ${organization}`,
  edition: (reference, revision) => `Referenz ${reference}, Fassung ${String(revision)}`,
  unknownZone: (name) => `Alle Zeiten sind in UTC: Die Zeitzone „${name}“ kennen wir nicht.`,
  page: {
    headings: {
      affectedResources: 'Betroffene Standorte',
      spared: 'Standorte, die betroffen gewesen wären',
      announcedImpact: 'Standorte, mit der angekündigten Auswirkung',
      resource: 'Standort',
    },
    texts: {
      noResource: 'Es ist kein einzelner Standort genannt; betroffen sein kann jeder Teil der Plattform.',
      reportFollows: 'Ein Störungsbericht folgt per Mail und auf der Seite.',
      nothingToDo: 'Nichts, wenn alles wie zuvor läuft.',
    },
    scope: 'Die betroffenen Standorte: Sie stehen unten.',
    measure: (due) => `Fällig: ${due}.`,
    subscription: 'Ihr Abonnement',
    why: (provider) => `Sie erhalten diese Mail, weil Sie der Statusseite von ${provider} folgen.`,
    manage: 'Auswählen, wovon Sie hören:',
    unsubscribe: 'Abbestellen:',
    sender: (provider) => `Statusseite von ${provider}`,
  },
};
