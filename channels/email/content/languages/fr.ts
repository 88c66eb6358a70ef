import { describeDuration } from '../../../../domain/shared/time';
import { counterIn, type Language, type Told } from './language';

const TAG = 'fr';
const WEEKDAYS = ['dim.', 'lun.', 'mar.', 'mer.', 'jeu.', 'ven.', 'sam.'];
const MONTHS = [
  ...['janv.', 'févr.', 'mars', 'avr.', 'mai', 'juin'],
  ...['juil.', 'août', 'sept.', 'oct.', 'nov.', 'déc.'],
];
const UNITS = {
  day: { one: 'jour', other: 'jours' },
  hour: { one: 'heure', other: 'heures' },
  minute: { one: 'minute', other: 'minutes' },
  less: 'moins d’une minute',
};
const RESOURCES = { one: 'ressource', other: 'ressources' };
/** A colon has a space before it, at which no line breaks. */
const COLON = '\u00a0:';
const SEMICOLON = '\u00a0;';

const count = counterIn(TAG);
const concerns = ({ resources, organization }: Told) => `${resources.phrase} de ${organization}`;

export const fr: Language = {
  tag: TAG,
  date: ({ weekday, day, month, year }) =>
    `${WEEKDAYS[weekday] ?? ''} ${day === '1' ? '1er' : day} ${MONTHS[month] ?? ''} ${year}`,
  to: 'à',
  now: 'maintenant',
  ahead: (amount, unit) => `dans ${count(amount, UNITS[unit])}`,
  ago: (amount, unit) => `il y a ${count(amount, UNITS[unit])}`,
  starts: (when, begun) => `${begun ? 'devait' : 'doit'} commencer ${when}`,
  duration: (ms) => describeDuration(ms, UNITS),
  upTo: (ms) => `jusqu’à ${describeDuration(ms, UNITS)}`,
  resources: (amount) => count(amount, RESOURCES),
  more: (omitted, all) =>
    `et ${count(omitted, { one: 'autre ressource', other: 'autres ressources' })}, ${count(all, RESOURCES)} en tout`,
  locations: (amount) => count(amount, { one: 'site', other: 'sites' }),
  greeting: (name) => (name ? `Bonjour ${name},` : 'Bonjour,'),
  none: 'aucune',
  reasons: {
    hardware: `Matériel${COLON} des équipements sont remplacés, réparés ou ajoutés.`,
    'platform-security': `Sécurité${COLON} la plateforme reçoit une mise à jour de sécurité.`,
    'platform-feature': `Plateforme${COLON} la plateforme reçoit une nouvelle version.`,
    'database-security': `Sécurité${COLON} les bases de données reçoivent une mise à jour de sécurité.`,
    network: `Réseau${COLON} le réseau est modifié ou réparé.`,
    power: `Électricité${COLON} l’alimentation électrique est modifiée ou réparée.`,
    performance: `Performances${COLON} la capacité ou la vitesse est rétablie ou améliorée.`,
    'third-party': `Fournisseur${COLON} un de nos fournisseurs effectue des travaux dont nous dépendons.`,
  },
  triggers: {
    'security-patch': 'un correctif de sécurité qui ne peut pas attendre',
    infrastructure: 'une panne de l’infrastructure',
    'performance-degradation': 'une baisse des performances',
    'third-party': 'des travaux urgents d’un fournisseur',
  },
  impacts: {
    'no-impact': { short: 'aucun effet', meaning: `aucun effet${COLON} rien de visible` },
    'reduced-redundancy': {
      short: 'redondance réduite',
      meaning: `redondance réduite${COLON} rien de visible, mais une autre panne le serait`,
    },
    degraded: { short: 'dégradé', meaning: `dégradé${COLON} plus lent ou en partie indisponible` },
    outage: { short: 'interruption', meaning: `interruption${COLON} indisponible` },
  },
  headings: {
    what: 'Objet',
    when: 'Quand',
    newDate: 'Nouvelle date',
    oldDate: 'Ancienne date, plus valable',
    dateOver: 'Date qui ne s’applique plus',
    dateNotYours: 'Date qui ne vous concerne plus',
    plannedWindow: 'Plage prévue',
    planned: 'Prévu',
    actual: 'Réel',
    began: 'Commencé',
    nextUpdateBy: 'Prochaine nouvelle avant',
    affectedResources: 'Vos ressources concernées',
    spared: 'Vos ressources qui devaient être concernées',
    announcedImpact: 'Vos ressources, avec l’effet annoncé',
    customers: 'Vos clients',
    cancelReason: 'Motif',
    whyChanged: 'Pourquoi la date a changé',
    outcome: 'Résultat',
    update: 'Avancement',
    fromEngineers: 'De la part des techniciens',
    happens: 'Ce qui se passe',
    action: 'Ce que vous devez faire',
    why: 'Pourquoi',
    shortNotice: 'Pourquoi si peu de préavis, et comment nous limitons la durée',
    emergency: 'Pourquoi c’est une urgence',
    risk: 'Ce qui pourrait mal se passer',
    mitigation: 'Ce que nous faisons pour l’éviter',
    report: 'Rapport',
    follow: 'Où suivre les travaux',
    questions: 'Une question',
    impact: 'Effet',
    summary: 'Résumé',
    customersSaw: 'Ce que les clients ont constaté',
    rootCause: 'Cause première',
    resolution: 'Comment cela a été résolu',
    prevention: 'Ce que nous faisons pour que cela ne se reproduise pas',
    resource: 'Ressource',
    where: 'Où',
    whatChanged: 'Ce qui a changé',
    whyItChanged: 'Pourquoi cela a changé',
    oldWindow: 'Ancienne période',
    newWindow: 'Nouvelle période',
    whyLonger: 'Pourquoi cela dure plus longtemps',
    details: 'Détails',
    whoAffected: 'Qui est touché',
    alternate: 'Nuit de remplacement, seulement si la première est annulée',
  },
  leads: {
    announcement: (t) =>
      `${t.provider} va effectuer une maintenance qui concerne ${concerns(t)}. Elle ${t.window.starts}.`,
    expedited: (t) =>
      `${t.provider} doit effectuer une maintenance qui concerne ${concerns(t)}. Elle ${t.window.starts}. Le préavis est plus court que d’habitude, et nous vous prions de nous en excuser.`,
    emergencyStarted: (t) =>
      `${t.provider} effectue une maintenance urgente qui concerne ${concerns(t)}. Début${COLON} ${t.started?.utc ?? ''}.`,
    emergencyDue: (t) =>
      `${t.provider} doit effectuer une maintenance urgente qui concerne ${concerns(t)}. L’heure prévue est arrivée${SEMICOLON} un autre message vous dira quand elle commence.`,
    emergencyAhead: (t) =>
      `${t.provider} doit effectuer une maintenance urgente qui concerne ${concerns(t)}. Elle ${t.window.starts}.`,
    reminder: (t) =>
      `Rappel${COLON} ${t.provider} va effectuer une maintenance qui concerne ${concerns(t)}. Elle ${t.window.starts}.`,
    rescheduled: (t) =>
      `La maintenance que nous vous avons annoncée a une nouvelle date${COLON} elle ${t.window.starts}. Elle concerne ${concerns(t)}. L’ancienne date ne s’applique plus.`,
    catchUpStarted: (t) =>
      `${t.provider} effectue une maintenance qui concerne désormais ${concerns(t)}. Début${COLON} ${t.started?.utc ?? ''}. ` +
      `Elle a été annoncée avant que ${t.organization} soit concerné, vous ne l’apprenez donc que maintenant.`,
    catchUpAhead: (t) =>
      `${t.provider} va effectuer une maintenance qui concerne désormais ${concerns(t)}. Elle ${t.window.starts}. ` +
      `Elle a été annoncée avant que ${t.organization} soit concerné, vous ne l’apprenez donc que maintenant.`,
    allClear: (t) =>
      `La maintenance que ${t.provider} vous a annoncée ne concerne plus ${t.organization}${COLON} aucune de vos ressources n’en fait plus partie. Vous n’avez rien à faire.`,
    started: (t) => `La maintenance annoncée a commencé. Elle concerne ${concerns(t)}.`,
    progressOverdue: () =>
      `La maintenance dure plus longtemps que prévu${COLON} sa fin prévue est passée et elle est toujours en cours.`,
    progressEnded: () => 'Des nouvelles de la maintenance terminée.',
    progressVerifying: () => 'Les travaux de maintenance sont faits et sont en cours de vérification.',
    progressStarted: () => 'La maintenance est en cours.',
    progressAhead: (t) => `Des nouvelles d’une maintenance${COLON} elle ${t.window.starts}.`,
    completed: (t) => `La maintenance est terminée. Elle concernait ${concerns(t)}.`,
    cancelledStarted: (t) =>
      `La maintenance commencée ${t.started?.utc ?? ''} a été arrêtée. Rien d’autre ne sera fait, et vous n’avez rien à faire.`,
    cancelled: () => 'La maintenance annoncée n’aura pas lieu. Rien ne sera fait, et vous n’avez rien à faire.',
    rfoFinal: (t) =>
      `Voici le rapport d’incident définitif (version ${String(t.rfo?.version)}) sur des travaux qui concernaient ${concerns(t)}.`,
    rfoPreliminary: (t) =>
      `Voici un rapport d’incident provisoire (version ${String(t.rfo?.version)}) sur des travaux qui concernaient ${concerns(t)}. Un rapport définitif suivra.`,
    staffList: (t) =>
      `Cette maintenance ${t.window.starts}. Vous suivez ${String(t.resources.count)} des clients concernés${SEMICOLON} veuillez leur parler, puis les cocher.`,
    staffListCancelled: (t) =>
      `Cette maintenance est annulée. Vous suivez ${String(t.resources.count)} des clients qui en étaient informés${SEMICOLON} veuillez les prévenir, puis les cocher.`,
    staffNag: (t) =>
      `Cette maintenance ${t.window.starts}, et vous n’avez pas encore coché ${String(t.resources.count)} de vos clients. Veuillez les prévenir, puis les cocher.`,
    changed: (t) =>
      `La maintenance annoncée a changé. Elle ${t.window.starts} et touche ${t.resources.phrase} de ${t.organization}.`,
    extended: (t) =>
      `Les travaux durent plus longtemps que prévu et ont une nouvelle fin prévue. Ils touchent ${t.resources.phrase} de ${t.organization}.`,
    brief: (t) => `Une fenêtre de maintenance a été ouverte. Elle ${t.window.starts}.`,
    approvalRequest: (t) => `Une fenêtre de maintenance attend votre approbation. Elle ${t.window.starts}.`,
    approvalReview: () =>
      'Des clients ont été informés de cette maintenance avant toute relecture. Merci de la relire maintenant.',
    nominationNag: (t) => `Une fenêtre de maintenance est sans interlocuteur. Elle ${t.window.starts}.`,
    overrunQuestion: () => 'La fin prévue de cette maintenance approche : prolongez-la, terminez-la ou annulez-la.',
    escalation: () => 'Cette maintenance a besoin de vous maintenant.',
  },
  texts: {
    noPage: `Cette maintenance ne figure sur aucune page${SEMICOLON} son avancement vous parvient par courriel.`,
    noResource: `Aucune ressource précise de votre part n’est enregistrée${SEMICOLON} ce que vous utilisez de la plateforme peut être concerné.`,
    reportFollows: 'Un rapport d’incident suivra par courriel.',
    nothingToDo: 'Rien, si tout fonctionne comme avant. Dans le cas contraire, écrivez-nous à l’adresse ci-dessous.',
  },
  change({ field, from = '', to = '' }) {
    const sentences = {
      scope: 'Les ressources touchées : les vôtres sont indiquées ci-dessous.',
      class: `Le type de maintenance : ${from} auparavant, ${to} maintenant.`,
      alternate: `La nuit de remplacement ${from} n’est pas nécessaire et redevient libre.`,
      title: `Le titre : c’est maintenant « ${to} ».`,
      introduction: 'L’introduction.',
      impactDescription: 'Ce qui se passe pendant les travaux.',
      customerAction: 'Ce que vous devez faire.',
    };
    return sentences[field];
  },
  decidedBy: (when) => `Décision au plus tard le ${when}.`,
  setOffBy: (trigger) => `Elle a été déclenchée par ${trigger}.`,
  inAll: (duration) => `${duration} en tout.`,
  inAllWithin: (duration) => `${duration} en tout${SEMICOLON} l’effet ci-dessous peut survenir à tout moment.`,
  ofWork: (duration) => `Durée des travaux${COLON} ${duration}.`,
  announced: (impact) => `Annoncé${COLON} ${impact}.`,
  actually: (impact) => `Réel${COLON} ${impact}.`,
  measure: (owner, due) => `Responsable${COLON} ${owner}. Échéance${COLON} ${due}.`,
  quote: (reference) => `Merci de rappeler ${reference}.`,
  sender: (provider, organization) => `${provider} pour ${organization}`,
  edition: (reference, revision) => `Référence ${reference}, version ${String(revision)}`,
  unknownZone: (name) => `Les heures sont en UTC${COLON} nous ne connaissons pas le fuseau «\u00a0${name}\u00a0».`,
  page: {
    headings: {
      affectedResources: 'Sites concernés',
      spared: 'Sites qui devaient être concernés',
      announcedImpact: 'Sites, avec l’effet annoncé',
      resource: 'Site',
    },
    texts: {
      noResource: `Aucun site précis n’est nommé${SEMICOLON} toute partie de la plateforme peut être concernée.`,
      reportFollows: 'Un rapport d’incident suivra par courriel et sur la page.',
      nothingToDo: 'Rien, si tout fonctionne comme avant.',
    },
    scope: `Les sites concernés${COLON} ils sont indiqués ci-dessous.`,
    measure: (due) => `Échéance${COLON} ${due}.`,
    subscription: 'Votre abonnement',
    why: (provider) => `Vous recevez ce courriel car vous suivez la page d’état de ${provider}.`,
    manage: `Choisir ce que vous suivez${COLON}`,
    unsubscribe: `Se désabonner${COLON}`,
    sender: (provider) => `Page d’état de ${provider}`,
  },
};
