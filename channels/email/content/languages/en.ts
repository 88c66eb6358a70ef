import { en as common } from '../../../../domain/shared/words/en';
import { counterIn, type Language, type Told } from './language';

const TAG = 'en-US';

const CLASSES: Record<string, string> & Language['classes'] = {
  standard: 'planned maintenance',
  expedited: 'planned maintenance at short notice',
  emergency: 'emergency maintenance',
};

const counted = counterIn(TAG);
const count = (amount: number, noun: string) => counted(amount, { one: noun, other: `${noun}s` });
const affects = ({ resources, organization }: Told) => `affects ${resources.phrase} of ${organization}`;
const affected = ({ resources, organization }: Told) => `affected ${resources.phrase} of ${organization}`;

export const en: Language = {
  tag: TAG,
  ...common,
  now: 'now',
  ahead: (amount, unit) => `in ${count(amount, unit)}`,
  ago: (amount, unit) => `${count(amount, unit)} ago`,
  starts: (when, begun) => `${begun ? 'was' : 'is'} planned to start ${when}`,
  resources: (amount) => (amount === 0 ? 'services' : count(amount, 'resource')),
  more: (omitted, all) => `and ${count(omitted, 'more resource')}, ${count(all, 'resource')} in total`,
  moreCustomers: (omitted, all) => `and ${count(omitted, 'more customer')}, ${count(all, 'customer')} in total`,
  locations: (amount) => (amount === 0 ? 'services' : count(amount, 'location')),
  greeting: (name) => (name ? `Hello ${name},` : 'Hello,'),
  none: 'none',
  changes: {
    gone: 'no longer affected',
    added: (impact) => `newly affected: ${impact}`,
    kept: (impact) => `as before: ${impact}`,
  },
  noLongerAffected: 'NO LONGER AFFECTED',
  reasons: {
    hardware: 'Hardware: we replace, repair or add equipment.',
    'platform-security': 'Security: we install a security update on the platform.',
    'platform-feature': 'Platform: we install a new version of the platform.',
    'database-security': 'Security: we install a security update on the databases.',
    network: 'Network: we change or repair the network.',
    power: 'Power: we change or repair the power supply.',
    performance: 'Performance: we restore or improve capacity or speed.',
    'third-party': 'Third party: one of our suppliers is carrying out work that we depend on.',
  },
  triggers: {
    'security-patch': 'A security fix cannot wait for a regular maintenance window.',
    infrastructure: 'There is a fault in our infrastructure.',
    'performance-degradation': 'Performance has dropped and has to be restored.',
    'third-party': 'One of our suppliers has to carry out urgent work that we depend on.',
  },
  classes: CLASSES,
  headings: {
    what: 'What',
    when: 'When',
    newDate: 'New date',
    oldDate: 'Old date (no longer valid)',
    dateOver: 'Cancelled date',
    dateNotYours: 'Date of the maintenance that no longer affects you',
    plannedWindow: 'Planned window',
    planned: 'Planned',
    actual: 'Actual',
    began: 'Started',
    nextUpdateBy: 'Next update by',
    affectedResources: 'Your affected resources',
    spared: 'Your resources that would have been affected',
    announcedImpact: 'Your resources, with the announced impact',
    customersToTell: 'Customers to tell',
    customersToTellChange: 'Customers to tell of the change',
    customersToTellCancelled: 'Customers to tell that it is called off',
    customersAtWork: 'Your customers in this work',
    customersToTellEnd: 'Customers to tell how it ended',
    customersNotTold: 'Customers you have not told yet',
    customer: 'Customer',
    contacts: 'Contacts',
    saidInside: 'What whoever does the work says',
    tick: 'Tick off whom you have told',
    lookUp: 'Look it up',
    cancelReason: 'Reason',
    whyChanged: 'Why the date changed',
    outcome: 'Outcome',
    update: 'Update',
    next: 'What happens next',
    fromEngineers: 'Message from our engineers',
    happens: 'What happens',
    action: 'What you should do',
    why: 'Why',
    shortNotice: 'Why the notice is short, and how we limit the impact',
    emergency: 'Why this is an emergency',
    risk: 'What could go wrong',
    mitigation: 'What we do about it',
    report: 'Report',
    follow: 'Where to follow progress',
    questions: 'Questions',
    impact: 'Impact',
    summary: 'Summary',
    customersSaw: 'What customers saw',
    rootCause: 'Root cause',
    resolution: 'How it was resolved',
    prevention: 'What we are doing to prevent it from happening again',
    resource: 'Resource',
    where: 'Where',
    whatChanged: 'What has changed',
    whyItChanged: 'Why it changed',
    oldWindow: 'Old window',
    newWindow: 'New window',
    whyLonger: 'Why it is taking longer',
    details: 'Details',
    whoAffected: 'Who is affected',
    alternate: 'Alternative night, used only if the first one is called off',
    selfService: 'You can do this yourself before the window',
    otherNight: 'You can choose another night',
    references: 'Change reference',
    work: 'Maintenance',
  },
  leads: {
    announcement: (t) => `${t.provider} will carry out maintenance that ${affects(t)}. It ${t.window.starts}.`,
    expedited: (t) =>
      `${t.provider} has to carry out maintenance that ${affects(t)}. It ${t.window.starts}. We are sorry that this is shorter notice than usual.`,
    emergencyStarted: (t) =>
      `${t.provider} is carrying out emergency maintenance that ${affects(t)}. It started on ${t.started?.utc ?? ''}.`,
    emergencyDue: (t) =>
      `${t.provider} has to carry out emergency maintenance that ${affects(t)}. It is due to start now; we will email you again as soon as it does.`,
    emergencyAhead: (t) =>
      `${t.provider} has to carry out emergency maintenance that ${affects(t)}. It ${t.window.starts}.`,
    reminder: (t) => `Reminder: ${t.provider} will carry out maintenance that ${affects(t)}. It ${t.window.starts}.`,
    rescheduled: (t) =>
      `The maintenance we told you about has a new date: it ${t.window.starts} and ${affects(t)}. The old date no longer applies.`,
    moved: (t) =>
      `As ${t.organization} requested, we have moved the maintenance of your resources to this window. It ${t.window.starts} and ${affects(t)}. The old date no longer applies to the resources that were moved.`,
    catchUpStarted: (t) =>
      `${t.provider} is carrying out maintenance that now ${affects(t)}. It started on ${t.started?.utc ?? ''}. ` +
      `When we announced it, ${t.organization} was not affected, which is why you are hearing about it only now.`,
    catchUpAhead: (t) =>
      `${t.provider} will carry out maintenance that now ${affects(t)}. It ${t.window.starts}. ` +
      `When we announced it, ${t.organization} was not affected, which is why you are hearing about it only now.`,
    allClear: (t) =>
      `The maintenance that ${t.provider} told you about no longer affects ${t.organization}: none of your resources is part of it any more. You do not need to do anything.`,
    started: (t) => `The maintenance we told you about has started. It ${affects(t)}.`,
    progressOverdue: () =>
      'The work is taking longer than planned: the planned end has passed and we are still working on it.',
    progressDegraded: () =>
      'We are working on services that are not running as well as they should since the maintenance.',
    progressEnded: () => 'This is an update on maintenance that has already ended.',
    progressVerifying: () => 'The work is done and we are checking the result.',
    progressStarted: () => 'The work is in progress.',
    progressAhead: (t) => `This is an update on maintenance that ${t.window.starts}.`,
    workFailed: (t) =>
      `The maintenance we told you about has failed on at least one resource of ${t.organization}; the list below shows which.`,
    delayedHalfGone: (t) =>
      `The maintenance we told you about has not started yet. It ${t.window.starts} and can still start before its planned end; we will email you as soon as it does.`,
    delayedOver: () =>
      'The planned time of the maintenance has passed, and nobody has confirmed that it started. We are finding out why, and will email you a new date or tell you what was done.',
    rollingBack: () =>
      'We have stopped the work after it started and are rolling it back, so that systems are as they were before.',
    rollingBackDegraded: () =>
      'Services are not running as well as they should since the maintenance. We are rolling the maintenance back, so that systems are as they were before.',
    rolledBack: (t) =>
      `We stopped the maintenance after it started and have rolled it back: systems are as they were before. It ${affected(t)}.`,
    rolledBackDegraded: (t) =>
      `Services were not running as well as they should after the maintenance, so we have rolled it back: systems are as they were before. It ${affected(t)}.`,
    completed: (t) => `The maintenance is complete. It ${affected(t)}.`,
    degraded: (t) =>
      `After the maintenance that ${affected(t)}, our monitoring shows that some services are not running as well as they should.`,
    recovered: (t) =>
      `Services are back to normal after the maintenance that ${affected(t)}. We apologise for the disruption.`,
    cancelledStarted: (t) =>
      `The maintenance that started on ${t.started?.utc ?? ''} has been stopped. No further work will be done, and you do not need to do anything.`,
    cancelled: () => 'The maintenance we told you about will not take place. You do not need to do anything.',
    rfoFinal: (t) =>
      `This is the final reason-for-outage report (version ${String(t.rfo?.version)}) on the work that ${affected(t)}.`,
    rfoPreliminary: (t) =>
      `This is a preliminary reason-for-outage report (version ${String(t.rfo?.version)}) on the work that ${affected(t)}. A final report will follow.`,
    staffList: (t) =>
      `This maintenance ${t.window.starts} and affects ${String(t.resources.count)} of your customers. Please talk to them and tick off whom you have told.`,
    staffListChanged: (t) =>
      `The plan of this maintenance has changed. It affects ${String(t.resources.count)} of your customers. Please tell everybody on the list and tick off whom you have told.`,
    staffListCancelled: (t) =>
      `This maintenance has been called off. We had announced it to ${String(t.resources.count)} of your customers. Please let them know and tick off whom you have told.`,
    staffListStarted: (t) =>
      `The work has begun. It affects ${String(t.resources.count)} of your customers, and we are telling them by email. You need not do anything unless they call you.`,
    staffListDegraded: (t) =>
      `The work is done, but its result is bad. It affects ${String(t.resources.count)} of your customers, and we are telling them by email. Please talk to them and tick off whom you have told.`,
    staffListEnded: () =>
      'The work is over. Please tell the customers on the list how it ended and tick off whom you have told.',
    staffNagEnded: (t) =>
      `The work is over, and you have not ticked off ${String(t.resources.rows.length)} of your customers yet. Please tell them how it ended and tick off whom you have told.`,
    staffNag: (t) =>
      `This maintenance ${t.window.starts}, and you have not ticked off ${String(t.resources.count)} of your customers yet. Please talk to them and tick off whom you have told.`,
    changed: (t) => `The maintenance we told you about has changed. It ${t.window.starts} and ${affects(t)}.`,
    extended: (t) => `The work is taking longer than planned and has a new planned end. It ${affects(t)}.`,
    brief: (t) => `A new maintenance window has been opened. The work ${t.window.starts}.`,
    briefChanged: () => 'The plan of a maintenance window has changed.',
    briefCancelled: () => 'A maintenance window has been cancelled.',
    briefStarted: () => 'The work of a maintenance window has begun.',
    briefRollingBack: () => 'The work of a maintenance window is being rolled back.',
    briefCompleted: () => 'The work of a maintenance window is done.',
    briefRolledBack: () => 'The work of a maintenance window has been rolled back.',
    briefDegraded: () => 'Systems are degraded after a maintenance window.',
    briefRecovered: () => 'Systems are back to normal after a maintenance window.',
    approvalRequest: (t) => `A maintenance window is waiting for your approval. The work ${t.window.starts}.`,
    approvalReview: () =>
      'Customers were told about this maintenance before anyone had reviewed it. Please review it now.',
    changesRequest: () => 'An approver has asked for changes of this maintenance window before it can be approved.',
    nominationNag: (t) => `A maintenance window has no point of contact yet. The work ${t.window.starts}.`,
    overrunQuestion: () =>
      'This maintenance is close to its planned end. Please extend it, complete it or roll it back.',
    escalation: () => 'This maintenance needs your attention now.',
    reportNag: () => 'Customers are waiting for the reason-for-outage report on this maintenance.',
    reportLate: () => 'The reason-for-outage report on this maintenance is late, and customers are waiting for it.',
  },
  texts: {
    noPage: 'This maintenance is not listed on a status page; we will keep you posted by email.',
    portal: 'Your own resources, and what you can do, in the customer portal; sign in with this address:',
    noResource:
      'We have no individual resource of yours on record; any part of the platform that you use may be affected.',
    inventoryChanged: 'Our inventory no longer lists any of your resources where the work takes place.',
    reportFollows: 'We will send you a reason-for-outage report by email.',
    nothingToDo:
      'Nothing, as long as everything works as before. If something does not, please contact us at the address below.',
    selfService:
      'Run this whenever it suits you, with the id or name of a resource from the list below. That completes its maintenance, and we will not touch it during the window.',
    otherNight:
      'The first command lists the other nights and how much room they have; the second moves a resource, by its id or its name. You then hear from us about that night only.',
    degraded:
      'Our engineers are looking into it. We will email you as soon as we know more, and again when everything is back to normal. You do not need to do anything; if something does not work as it should, please tell us at the address below.',
    workFailed:
      'Our engineers are looking into it now. They will either try again in this window or tell you what happens next. If the resource does not work as it should, please contact us at the address below.',
  },
  change({ field, from = '', to = '' }) {
    const sentences = {
      scope: 'The affected resources: the list below shows what it means for yours.',
      // two classes of one kind differ in when they are told, not in a word
      class:
        from === to
          ? 'The reminders before it: they may come on other days than planned until now.'
          : `The kind of maintenance: it was ${CLASSES[from] ?? from} and is now ${CLASSES[to] ?? to}.`,
      alternate: `The alternative night ${from} is no longer needed.`,
      title: to === '' ? 'The title.' : `The title: it is now "${to}".`,
      introduction: 'The introduction above.',
      impactDescription: 'What happens during the work.',
      customerAction: 'What you should do.',
    };
    return sentences[field];
  },
  work: {
    left: 'still to do',
    underWay: 'under way',
    done: 'done',
    failed: 'failed',
    notDone: 'not done',
    toCheck: 'to be checked',
    doneByYou: (date) => `done by you on ${date}`,
    resource: 'resource',
    window: 'window',
  },
  confirmation: {
    subject: (provider) => `Confirm: maintenance of ${provider}`,
    asked: (provider) =>
      `Somebody, perhaps you, asked that this address hear of maintenance from the status page of ${provider}.`,
    open: 'If it was you, open this page and confirm it within 24 hours:',
    ignore: 'If it was not, do nothing: without your word nothing more comes.',
  },
  signIn: {
    subject: (provider) => `Sign in: maintenance of ${provider}`,
    asked: (provider) =>
      `Somebody, perhaps you, wants to see the maintenance that ${provider} does for you, as the contact with this address.`,
    open: (minutes) => `If it was you, open this page and sign in. It works once, and for ${String(minutes)} minutes:`,
    ignore: 'If it was not, do nothing, and pass this mail on to nobody: without the link nobody gets in.',
  },
  webhookOff: {
    subject: (host, provider) => `Switched off: your webhook at ${host} for maintenance of ${provider}`,
    off: (host, provider, reference) =>
      `We have switched off the webhook endpoint at ${host}, through which your systems hear of maintenance of ${provider}. It failed while we were reporting ${reference}. You still get our mails.`,
    gone: 'Why: the endpoint answered 410 Gone, which asks us to send it nothing more.',
    silent: (duration, last) =>
      `Why: the endpoint has accepted nothing for ${duration}. The last attempt failed: ${last}.`,
    status: (code) => `it answered with status ${String(code)}`,
    where: 'The endpoint in our API, with what we posted and what came back:',
    again:
      'Once it works, switch it on again with POST to that address and /enable. It then hears of everything that happens from then on; GET /v1/windows shows what it missed.',
  },
  refusal: {
    subject: (reference) => `[${reference}] About your objection`,
    cannot: ({ reference, title, starts }, provider) =>
      `You objected to ${reference}, "${title}", which begins on ${starts}. ${provider} cannot leave your resources out:`,
    goesAhead:
      'The maintenance takes place as announced. To speak with somebody, answer this mail or call the point of contact whom the announcement names.',
  },
  calendar: {
    action: (action) => `What to do: ${action}`,
    resources: 'Your affected resources:',
    more: (omitted) => `and ${String(omitted)} more`,
    contact: (address) => `Contact: ${address}`,
    reference: (reference) => `Reference: ${reference}`,
  },
  selfServiceUntil: (when) => `Until ${when}`,
  decidedBy: (when) => `We will decide by ${when}.`,
  inAll: (duration) => `${duration} in total.`,
  inAllWithin: (duration) => `${duration} in total. The impact below can occur at any time in this period.`,
  ofWork: (duration) => `The work took ${duration}.`,
  announced: (impact) => `Announced: ${impact}.`,
  actually: (impact) => `Actual: ${impact}.`,
  measure: (due) => `Due: ${due}.`,
  quote: (reference) => `Please quote ${reference}.`,
  sender: (provider, organization) => `${provider} for ${organization}`,
  edition: (reference, revision) => `Reference ${reference}, revision ${String(revision)}`,
  unknownZone: (name) => `All times are in UTC because we do not know the time zone "${name}".`,
  page: {
    headings: {
      affectedResources: 'Affected locations',
      spared: 'Locations that would have been affected',
      announcedImpact: 'Locations, with the announced impact',
      resource: 'Location',
    },
    texts: {
      noResource: 'No individual location is named; any part of the platform may be affected.',
      reportFollows: 'A reason-for-outage report will follow by email and on the page.',
      nothingToDo: 'Nothing, as long as everything works as before.',
    },
    scope: 'The affected locations: they are listed below.',
    subscription: 'Your subscription',
    why: (provider) => `You are receiving this email because you follow the status page of ${provider}.`,
    manage: 'Choose what you follow, and in which language:',
    unsubscribe: 'Unsubscribe:',
    sender: (provider) => `${provider} status page`,
  },
};
