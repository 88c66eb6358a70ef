import { DATIVE, de as common } from '../../../../domain/shared/words/de';
import { counterIn, type Language, type Told } from './language';

const TAG = 'de';

const CLASSES: Record<string, string> & Language['classes'] = {
  standard: 'geplante Wartung',
  expedited: 'kurzfristige Wartung',
  emergency: 'Notfallwartung',
};

const count = counterIn(TAG);
const RESOURCES = { one: 'Ressource', other: 'Ressourcen' };
/** The verbs agree with "Arbeiten" or "die Wartung", which is why the resources' number does not matter. */
const concern = ({ resources, organization }: Told) => `die ${resources.phrase} von ${organization} betreffen`;
const affects = ({ resources, organization }: Told) => `betrifft ${resources.phrase} von ${organization}`;
const concerned = ({ resources, organization }: Told) => `die ${resources.phrase} von ${organization} betrafen`;

export const de: Language = {
  tag: TAG,
  ...common,
  now: 'jetzt',
  ahead: (amount, unit) => `in ${count(amount, DATIVE[unit])}`,
  ago: (amount, unit) => `vor ${count(amount, DATIVE[unit])}`,
  starts: (when, begun) => `${begun ? 'sollte' : 'soll'} ${when} beginnen`,
  resources: (amount) => (amount === 0 ? 'Dienste' : count(amount, RESOURCES)),
  more: (omitted, all) =>
    `und ${count(omitted, { one: 'weitere Ressource', other: 'weitere Ressourcen' })}, insgesamt ${count(all, RESOURCES)}`,
  moreCustomers: (omitted, all) => `und ${String(omitted)} weitere, ${String(all)} Kunden insgesamt`,
  locations: (amount) => (amount === 0 ? 'Dienste' : count(amount, { one: 'Standort', other: 'Standorte' })),
  greeting: (name) => (name ? `Guten Tag ${name},` : 'Guten Tag,'),
  none: 'keine',
  changes: {
    gone: 'nicht mehr betroffen',
    added: (impact) => `neu betroffen: ${impact}`,
    kept: (impact) => `wie bisher: ${impact}`,
  },
  noLongerAffected: 'NICHT MEHR BETROFFEN',
  reasons: {
    hardware: 'Hardware: Wir ersetzen, reparieren oder ergänzen Geräte.',
    'platform-security': 'Sicherheit: Wir installieren ein Sicherheitsupdate auf der Plattform.',
    'platform-feature': 'Plattform: Wir installieren eine neue Version der Plattform.',
    'database-security': 'Sicherheit: Wir installieren ein Sicherheitsupdate auf den Datenbanken.',
    network: 'Netzwerk: Wir ändern oder reparieren das Netzwerk.',
    power: 'Strom: Wir ändern oder reparieren die Stromversorgung.',
    performance: 'Leistung: Wir stellen Kapazität oder Geschwindigkeit wieder her oder verbessern sie.',
    'third-party': 'Dienstleister: Einer unserer Dienstleister führt Arbeiten durch, von denen wir abhängen.',
  },
  triggers: {
    'security-patch': 'Ein Sicherheitsupdate kann nicht bis zu einem regulären Wartungsfenster warten.',
    infrastructure: 'In unserer Infrastruktur ist eine Störung aufgetreten.',
    'performance-degradation': 'Die Leistung ist gesunken und muss wiederhergestellt werden.',
    'third-party': 'Einer unserer Dienstleister muss dringende Arbeiten durchführen, von denen wir abhängen.',
  },
  classes: CLASSES,
  headings: {
    what: 'Was',
    when: 'Wann',
    newDate: 'Neuer Termin',
    oldDate: 'Alter Termin (gilt nicht mehr)',
    dateOver: 'Abgesagter Termin',
    dateNotYours: 'Termin der Wartung, die Sie nicht mehr betrifft',
    plannedWindow: 'Geplanter Zeitraum',
    planned: 'Geplant',
    actual: 'Tatsächlich',
    began: 'Begonnen',
    nextUpdateBy: 'Nächste Nachricht bis',
    affectedResources: 'Ihre betroffenen Ressourcen',
    spared: 'Ihre Ressourcen, die betroffen gewesen wären',
    announcedImpact: 'Ihre Ressourcen, mit der angekündigten Auswirkung',
    customersToTell: 'Kunden, die zu informieren sind',
    customersToTellChange: 'Kunden, die von der Änderung erfahren sollen',
    customersToTellCancelled: 'Kunden, die von der Absage erfahren sollen',
    customersAtWork: 'Ihre Kunden in diesen Arbeiten',
    customersToTellEnd: 'Kunden, die erfahren sollen, wie es ausging',
    customersNotTold: 'Kunden, die Sie noch nicht informiert haben',
    customer: 'Kunde',
    contacts: 'Ansprechpartner',
    saidInside: 'Was die Ausführenden sagen',
    tick: 'Haken Sie ab, wen Sie informiert haben',
    lookUp: 'Nachsehen',
    cancelReason: 'Grund',
    whyChanged: 'Warum sich der Termin geändert hat',
    outcome: 'Ergebnis',
    update: 'Stand der Arbeiten',
    next: 'Wie es weitergeht',
    fromEngineers: 'Nachricht unserer Techniker',
    happens: 'Was passiert',
    action: 'Was Sie tun sollten',
    why: 'Warum',
    shortNotice: 'Warum so kurzfristig, und wie wir die Auswirkung gering halten',
    emergency: 'Warum es sich um einen Notfall handelt',
    risk: 'Was schiefgehen könnte',
    mitigation: 'Was wir dagegen tun',
    report: 'Bericht',
    follow: 'Wo Sie den Verlauf verfolgen können',
    questions: 'Fragen',
    impact: 'Auswirkung',
    summary: 'Zusammenfassung',
    customersSaw: 'Was Kunden bemerkt haben',
    rootCause: 'Ursache',
    resolution: 'Wie es behoben wurde',
    prevention: 'Was wir tun, damit es nicht noch einmal passiert',
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
    selfService: 'Das können Sie vor dem Zeitfenster selbst erledigen',
    otherNight: 'Sie können einen anderen Termin wählen',
    references: 'Change-Nummer',
    work: 'Wartung',
  },
  leads: {
    announcement: (t) => `${t.provider} führt Wartungsarbeiten durch, ${concern(t)}. Die Wartung ${t.window.starts}.`,
    expedited: (t) =>
      `${t.provider} muss Wartungsarbeiten durchführen, ${concern(t)}. Die Wartung ${t.window.starts}. Wir bitten um Entschuldigung, dass wir Sie kurzfristiger als üblich informieren.`,
    emergencyStarted: (t) =>
      `${t.provider} führt dringende Wartungsarbeiten durch, ${concern(t)}. Sie haben am ${t.started?.utc ?? ''} begonnen.`,
    emergencyDue: (t) =>
      `${t.provider} muss dringende Wartungsarbeiten durchführen, ${concern(t)}. Sie sollen jetzt beginnen; sobald es so weit ist, schreiben wir Ihnen noch einmal.`,
    emergencyAhead: (t) =>
      `${t.provider} muss dringende Wartungsarbeiten durchführen, ${concern(t)}. Die Wartung ${t.window.starts}.`,
    reminder: (t) =>
      `Zur Erinnerung: ${t.provider} führt Wartungsarbeiten durch, ${concern(t)}. Die Wartung ${t.window.starts}.`,
    rescheduled: (t) =>
      `Für die angekündigte Wartung gibt es einen neuen Termin: Sie ${t.window.starts} und ${affects(t)}. Der alte Termin gilt nicht mehr.`,
    moved: (t) =>
      `Wie von ${t.organization} gewünscht, haben wir die Wartung Ihrer Ressourcen in dieses Zeitfenster verlegt. Sie ${t.window.starts} und ${affects(t)}. Für die verlegten Ressourcen gilt der alte Termin nicht mehr.`,
    catchUpStarted: (t) =>
      `${t.provider} führt Wartungsarbeiten durch, die jetzt auch ${t.resources.phrase} von ${t.organization} betreffen. Sie haben am ${t.started?.utc ?? ''} begonnen. ` +
      `Als wir sie angekündigt haben, war ${t.organization} noch nicht betroffen; deshalb erfahren Sie erst jetzt davon.`,
    catchUpAhead: (t) =>
      `${t.provider} führt Wartungsarbeiten durch, die jetzt auch ${t.resources.phrase} von ${t.organization} betreffen. Die Wartung ${t.window.starts}. ` +
      `Als wir sie angekündigt haben, war ${t.organization} noch nicht betroffen; deshalb erfahren Sie erst jetzt davon.`,
    allClear: (t) =>
      `Die Wartung, die ${t.provider} Ihnen angekündigt hat, betrifft ${t.organization} nicht mehr: Keine Ihrer Ressourcen gehört noch dazu. Sie müssen nichts tun.`,
    started: (t) => `Die angekündigte Wartung hat begonnen. Sie ${affects(t)}.`,
    progressOverdue: () =>
      'Die Arbeiten dauern länger als geplant: Das geplante Ende ist verstrichen, und wir arbeiten noch daran.',
    progressDegraded: () => 'Wir kümmern uns um Dienste, die seit der Wartung nicht so gut laufen, wie sie sollten.',
    progressEnded: () => 'Es gibt Neuigkeiten zu einer Wartung, die bereits beendet ist.',
    progressVerifying: () => 'Die Arbeiten sind erledigt; wir prüfen jetzt das Ergebnis.',
    progressStarted: () => 'Die Arbeiten laufen.',
    progressAhead: (t) => `Es gibt Neuigkeiten zu einer angekündigten Wartung: Sie ${t.window.starts}.`,
    workFailed: (t) =>
      `Die Wartung, die wir Ihnen angekündigt haben, ist bei mindestens einer Ressource von ${t.organization} fehlgeschlagen; die Liste unten zeigt, bei welcher.`,
    delayedHalfGone: (t) =>
      `Die angekündigte Wartung hat noch nicht begonnen. Sie ${t.window.starts} und kann bis zu ihrem geplanten Ende noch beginnen; sobald es so weit ist, schreiben wir Ihnen.`,
    delayedOver: () =>
      'Die geplante Zeit der Wartung ist vorbei, und ihr Beginn wurde nicht bestätigt. Wir klären, warum, und nennen Ihnen per E-Mail einen neuen Termin oder was erledigt wurde.',
    rollingBack: () =>
      'Wir haben die begonnenen Arbeiten abgebrochen und machen sie rückgängig, damit die Systeme wieder sind wie zuvor.',
    rollingBackDegraded: () =>
      'Seit der Wartung laufen Dienste nicht so gut, wie sie sollten. Wir machen die Wartung deshalb rückgängig, damit die Systeme wieder sind wie zuvor.',
    rolledBack: (t) =>
      `Wir haben die begonnene Wartung abgebrochen und rückgängig gemacht: Die Systeme sind wieder wie zuvor. Die Wartung betraf ${t.resources.phrase} von ${t.organization}.`,
    rolledBackDegraded: (t) =>
      `Nach der Wartung liefen Dienste nicht so gut, wie sie sollten. Wir haben die Wartung deshalb rückgängig gemacht: Die Systeme sind wieder wie zuvor. Die Wartung betraf ${t.resources.phrase} von ${t.organization}.`,
    completed: (t) => `Die Wartung ist abgeschlossen. Sie betraf ${t.resources.phrase} von ${t.organization}.`,
    degraded: (t) =>
      `Nach der Wartung, die ${t.resources.phrase} von ${t.organization} betraf, zeigt unsere Überwachung, dass einige Dienste nicht so gut laufen, wie sie sollten.`,
    recovered: (t) =>
      `Nach der Wartung, die ${t.resources.phrase} von ${t.organization} betraf, laufen die Dienste wieder normal. Bitte entschuldigen Sie die Störung.`,
    cancelledStarted: (t) =>
      `Die Wartung, die am ${t.started?.utc ?? ''} begonnen hat, wurde abgebrochen. Es folgen keine weiteren Arbeiten, und Sie müssen nichts tun.`,
    cancelled: () => 'Die angekündigte Wartung findet nicht statt. Sie müssen nichts tun.',
    rfoFinal: (t) =>
      `Dies ist der abschließende Störungsbericht (Version ${String(t.rfo?.version)}) zu den Arbeiten, ${concerned(t)}.`,
    rfoPreliminary: (t) =>
      `Dies ist ein vorläufiger Störungsbericht (Version ${String(t.rfo?.version)}) zu den Arbeiten, ${concerned(t)}. Ein abschließender Bericht folgt.`,
    staffList: (t) =>
      `Diese Wartung ${t.window.starts} und betrifft ${String(t.resources.count)} Ihrer Kunden. Bitte sprechen Sie mit ihnen und haken Sie ab, wen Sie informiert haben.`,
    staffListCancelled: (t) =>
      `Diese Wartung wurde abgesagt. Angekündigt war sie ${String(t.resources.count)} Ihrer Kunden. Bitte geben Sie ihnen Bescheid und haken Sie ab, wen Sie informiert haben.`,
    staffListChanged: (t) =>
      `Der Plan dieser Wartung hat sich geändert. Sie betrifft ${String(t.resources.count)} Ihrer Kunden. Bitte geben Sie allen auf der Liste Bescheid und haken Sie ab, wen Sie informiert haben.`,
    staffListStarted: (t) =>
      `Die Arbeiten haben begonnen. Sie betreffen ${String(t.resources.count)} Ihrer Kunden, denen wir das per E-Mail mitteilen. Sie müssen nichts tun, außer jemand ruft Sie an.`,
    staffListDegraded: (t) =>
      `Die Arbeiten sind erledigt, aber das Ergebnis ist schlecht. Betroffen sind ${String(t.resources.count)} Ihrer Kunden, denen wir das per E-Mail mitteilen. Bitte sprechen Sie mit ihnen und haken Sie ab, wen Sie informiert haben.`,
    staffListEnded: () =>
      'Die Arbeiten sind beendet. Bitte sagen Sie den Kunden auf der Liste, wie es ausging, und haken Sie ab, wen Sie informiert haben.',
    staffNagEnded: (t) =>
      `Die Arbeiten sind beendet, und ${String(t.resources.rows.length)} Ihrer Kunden haben Sie noch nicht abgehakt. Bitte sagen Sie ihnen, wie es ausging, und haken Sie ab, wen Sie informiert haben.`,
    staffNag: (t) =>
      `Diese Wartung ${t.window.starts}, und ${String(t.resources.count)} Ihrer Kunden haben Sie noch nicht abgehakt. Bitte sprechen Sie mit ihnen und haken Sie ab, wen Sie informiert haben.`,
    changed: (t) => `Die angekündigte Wartung hat sich geändert. Sie ${t.window.starts} und ${affects(t)}.`,
    extended: (t) =>
      `Die Arbeiten dauern länger als geplant und haben ein neues geplantes Ende. Sie betreffen ${t.resources.phrase} von ${t.organization}.`,
    brief: (t) => `Ein neues Wartungsfenster wurde angelegt. Die Wartung ${t.window.starts}.`,
    briefChanged: () => 'Der Plan eines Wartungsfensters hat sich geändert.',
    briefCancelled: () => 'Ein Wartungsfenster wurde abgesagt.',
    briefStarted: () => 'Die Arbeiten eines Wartungsfensters haben begonnen.',
    briefRollingBack: () => 'Die Arbeiten eines Wartungsfensters werden rückgängig gemacht.',
    briefCompleted: () => 'Die Arbeiten eines Wartungsfensters sind abgeschlossen.',
    briefRolledBack: () => 'Die Arbeiten eines Wartungsfensters wurden rückgängig gemacht.',
    briefDegraded: () => 'Nach einem Wartungsfenster sind Systeme beeinträchtigt.',
    briefRecovered: () => 'Nach einem Wartungsfenster laufen die Systeme wieder normal.',
    approvalRequest: (t) => `Ein Wartungsfenster wartet auf Ihre Freigabe. Die Wartung ${t.window.starts}.`,
    approvalReview: () =>
      'Kunden wurden über diese Wartung informiert, bevor jemand sie geprüft hat. Bitte prüfen Sie sie jetzt.',
    changesRequest: () => 'Vor der Freigabe dieses Wartungsfensters wurden Änderungen erbeten.',
    nominationNag: (t) =>
      `Für ein Wartungsfenster ist noch kein Ansprechpartner benannt. Die Wartung ${t.window.starts}.`,
    overrunQuestion: () =>
      'Das geplante Ende dieser Wartung rückt näher. Bitte verlängern Sie sie, schließen Sie sie ab oder machen Sie sie rückgängig.',
    escalation: () => 'Diese Wartung braucht jetzt Ihre Aufmerksamkeit.',
    reportNag: () => 'Kunden warten auf den Störungsbericht zu dieser Wartung.',
    reportLate: () => 'Der Störungsbericht zu dieser Wartung ist überfällig, und Kunden warten darauf.',
  },
  texts: {
    noPage: 'Diese Wartung steht auf keiner Statusseite; wir halten Sie per E-Mail auf dem Laufenden.',
    portal: 'Ihre eigenen Ressourcen und was Sie tun können, im Kundenportal; Anmeldung mit dieser Adresse:',
    noResource:
      'Uns ist keine einzelne Ressource von Ihnen bekannt; jeder Teil der Plattform, den Sie nutzen, kann betroffen sein.',
    inventoryChanged: 'Laut unserem Inventar steht dort, wo gearbeitet wird, keine Ihrer Ressourcen mehr.',
    reportFollows: 'Wir senden Ihnen einen Störungsbericht per E-Mail.',
    nothingToDo: 'Nichts, solange alles wie zuvor läuft. Falls nicht, schreiben Sie uns bitte an die Adresse unten.',
    selfService:
      'Führen Sie dies aus, wann es Ihnen passt, mit der Kennung oder dem Namen einer Ressource aus der Liste unten. Deren Wartung ist damit erledigt, und wir lassen sie im Zeitfenster unberührt.',
    otherNight:
      'Der erste Befehl zeigt die anderen Termine und wie viel Platz sie haben; der zweite verlegt eine Ressource, mit Kennung oder Namen. Danach hören Sie von uns nur noch zu diesem Termin.',
    degraded:
      'Unsere Techniker gehen dem nach. Wir schreiben Ihnen, sobald wir mehr wissen, und noch einmal, wenn alles wieder normal läuft. Sie müssen nichts tun; falls etwas nicht funktioniert, wie es sollte, schreiben Sie uns bitte an die Adresse unten.',
    workFailed:
      'Unsere Techniker kümmern sich jetzt darum. Sie versuchen es in diesem Zeitfenster noch einmal oder sagen Ihnen, wie es weitergeht. Falls die Ressource nicht funktioniert, wie sie sollte, schreiben Sie uns bitte an die Adresse unten.',
  },
  change({ field, from = '', to = '' }) {
    const sentences = {
      scope: 'Die betroffenen Ressourcen: Die Liste unten zeigt, was das für Ihre bedeutet.',
      // two classes of one kind differ in when they are told, not in a word
      class:
        from === to
          ? 'Die Erinnerungen vorab: Sie können an anderen Tagen kommen als bisher geplant.'
          : `Die Art der Wartung: bisher ${CLASSES[from] ?? from}, jetzt ${CLASSES[to] ?? to}.`,
      alternate: `Der Ersatztermin ${from} wird nicht mehr benötigt.`,
      title: to === '' ? 'Der Titel.' : `Der Titel: Er lautet jetzt „${to}“.`,
      introduction: 'Die Einleitung oben.',
      impactDescription: 'Was während der Arbeiten passiert.',
      customerAction: 'Was Sie tun sollten.',
    };
    return sentences[field];
  },
  work: {
    left: 'noch zu tun',
    underWay: 'in Arbeit',
    done: 'erledigt',
    failed: 'fehlgeschlagen',
    notDone: 'nicht erledigt',
    toCheck: 'wird geprüft',
    doneByYou: (date) => `von Ihnen erledigt am ${date}`,
    resource: 'Ressource',
    window: 'Zeitfenster',
  },
  confirmation: {
    subject: (provider) => `Bitte bestätigen: Wartungen von ${provider}`,
    asked: (provider) =>
      `Jemand, vielleicht Sie, möchte unter dieser Adresse von der Statusseite von ${provider} über Wartungen informiert werden.`,
    open: 'Wenn Sie das waren, öffnen Sie bitte diese Seite und bestätigen Sie es innerhalb von 24 Stunden:',
    ignore: 'Wenn nicht, tun Sie nichts: Ohne Ihre Bestätigung kommt nichts weiter.',
  },
  signIn: {
    subject: (provider) => `Anmelden: Wartungen von ${provider}`,
    asked: (provider) =>
      `Jemand, vielleicht Sie, möchte als Kontakt mit dieser Adresse die Wartungen sehen, die ${provider} für Sie durchführt.`,
    open: (minutes) =>
      `Wenn Sie das waren, öffnen Sie bitte diese Seite und melden Sie sich an. Sie gilt einmal und ${String(minutes)} Minuten lang:`,
    ignore: 'Wenn nicht, tun Sie nichts und leiten Sie diese E-Mail nicht weiter: Ohne den Link kommt niemand hinein.',
  },
  webhookOff: {
    subject: (host, provider) => `Abgeschaltet: Ihr Webhook auf ${host} für Wartungen von ${provider}`,
    off: (host, provider, reference) =>
      `Wir haben den Webhook auf ${host} abgeschaltet, über den Ihre Systeme von Wartungen von ${provider} erfahren. Er schlug fehl, als wir ${reference} melden wollten. Unsere E-Mails erhalten Sie weiterhin.`,
    gone: 'Der Grund: Der Endpunkt hat mit 410 (Gone) geantwortet und damit gebeten, ihm nichts mehr zu senden.',
    silent: (duration, last) =>
      `Der Grund: Der Endpunkt hat ${duration} lang nichts angenommen. Beim letzten Versuch: ${last}.`,
    status: (code) => `Antwort mit Status ${String(code)}`,
    where: 'Der Endpunkt in unserer API, mit dem, was wir gesendet haben und was zurückkam:',
    again:
      'Wenn er wieder funktioniert, schalten Sie ihn mit POST an diese Adresse und /enable wieder ein. Er erfährt dann alles, was von da an geschieht; was er verpasst hat, zeigt GET /v1/windows.',
  },
  refusal: {
    subject: (reference) => `[${reference}] Zu Ihrem Einspruch`,
    cannot: ({ reference, title, starts }, provider) =>
      `Sie haben ${reference}, „${title}“, widersprochen; die Wartung beginnt am ${starts}. ${provider} kann Ihre Ressourcen nicht auslassen:`,
    goesAhead:
      'Die Wartung findet statt wie angekündigt. Wenn Sie mit jemandem sprechen möchten, antworten Sie auf diese E-Mail oder rufen Sie den Ansprechpartner aus der Ankündigung an.',
  },
  calendar: {
    action: (action) => `Was Sie tun sollten: ${action}`,
    resources: 'Ihre betroffenen Ressourcen:',
    more: (omitted) => `und ${count(omitted, { one: 'weitere', other: 'weitere' })}`,
    contact: (address) => `Ansprechpartner: ${address}`,
    reference: (reference) => `Referenz: ${reference}`,
  },
  selfServiceUntil: (when) => `Bis ${when}`,
  decidedBy: (when) => `Wir entscheiden bis ${when}.`,
  inAll: (duration) => `Insgesamt ${duration}.`,
  inAllWithin: (duration) => `Insgesamt ${duration}. Die Auswirkung unten kann in dieser Zeit jederzeit auftreten.`,
  ofWork: (duration) => `Die Arbeiten haben ${duration} gedauert.`,
  announced: (impact) => `Angekündigt: ${impact}.`,
  actually: (impact) => `Tatsächlich: ${impact}.`,
  measure: (due) => `Fällig: ${due}.`,
  quote: (reference) => `Bitte geben Sie ${reference} an.`,
  sender: (provider, organization) => `${provider} für ${organization}`,
  edition: (reference, revision) => `Referenz ${reference}, Fassung ${String(revision)}`,
  unknownZone: (name) => `Alle Zeiten sind in UTC, weil wir die Zeitzone „${name}“ nicht kennen.`,
  page: {
    headings: {
      affectedResources: 'Betroffene Standorte',
      spared: 'Standorte, die betroffen gewesen wären',
      announcedImpact: 'Standorte, mit der angekündigten Auswirkung',
      resource: 'Standort',
    },
    texts: {
      noResource: 'Es ist kein einzelner Standort genannt; jeder Teil der Plattform kann betroffen sein.',
      reportFollows: 'Ein Störungsbericht folgt per E-Mail und auf der Seite.',
      nothingToDo: 'Nichts, solange alles wie zuvor läuft.',
    },
    scope: 'Die betroffenen Standorte: Sie stehen unten.',
    subscription: 'Ihr Abonnement',
    why: (provider) => `Sie erhalten diese E-Mail, weil Sie der Statusseite von ${provider} folgen.`,
    manage: 'Auswählen, worüber und in welcher Sprache wir Sie informieren:',
    unsubscribe: 'Abbestellen:',
    sender: (provider) => `Statusseite von ${provider}`,
  },
};
