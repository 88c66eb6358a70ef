import { fr as common } from '../../domain/public/words/fr';
import { COLON, SEMICOLON } from '../../domain/shared/words/fr';
import type { SiteWords } from './site-words';

const count = (n: number) => (n === 1 ? 'Une maintenance est' : `${String(n)} maintenances sont`);

export const fr: SiteWords = {
  ...common,
  name: 'Français',
  notTranslated: (language) => `Ce qui n’est pas traduit est en ${language}.`,
  status: 'État',
  skip: 'Aller au contenu',
  nav: {
    label: 'Menu principal',
    current: 'En ce moment',
    history: 'Historique',
    portal: 'Espace client',
    updates: 'S’abonner',
    languages: 'Langue',
  },
  footer: {
    times: `Les heures sont en UTC${SEMICOLON} votre heure locale est indiquée à côté si elle est différente.`,
    follow: `Suivre${COLON}`,
    mail: 'Courriel',
    calendar: 'Calendrier',
  },
  script: {
    yourTime: 'votre heure',
    stale: 'Cette page n’a pas pu être actualisée. Ce que vous voyez n’est peut-être plus à jour.',
  },
  feedTitle: 'Maintenance',
  current: {
    description: (provider) => `Maintenances de ${provider}${COLON} en cours, prévues et passées.`,
    lastNews: `Dernière nouvelle${COLON}`,
    running: 'En cours',
    delayed: 'En retard',
    upcoming: 'Prévues',
    nothingPlanned: 'Aucune maintenance n’est prévue.',
    locations: 'Sites',
    past: 'Maintenances passées',
    follow: 'Recevoir les nouvelles par courriel, flux ou calendrier',
    inBrief(running, upcoming, delayed) {
      const now = running === 0 ? 'Aucune maintenance n’est en cours' : `${count(running)} en cours`;
      const more = running === 0 ? '' : upcoming === 1 ? ' autre' : ' autres';
      const one = upcoming === 1;
      const next =
        upcoming === 0
          ? 'aucune n’est prévue'
          : `${one ? 'une' : String(upcoming)}${more} ${one ? 'est prévue' : 'sont prévues'}`;
      return `${now}, ${next}.${delayed > 0 ? ` ${count(delayed)} en retard.` : ''}`;
    },
  },
  components: {
    operational: 'En service',
    under_maintenance: 'En maintenance',
    degraded_performance: 'Service dégradé',
    partial_outage: 'Interruption partielle',
    major_outage: 'Interruption',
  },
  standing: {
    allGood: 'Tous les systèmes fonctionnent',
    emergency: (places, effect) => `Maintenance d’urgence${places === '' ? '' : ` (${places})`}${COLON} ${effect}`,
    running: (places) => `Maintenance en cours${places === '' ? '' : ` (${places})`}`,
    degraded: (places) => `Service dégradé après la maintenance${places === '' ? '' : ` (${places})`}`,
    places: (n) => `${String(n)} sites`,
    and: ' et ',
    effects: {
      'no-impact': 'aucun effet attendu',
      'reduced-redundancy': 'redondance réduite',
      degraded: 'service dégradé',
      outage: 'interruption',
    },
  },
  card: {
    updateLate: ['Le point promis avant le ', ' est en retard'],
    nextUpdate: 'Prochain point avant le',
    startUnconfirmed: `Le début prévu est passé${SEMICOLON} le début des travaux n’a pas encore été confirmé.`,
  },
  history: {
    title: 'Historique',
    description: (provider) => `Maintenances passées de ${provider}.`,
    none: 'Aucune maintenance n’est encore terminée.',
    cancelled: 'Annulée le',
    pages: 'Pages',
    newer: 'Plus récentes',
    older: 'Plus anciennes',
    page: (page, pages) => `Page ${String(page)} sur ${String(pages)}`,
  },
  window: {
    progress: 'Déroulement',
    signIn: 'Se connecter pour voir vos ressources concernées et répondre',
    allCurrent: 'Toutes les maintenances du moment',
    cancelled: 'Cette maintenance a été annulée.',
    rolledBack: 'Ces travaux ont été interrompus et les systèmes remis dans leur état d’avant.',
    rollingBack: `Ces travaux sont interrompus${COLON} nous remettons les systèmes dans leur état d’avant.`,
    overdue: ['Ces travaux durent plus longtemps que prévu', `${SEMICOLON} fin prévue${COLON} `],
    facts: 'Informations',
    planned: 'Prévue',
    started: 'Début',
    ended: 'Fin',
    cancelledAt: 'Annulation',
    nextUpdate: 'Prochain point',
    expectedImpact: 'Effet attendu',
    actualImpact: 'Effet réel',
    locations: 'Sites concernés',
    reason: 'Motif',
    action: 'Ce que vous devez faire',
    report: 'Rapport',
    reportFollows: 'Un rapport sur la cause sera publié ici.',
    plannedFor: `Prévue${COLON}`,
    oldWindow: 'Ancienne plage',
    oldDate: 'Ancienne date',
    newWindow: 'Nouvelle plage',
    newDate: 'Nouvelle date',
    preliminaryPublished: 'Rapport préliminaire publié',
    reportPublished: 'Rapport d’incident publié',
    preliminary: 'Rapport préliminaire',
    published: 'Publié le',
  },
  notFound: {
    title: 'Page introuvable',
    heading: 'Cette page n’existe pas',
    mistyped: 'L’adresse est peut-être mal écrite.',
    current: 'Voir les maintenances du moment',
    or: 'ou',
    history: 'l’historique',
  },
  subscribe: {
    title: 'S’abonner',
    byMail: 'Par courriel',
    address: 'Votre adresse électronique',
    language: 'Langue des courriels',
    whatComes:
      'Vous recevrez un courriel avec un lien de confirmation, puis un courriel chaque fois qu’une maintenance est annoncée, modifiée, commencée, terminée ou annulée, ou qu’il y a du nouveau. Un lien dans chaque courriel permet de se désabonner.',
    button: 'S’abonner',
    byFeed: 'Par flux ou calendrier',
    everything: 'Toutes les maintenances',
    legend: 'Ce que vous suivez',
    only: `Seulement ces sites${COLON}`,
    allOfIt: '(en entier)',
    calendar: 'Calendrier',
    askedTitle: 'Consultez votre messagerie',
    asked: `Si un courriel peut être envoyé à cette adresse, un message avec un lien est en route. Rien ne change tant que le lien n’est pas ouvert et confirmé${SEMICOLON} il est valable 24 heures. Si rien n’arrive en quelques minutes, vérifiez l’adresse et réessayez plus tard.`,
    confirmTitle: 'Confirmer votre abonnement',
    willHear: (address) => [`${address} recevra les nouvelles de${COLON} `, '.'],
    hears: (address) => [`${address} reçoit les nouvelles de${COLON} `, '.'],
    confirm: 'Confirmer',
    manageTitle: 'Votre abonnement',
    stillHear: 'Pour les maintenances qui vous ont déjà été annoncées, vous recevez toujours la suite.',
    save: 'Enregistrer',
    saved: 'Enregistré.',
    unsubscribe: 'Se désabonner',
    subscribedTitle: 'Vous êtes abonné',
    canChange: 'Un lien dans chaque courriel permet de modifier cela ou d’y mettre fin.',
    seeCurrent: 'Voir les maintenances du moment',
    allMaintenance: 'toutes les maintenances',
    ends: {
      subscriber: {
        title: 'Se désabonner',
        text: 'Vous ne recevrez plus de courriels de cette page sur les maintenances.',
        done: 'Vous êtes désabonné. Cette page ne vous enverra plus de courriels.',
      },
      contact: {
        title: 'Ne plus recevoir les points d’avancement',
        text: 'Vous ne recevrez plus de nouvelles au milieu des travaux. Vous recevrez toujours chaque annonce, nouvelle date, début, fin et rapport qui concerne vos ressources.',
        done: `Vous ne recevrez plus de nouvelles au milieu des travaux. Pour les recevoir de nouveau, écrivez-nous.`,
      },
    },
    doneTitle: 'C’est fait',
    again: 'S’abonner de nouveau',
    over: {
      title: 'Ce lien n’est plus valable',
      text: 'Il a déjà servi, a expiré ou a été coupé en chemin.',
    },
    elsewhere: {
      title: 'Ce formulaire vient d’un autre site',
      text: (own) =>
        `Le formulaire a été envoyé par un autre site. Rien n’a été fait${SEMICOLON} ouvrez la page d’abonnement sur ${own} et envoyez-le de là.`,
    },
    tooMany: {
      title: 'Trop de demandes',
      yourNetwork: 'votre réseau',
      thisPage: 'cette page',
      text: (whose, most, minutes, seconds) =>
        `Plus de ${String(most)} demandes d’abonnement sont venues de ${whose} en ${String(minutes)} minutes. ` +
        `Rien n’a été fait${SEMICOLON} attendez ${String(seconds)} secondes et réessayez.`,
    },
    faults: {
      form: 'Le formulaire n’a pas été envoyé comme cette page le prévoit. Merci de le remplir à nouveau.',
      choose: 'Choisissez au moins un site, ou toutes les maintenances.',
      noAddress: `Saisissez une adresse électronique${COLON} nom@hôte.`,
      address: () => 'Nous ne pouvons pas envoyer de courriel à cette adresse. Vérifiez qu’elle est bien écrite.',
    },
  },
};
