import { de as common } from '../../domain/public/words/de';
import type { SiteWords } from './site-words';

const count = (n: number, one: string, several: string) =>
  n === 1 ? `Eine Wartung ${one}` : `${String(n)} Wartungen ${several}`;

export const de: SiteWords = {
  ...common,
  name: 'Deutsch',
  notTranslated: (language) => `Was nicht übersetzt ist, steht hier auf ${language}.`,
  status: 'Status',
  skip: 'Zum Inhalt springen',
  nav: {
    label: 'Hauptmenü',
    current: 'Aktuell',
    history: 'Verlauf',
    portal: 'Für Kunden',
    updates: 'Abonnieren',
    languages: 'Sprache',
  },
  footer: {
    times: 'Zeiten sind in UTC angegeben; wo Ihre Ortszeit davon abweicht, steht sie daneben.',
    follow: 'Folgen:',
    mail: 'E-Mail',
    calendar: 'Kalender',
  },
  script: {
    yourTime: 'Ihre Ortszeit',
    stale: 'Diese Seite konnte nicht aktualisiert werden. Was Sie sehen, ist möglicherweise veraltet.',
  },
  feedTitle: 'Wartung',
  current: {
    description: (provider) => `Wartungen von ${provider}: laufende, geplante und vergangene.`,
    lastNews: 'Letzte Neuigkeit:',
    running: 'Läuft gerade',
    delayed: 'Verspätet',
    upcoming: 'Geplant',
    nothingPlanned: 'Es ist keine Wartung geplant.',
    locations: 'Standorte',
    past: 'Vergangene Wartungen',
    follow: 'Neuigkeiten per E-Mail, Feed oder Kalender',
    inBrief(running, upcoming, delayed) {
      const now = running === 0 ? 'Zurzeit läuft keine Wartung' : count(running, 'läuft gerade', 'laufen gerade');
      const more = upcoming === 1 ? 'eine' : String(upcoming);
      const next =
        upcoming === 0
          ? 'geplant ist keine'
          : `${more} ${running === 0 ? '' : 'weitere '}${upcoming === 1 ? 'ist' : 'sind'} geplant`;
      return `${now}, ${next}.${delayed > 0 ? ` ${count(delayed, 'ist', 'sind')} verspätet.` : ''}`;
    },
  },
  components: {
    operational: 'In Betrieb',
    under_maintenance: 'In Wartung',
    degraded_performance: 'Eingeschränkt',
    partial_outage: 'Teilweise ausgefallen',
    major_outage: 'Ausgefallen',
  },
  standing: {
    allGood: 'Alle Systeme sind in Betrieb',
    emergency: (places, effect) => `Notfallwartung${places === '' ? '' : ` in ${places}`}: ${effect}`,
    running: (places) => `Wartung läuft${places === '' ? '' : ` in ${places}`}`,
    degraded: (places) => `Beeinträchtigung nach der Wartung${places === '' ? '' : ` in ${places}`}`,
    places: (n) => `${String(n)} Standorten`,
    and: ' und ',
    effects: {
      'no-impact': 'keine Auswirkung erwartet',
      'reduced-redundancy': 'verminderte Redundanz',
      degraded: 'eingeschränkter Betrieb',
      outage: 'Ausfall',
    },
  },
  card: {
    updateLate: ['Die bis ', ' versprochene Nachricht ist überfällig'],
    nextUpdate: 'Nächste Nachricht bis',
    startUnconfirmed:
      'Der geplante Beginn ist verstrichen; dass die Arbeiten begonnen haben, ist noch nicht bestätigt.',
  },
  history: {
    title: 'Verlauf',
    description: (provider) => `Vergangene Wartungen von ${provider}.`,
    none: 'Es wurde noch keine Wartung abgeschlossen.',
    cancelled: 'Abgesagt am',
    pages: 'Seiten',
    newer: 'Neuere',
    older: 'Ältere',
    page: (page, pages) => `Seite ${String(page)} von ${String(pages)}`,
  },
  window: {
    progress: 'Ablauf',
    signIn: 'Anmelden, um Ihre betroffenen Ressourcen zu sehen und zu antworten',
    allCurrent: 'Alle aktuellen Wartungen',
    cancelled: 'Diese Wartung wurde abgesagt.',
    rolledBack: 'Diese Arbeiten wurden rückgängig gemacht.',
    rollingBack: 'Diese Arbeiten werden rückgängig gemacht.',
    overdue: ['Diese Arbeiten dauern länger als geplant', '; geplantes Ende: '],
    facts: 'Angaben',
    planned: 'Geplant',
    started: 'Begonnen',
    ended: 'Beendet',
    cancelledAt: 'Abgesagt',
    nextUpdate: 'Nächste Nachricht',
    expectedImpact: 'Erwartete Auswirkung',
    actualImpact: 'Tatsächliche Auswirkung',
    locations: 'Betroffene Standorte',
    reason: 'Grund',
    action: 'Was Sie tun sollten',
    report: 'Bericht',
    reportFollows: 'Ein Bericht über die Ursache wird hier veröffentlicht.',
    plannedFor: 'Geplant für',
    oldWindow: 'Bisheriges Zeitfenster',
    oldDate: 'Alter Termin',
    newWindow: 'Neues Zeitfenster',
    newDate: 'Neuer Termin',
    preliminaryPublished: 'Vorläufiger Störungsbericht veröffentlicht',
    reportPublished: 'Störungsbericht veröffentlicht',
    preliminary: 'Vorläufiger Störungsbericht',
    published: 'Veröffentlicht',
  },
  notFound: {
    title: 'Nicht gefunden',
    heading: 'Diese Seite gibt es nicht',
    mistyped: 'Vielleicht ist die Adresse falsch geschrieben.',
    current: 'Zu den aktuellen Wartungen',
    or: 'oder',
    history: 'zum Verlauf',
  },
  subscribe: {
    title: 'Abonnieren',
    byMail: 'Per E-Mail',
    address: 'Ihre E-Mail-Adresse',
    language: 'Sprache der E-Mails',
    whatComes:
      'Sie erhalten eine E-Mail mit einem Link, um das zu bestätigen, und danach eine, wann immer eine Wartung angekündigt, geändert, begonnen, abgeschlossen oder abgesagt wird oder es Neues von ihr gibt. Über einen Link in jeder E-Mail können Sie sich wieder abmelden.',
    button: 'Abonnieren',
    byFeed: 'Per Feed oder Kalender',
    everything: 'Alle Wartungen',
    legend: 'Worüber wir Sie informieren',
    only: 'Nur diese Standorte:',
    allOfIt: '(vollständig)',
    calendar: 'Kalender',
    askedTitle: 'Sehen Sie in Ihr Postfach',
    asked:
      'Falls E-Mails an diese Adresse möglich sind, ist eine Nachricht mit einem Link unterwegs. Bis Sie den Link öffnen und bestätigen, ändert sich nichts; er gilt 24 Stunden. Kommt innerhalb weniger Minuten nichts an, prüfen Sie bitte die Adresse und versuchen Sie es später noch einmal.',
    confirmTitle: 'Abonnement bestätigen',
    willHear: (address) => [`${address} wird informiert über: `, '.'],
    hears: (address) => [`${address} wird informiert über: `, '.'],
    confirm: 'Bestätigen',
    manageTitle: 'Ihr Abonnement',
    stillHear: 'Von Wartungen, über die wir Sie schon informiert haben, erfahren Sie weiterhin, wie es weitergeht.',
    save: 'Speichern',
    saved: 'Gespeichert.',
    unsubscribe: 'Abbestellen',
    subscribedTitle: 'Ihr Abonnement ist bestätigt',
    canChange: 'Über einen Link in jeder E-Mail können Sie das ändern oder beenden.',
    seeCurrent: 'Zu den aktuellen Wartungen',
    allMaintenance: 'alle Wartungen',
    ends: {
      subscriber: {
        title: 'Abbestellen',
        text: 'Danach erhalten Sie von dieser Seite keine E-Mails über Wartungen mehr.',
        done: 'Sie haben sich abgemeldet. Von dieser Seite kommen keine E-Mails mehr.',
      },
      contact: {
        title: 'Keine Zwischenstände mehr',
        text: 'Danach erhalten Sie während der Arbeiten keine Zwischenstände mehr. Von jeder Ankündigung, jedem neuen Termin, Beginn, Ende und Bericht zu Ihren Ressourcen erfahren Sie weiterhin.',
        done: 'Sie erhalten keine Zwischenstände mehr. Wenn Sie sie wieder möchten, schreiben Sie uns.',
      },
    },
    doneTitle: 'Erledigt',
    again: 'Neu abonnieren',
    over: {
      title: 'Dieser Link gilt nicht mehr',
      text: 'Er wurde schon benutzt, ist abgelaufen oder unterwegs abgeschnitten worden.',
    },
    elsewhere: {
      title: 'Dieses Formular kam von einer anderen Seite',
      text: (own) =>
        `Das Formular wurde von einer anderen Website gesendet. Es ist nichts geschehen; öffnen Sie bitte die Seite zum Abonnieren auf ${own} und senden Sie es von dort.`,
    },
    tooMany: {
      title: 'Zu viele Anfragen',
      yourNetwork: 'Ihrem Netz',
      thisPage: 'dieser Seite',
      text: (whose, most, minutes, seconds) =>
        `In ${String(minutes)} Minuten kamen mehr als ${String(most)} Anfragen zum Abonnieren von ${whose}. ` +
        `Es ist nichts geschehen; bitte warten Sie ${String(seconds)} Sekunden und versuchen Sie es noch einmal.`,
    },
    faults: {
      form: 'Das Formular kam anders an, als diese Seite es vorsieht. Bitte füllen Sie es noch einmal aus.',
      choose: 'Wählen Sie mindestens einen Standort oder alle Wartungen.',
      noAddress: 'Geben Sie eine E-Mail-Adresse ein: name@host.',
      address: () =>
        'An diese Adresse können wir keine E-Mail senden. Bitte prüfen Sie, ob sie richtig geschrieben ist.',
    },
  },
};
