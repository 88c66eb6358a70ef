import { COLON, SEMICOLON, UNITS, fr as common } from '../../../../domain/shared/words/fr';
import { counterIn, type Language, type Told } from './language';

const TAG = 'fr';
const RESOURCES = { one: 'ressource', other: 'ressources' };

const CLASSES: Record<string, string> & Language['classes'] = {
  standard: 'maintenance planifiée',
  expedited: 'maintenance à court préavis',
  emergency: 'maintenance d’urgence',
};

const count = counterIn(TAG);
const concerns = ({ resources, organization }: Told) => `${resources.phrase} de ${organization}`;

export const fr: Language = {
  tag: TAG,
  ...common,
  now: 'maintenant',
  ahead: (amount, unit) => `dans ${count(amount, UNITS[unit])}`,
  ago: (amount, unit) => `il y a ${count(amount, UNITS[unit])}`,
  starts: (when, begun) => `${begun ? 'devait' : 'doit'} commencer ${when}`,
  resources: (amount) => (amount === 0 ? 'des services' : count(amount, RESOURCES)),
  more: (omitted, all) =>
    `et ${count(omitted, { one: 'autre ressource', other: 'autres ressources' })}, ${count(all, RESOURCES)} au total`,
  moreCustomers: (omitted, all) => `et ${String(omitted)} de plus, ${String(all)} clients au total`,
  locations: (amount) => (amount === 0 ? 'des services' : count(amount, { one: 'site', other: 'sites' })),
  greeting: (name) => (name ? `Bonjour ${name},` : 'Bonjour,'),
  none: 'aucun',
  changes: {
    gone: 'n’est plus concerné',
    added: (impact) => `nouvellement concerné${COLON} ${impact}`,
    kept: (impact) => `sans changement${COLON} ${impact}`,
  },
  noLongerAffected: 'PLUS CONCERNÉ',
  reasons: {
    hardware: `Matériel${COLON} nous remplaçons, réparons ou ajoutons des équipements.`,
    'platform-security': `Sécurité${COLON} nous installons une mise à jour de sécurité sur la plateforme.`,
    'platform-feature': `Plateforme${COLON} nous installons une nouvelle version de la plateforme.`,
    'database-security': `Sécurité${COLON} nous installons une mise à jour de sécurité sur les bases de données.`,
    network: `Réseau${COLON} nous modifions ou réparons le réseau.`,
    power: `Électricité${COLON} nous modifions ou réparons l’alimentation électrique.`,
    performance: `Performances${COLON} nous rétablissons ou améliorons la capacité ou la vitesse.`,
    'third-party': `Fournisseur${COLON} un de nos fournisseurs effectue des travaux dont nous dépendons.`,
  },
  triggers: {
    'security-patch': 'Un correctif de sécurité ne peut pas attendre une plage de maintenance ordinaire.',
    infrastructure: 'Une panne est survenue dans notre infrastructure.',
    'performance-degradation': 'Les performances ont baissé et doivent être rétablies.',
    'third-party': 'Un de nos fournisseurs doit effectuer des travaux urgents dont nous dépendons.',
  },
  classes: CLASSES,
  headings: {
    what: 'Objet',
    when: 'Quand',
    newDate: 'Nouvelle date',
    oldDate: 'Ancienne date (n’est plus valable)',
    dateOver: 'Date annulée',
    dateNotYours: 'Date de la maintenance qui ne vous concerne plus',
    plannedWindow: 'Plage prévue',
    planned: 'Prévu',
    actual: 'Réel',
    began: 'Début',
    nextUpdateBy: 'Prochain point avant',
    affectedResources: 'Vos ressources concernées',
    spared: 'Vos ressources qui auraient été concernées',
    announcedImpact: 'Vos ressources, avec l’effet annoncé',
    customersToTell: 'Clients à prévenir',
    customersToTellChange: 'Clients à prévenir du changement',
    customersToTellCancelled: 'Clients à prévenir de l’annulation',
    customersAtWork: 'Vos clients concernés par ces travaux',
    customersToTellEnd: 'Clients à qui dire comment cela s’est terminé',
    customersNotTold: 'Clients que vous n’avez pas encore prévenus',
    customer: 'Client',
    contacts: 'Interlocuteurs',
    saidInside: 'Ce que dit l’équipe qui fait les travaux',
    tick: 'Cochez ceux que vous avez prévenus',
    lookUp: 'Pour en savoir plus',
    cancelReason: 'Motif',
    whyChanged: 'Pourquoi la date a changé',
    outcome: 'Résultat',
    update: 'Avancement',
    next: 'La suite',
    fromEngineers: 'Message de nos techniciens',
    happens: 'Ce qui se passe',
    action: 'Ce que vous devez faire',
    why: 'Pourquoi',
    shortNotice: 'Pourquoi ce préavis est court, et comment nous limitons l’effet',
    emergency: 'Pourquoi il s’agit d’une urgence',
    risk: 'Ce qui pourrait mal se passer',
    mitigation: 'Ce que nous faisons pour l’éviter',
    report: 'Rapport',
    follow: 'Où suivre les travaux',
    questions: 'Une question\u00a0?',
    impact: 'Effet',
    summary: 'Résumé',
    customersSaw: 'Ce que les clients ont constaté',
    rootCause: 'Cause',
    resolution: 'Comment le problème a été résolu',
    prevention: 'Ce que nous faisons pour que cela ne se reproduise pas',
    resource: 'Ressource',
    where: 'Où',
    whatChanged: 'Ce qui a changé',
    whyItChanged: 'Pourquoi cela a changé',
    oldWindow: 'Ancienne plage',
    newWindow: 'Nouvelle plage',
    whyLonger: 'Pourquoi cela dure plus longtemps',
    details: 'Détails',
    whoAffected: 'Qui est concerné',
    alternate: 'Nuit de remplacement, seulement si la première est annulée',
    selfService: 'Vous pouvez le faire vous-même avant la plage',
    otherNight: 'Vous pouvez choisir une autre nuit',
    references: 'Référence du changement',
    work: 'Maintenance',
  },
  leads: {
    announcement: (t) =>
      `${t.provider} va effectuer une maintenance qui concerne ${concerns(t)}. Elle ${t.window.starts}.`,
    expedited: (t) =>
      `${t.provider} doit effectuer une maintenance qui concerne ${concerns(t)}. Elle ${t.window.starts}. Nous vous prions de nous excuser pour ce préavis plus court que d’habitude.`,
    emergencyStarted: (t) =>
      `${t.provider} effectue une maintenance urgente qui concerne ${concerns(t)}. Elle a commencé le ${t.started?.utc ?? ''}.`,
    emergencyDue: (t) =>
      `${t.provider} doit effectuer une maintenance urgente qui concerne ${concerns(t)}. Elle doit commencer maintenant${SEMICOLON} nous vous écrirons de nouveau dès qu’elle aura commencé.`,
    emergencyAhead: (t) =>
      `${t.provider} doit effectuer une maintenance urgente qui concerne ${concerns(t)}. Elle ${t.window.starts}.`,
    reminder: (t) =>
      `Rappel${COLON} ${t.provider} va effectuer une maintenance qui concerne ${concerns(t)}. Elle ${t.window.starts}.`,
    rescheduled: (t) =>
      `La maintenance que nous vous avons annoncée a une nouvelle date${COLON} elle ${t.window.starts} et concerne ${concerns(t)}. L’ancienne date ne s’applique plus.`,
    moved: (t) =>
      `Comme ${t.organization} l’a demandé, nous avons déplacé la maintenance de vos ressources dans cette plage. Elle ${t.window.starts} et concerne ${concerns(t)}. L’ancienne date ne s’applique plus aux ressources déplacées.`,
    catchUpStarted: (t) =>
      `${t.provider} effectue une maintenance qui concerne désormais ${concerns(t)}. Elle a commencé le ${t.started?.utc ?? ''}. ` +
      `Lors de son annonce, ${t.organization} n’était pas encore concerné${SEMICOLON} c’est pourquoi vous ne l’apprenez que maintenant.`,
    catchUpAhead: (t) =>
      `${t.provider} va effectuer une maintenance qui concerne désormais ${concerns(t)}. Elle ${t.window.starts}. ` +
      `Lors de son annonce, ${t.organization} n’était pas encore concerné${SEMICOLON} c’est pourquoi vous ne l’apprenez que maintenant.`,
    allClear: (t) =>
      `La maintenance que ${t.provider} vous a annoncée ne concerne plus ${t.organization}${COLON} aucune de vos ressources n’en fait plus partie. Vous n’avez rien à faire.`,
    started: (t) => `La maintenance annoncée a commencé. Elle concerne ${concerns(t)}.`,
    progressOverdue: () =>
      `La maintenance dure plus longtemps que prévu${COLON} l’heure de fin prévue est passée et nous y travaillons toujours.`,
    progressDegraded: () =>
      'Nous nous occupons de services qui, depuis la maintenance, ne fonctionnent pas aussi bien qu’ils le devraient.',
    progressEnded: () => 'Voici des nouvelles d’une maintenance déjà terminée.',
    progressVerifying: () => `Les travaux sont terminés${SEMICOLON} nous en vérifions le résultat.`,
    progressStarted: () => 'La maintenance est en cours.',
    progressAhead: (t) => `Voici des nouvelles d’une maintenance annoncée${COLON} elle ${t.window.starts}.`,
    workFailed: (t) =>
      `La maintenance que nous vous avions annoncée a échoué sur au moins une ressource de ${t.organization}${SEMICOLON} la liste ci-dessous indique laquelle.`,
    delayedHalfGone: (t) =>
      `La maintenance annoncée n’a pas encore commencé. Elle ${t.window.starts} et peut encore commencer avant sa fin prévue. Nous vous écrirons dès qu’elle aura commencé.`,
    delayedOver: () =>
      'L’horaire prévu de la maintenance est passé, et son début n’a pas été confirmé. Nous cherchons pourquoi et vous écrirons pour vous donner une nouvelle date, ou pour vous dire ce qui a été fait.',
    rollingBack: () =>
      `Les travaux ont été interrompus après leur début et sont en cours d’annulation${COLON} les systèmes sont remis dans leur état antérieur.`,
    rollingBackDegraded: () =>
      `Depuis la maintenance, des services ne fonctionnent pas aussi bien qu’ils le devraient. Nous l’annulons donc${COLON} les systèmes sont remis dans leur état antérieur.`,
    rolledBack: (t) =>
      `La maintenance a été interrompue après son début et annulée${COLON} les systèmes ont retrouvé leur état antérieur. Elle concernait ${concerns(t)}.`,
    rolledBackDegraded: (t) =>
      `Après la maintenance, des services ne fonctionnaient pas aussi bien qu’ils l’auraient dû. Nous l’avons donc annulée${COLON} les systèmes ont retrouvé leur état antérieur. Elle concernait ${concerns(t)}.`,
    completed: (t) => `La maintenance est terminée. Elle concernait ${concerns(t)}.`,
    degraded: (t) =>
      `Depuis la maintenance, qui concernait ${concerns(t)}, notre surveillance montre que certains services ne fonctionnent pas aussi bien qu’ils le devraient.`,
    recovered: (t) =>
      `Les services fonctionnent de nouveau normalement après la maintenance, qui concernait ${concerns(t)}. Nous vous prions de nous excuser pour la gêne occasionnée.`,
    cancelledStarted: (t) =>
      `La maintenance commencée le ${t.started?.utc ?? ''} a été interrompue. Il n’y aura pas d’autres travaux, et vous n’avez rien à faire.`,
    cancelled: () => 'La maintenance annoncée n’aura pas lieu. Vous n’avez rien à faire.',
    rfoFinal: (t) =>
      `Voici le rapport d’incident définitif (version ${String(t.rfo?.version)}) sur les travaux qui concernaient ${concerns(t)}.`,
    rfoPreliminary: (t) =>
      `Voici un rapport d’incident provisoire (version ${String(t.rfo?.version)}) sur les travaux qui concernaient ${concerns(t)}. Un rapport définitif suivra.`,
    staffList: (t) =>
      `Cette maintenance ${t.window.starts} et concerne ${String(t.resources.count)} de vos clients. Merci de leur parler, puis de cocher ceux que vous avez informés.`,
    staffListCancelled: (t) =>
      `Cette maintenance est annulée. Nous l’avions annoncée à ${String(t.resources.count)} de vos clients. Merci de les prévenir, puis de cocher ceux que vous avez informés.`,
    staffListChanged: (t) =>
      `Le plan de cette maintenance a changé. Elle concerne ${String(t.resources.count)} de vos clients. Merci de prévenir tous ceux de la liste, puis de cocher ceux que vous avez informés.`,
    staffListStarted: (t) =>
      `Les travaux ont commencé. Ils concernent ${String(t.resources.count)} de vos clients, que nous prévenons par courriel. Vous n’avez rien à faire, sauf si l’un d’eux vous appelle.`,
    staffListDegraded: (t) =>
      `Les travaux sont terminés, mais leur résultat n’est pas bon. ${String(t.resources.count)} de vos clients sont concernés, et nous les prévenons par courriel. Merci de leur parler, puis de cocher ceux que vous avez informés.`,
    staffListEnded: () =>
      'Les travaux sont terminés. Merci de dire aux clients de la liste comment cela s’est passé, puis de cocher ceux que vous avez informés.',
    staffNagEnded: (t) =>
      `Les travaux sont terminés, et vous n’avez pas encore coché ${String(t.resources.rows.length)} de vos clients. Merci de leur dire comment cela s’est passé, puis de cocher ceux que vous avez informés.`,
    staffNag: (t) =>
      `Cette maintenance ${t.window.starts}, et vous n’avez pas encore coché ${String(t.resources.count)} de vos clients. Merci de leur parler, puis de cocher ceux que vous avez informés.`,
    changed: (t) => `La maintenance annoncée a changé. Elle ${t.window.starts} et concerne ${concerns(t)}.`,
    extended: (t) =>
      `Les travaux durent plus longtemps que prévu et ont une nouvelle heure de fin. Ils concernent ${concerns(t)}.`,
    brief: (t) => `Une nouvelle plage de maintenance a été ouverte. Elle ${t.window.starts}.`,
    briefChanged: () => 'Le plan d’une plage de maintenance a changé.',
    briefCancelled: () => 'Une plage de maintenance a été annulée.',
    briefStarted: () => 'Les travaux d’une plage de maintenance ont commencé.',
    briefRollingBack: () => 'Les travaux d’une plage de maintenance sont en cours d’annulation.',
    briefCompleted: () => 'Les travaux d’une plage de maintenance sont terminés.',
    briefRolledBack: () => 'Les travaux d’une plage de maintenance ont été annulés.',
    briefDegraded: () => 'Des systèmes sont dégradés après une plage de maintenance.',
    briefRecovered: () => 'Les systèmes sont revenus à la normale après une plage de maintenance.',
    approvalRequest: (t) => `Une plage de maintenance attend votre approbation. Elle ${t.window.starts}.`,
    approvalReview: () =>
      'Des clients ont été informés de cette maintenance avant toute relecture. Merci de la relire maintenant.',
    changesRequest: () => 'Des modifications de cette plage de maintenance ont été demandées avant son approbation.',
    nominationNag: (t) => `Une plage de maintenance n’a pas encore d’interlocuteur. Elle ${t.window.starts}.`,
    overrunQuestion: () =>
      'La fin prévue de cette maintenance approche. Merci de la prolonger, de la terminer ou de revenir en arrière.',
    escalation: () => 'Cette maintenance requiert votre attention maintenant.',
    reportNag: () => 'Des clients attendent le rapport d’incident sur cette maintenance.',
    reportLate: () => 'Le rapport d’incident sur cette maintenance est en retard, et des clients l’attendent.',
  },
  texts: {
    noPage: `Cette maintenance ne figure sur aucune page d’état${SEMICOLON} nous vous tiendrons informés par courriel.`,
    portal: `Vos propres ressources et ce que vous pouvez faire, dans l’espace client${SEMICOLON} connexion avec cette adresse${COLON}`,
    noResource: `Nous ne connaissons aucune ressource précise à votre nom${SEMICOLON} toute partie de la plateforme que vous utilisez peut être concernée.`,
    inventoryChanged:
      'D’après notre inventaire, aucune de vos ressources ne se trouve plus là où les travaux ont lieu.',
    reportFollows: 'Nous vous enverrons un rapport d’incident par courriel.',
    nothingToDo:
      'Rien, tant que tout fonctionne comme avant. Dans le cas contraire, écrivez-nous à l’adresse ci-dessous.',
    selfService:
      'Lancez cette commande au moment qui vous convient, avec l’identifiant ou le nom d’une ressource de la liste ci-dessous. Sa maintenance est alors terminée, et nous n’y toucherons pas pendant la plage.',
    otherNight:
      'La première commande liste les autres nuits et la place qu’il y reste. La seconde déplace une ressource, par son identifiant ou son nom. Nos messages ne concernent ensuite que cette nuit-là.',
    degraded:
      'Nos techniciens s’en occupent. Nous vous écrirons dès que nous en saurons plus, puis lorsque tout sera revenu à la normale. Vous n’avez rien à faire. Si quelque chose ne fonctionne pas comme il le devrait, écrivez-nous à l’adresse ci-dessous.',
    workFailed:
      'Nos techniciens s’en occupent maintenant. Ils essaieront de nouveau pendant cette plage ou vous indiqueront la suite. Si la ressource ne fonctionne pas comme elle le devrait, écrivez-nous à l’adresse ci-dessous.',
  },
  change({ field, from = '', to = '' }) {
    const sentences = {
      scope: `Les ressources concernées${COLON} la liste ci-dessous montre ce qui change pour les vôtres.`,
      // two classes of one kind differ in when they are told, not in a word
      class:
        from === to
          ? `Les rappels avant la maintenance${COLON} ils peuvent arriver d’autres jours que prévu jusqu’ici.`
          : `Le type de maintenance${COLON} auparavant ${CLASSES[from] ?? from}, désormais ${CLASSES[to] ?? to}.`,
      alternate: `La nuit de remplacement ${from} n’est plus nécessaire.`,
      title: to === '' ? 'Le titre.' : `Le titre${COLON} il est désormais «\u00a0${to}\u00a0».`,
      introduction: 'L’introduction ci-dessus.',
      impactDescription: 'Ce qui se passe pendant les travaux.',
      customerAction: 'Ce que vous devez faire.',
    };
    return sentences[field];
  },
  work: {
    left: 'encore à faire',
    underWay: 'en cours',
    done: 'terminé',
    failed: 'échec',
    notDone: 'non effectué',
    toCheck: 'à vérifier',
    doneByYou: (date) => `fait par vous le ${date}`,
    resource: 'ressource',
    window: 'plage',
  },
  confirmation: {
    subject: (provider) => `À confirmer${COLON} maintenances de ${provider}`,
    asked: (provider) =>
      `Quelqu’un, peut-être vous, a demandé que cette adresse reçoive les nouvelles des maintenances de la page d’état de ${provider}.`,
    open: `Si c’était vous, ouvrez cette page et confirmez dans les 24 heures${COLON}`,
    ignore: `Sinon, ne faites rien${COLON} sans votre confirmation, vous ne recevrez plus rien.`,
  },
  signIn: {
    subject: (provider) => `Connexion${COLON} maintenances de ${provider}`,
    asked: (provider) =>
      `Quelqu’un, peut-être vous, souhaite voir les maintenances que ${provider} effectue pour vous, en tant que contact à cette adresse.`,
    open: (minutes) =>
      `Si c’était vous, ouvrez cette page et connectez-vous. Elle ne sert qu’une fois, pendant ${String(minutes)} minutes${COLON}`,
    ignore: `Sinon, ne faites rien et ne transférez ce courriel à personne${COLON} sans le lien, personne n’entre.`,
  },
  webhookOff: {
    subject: (host, provider) => `Désactivé${COLON} votre webhook sur ${host} pour les maintenances de ${provider}`,
    off: (host, provider, reference) =>
      `Nous avons désactivé le webhook sur ${host}, par lequel vos systèmes sont informés des maintenances de ${provider}. Il a échoué pendant que nous annoncions ${reference}. Vous recevez toujours nos courriels.`,
    gone: `La raison${COLON} il a répondu 410 (Gone), c’est-à-dire qu’il ne veut plus rien recevoir.`,
    silent: (duration, last) =>
      `La raison${COLON} il n’a rien accepté depuis ${duration}. La dernière tentative a échoué${COLON} ${last}.`,
    status: (code) => `réponse avec le statut ${String(code)}`,
    where: `Le webhook dans notre API, avec ce que nous avons envoyé et ce qui est revenu${COLON}`,
    again:
      'Quand il fonctionne de nouveau, réactivez-le par un POST à cette adresse suivie de /enable. Il reçoit alors tout ce qui arrive à partir de ce moment-là ; GET /v1/windows montre ce qu’il a manqué.',
  },
  refusal: {
    subject: (reference) => `[${reference}] À propos de votre objection`,
    cannot: ({ reference, title, starts }, provider) =>
      `Vous avez fait objection à ${reference}, «\u00a0${title}\u00a0», qui commence le ${starts}. ${provider} ne peut pas en exclure vos ressources${COLON}`,
    goesAhead:
      'La maintenance aura lieu comme annoncé. Pour parler à quelqu’un, répondez à ce courriel ou appelez l’interlocuteur nommé dans l’annonce.',
  },
  calendar: {
    action: (action) => `Ce que vous devez faire${COLON} ${action}`,
    resources: `Vos ressources concernées${COLON}`,
    more: (omitted) => `et ${count(omitted, { one: 'autre', other: 'autres' })}`,
    contact: (address) => `Contact${COLON} ${address}`,
    reference: (reference) => `Référence${COLON} ${reference}`,
  },
  selfServiceUntil: (when) => `Jusqu’au ${when}`,
  decidedBy: (when) => `Nous déciderons au plus tard le ${when}.`,
  inAll: (duration) => `${duration} au total.`,
  inAllWithin: (duration) =>
    `${duration} au total. L’effet ci-dessous peut survenir à tout moment pendant cette plage.`,
  ofWork: (duration) => `Les travaux ont duré ${duration}.`,
  announced: (impact) => `Annoncé${COLON} ${impact}.`,
  actually: (impact) => `Réel${COLON} ${impact}.`,
  measure: (due) => `Échéance${COLON} ${due}.`,
  quote: (reference) => `Merci de rappeler ${reference}.`,
  sender: (provider, organization) => `${provider} pour ${organization}`,
  edition: (reference, revision) => `Référence ${reference}, version ${String(revision)}`,
  unknownZone: (name) => `Les heures sont en UTC car nous ne connaissons pas le fuseau «\u00a0${name}\u00a0».`,
  page: {
    headings: {
      affectedResources: 'Sites concernés',
      spared: 'Sites qui auraient été concernés',
      announcedImpact: 'Sites, avec l’effet annoncé',
      resource: 'Site',
    },
    texts: {
      noResource: `Aucun site précis n’est nommé${SEMICOLON} toute partie de la plateforme peut être concernée.`,
      reportFollows: 'Un rapport d’incident suivra par courriel et sur la page.',
      nothingToDo: 'Rien, tant que tout fonctionne comme avant.',
    },
    scope: `Les sites concernés${COLON} ils sont indiqués ci-dessous.`,
    subscription: 'Votre abonnement',
    why: (provider) => `Vous recevez ce courriel car vous suivez la page d’état de ${provider}.`,
    manage: `Choisir ce que vous suivez, et dans quelle langue${COLON}`,
    unsubscribe: `Se désabonner${COLON}`,
    sender: (provider) => `Page d’état de ${provider}`,
  },
};
