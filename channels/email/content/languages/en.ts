import { IMPACT_WORDS } from '../../../../domain/shared/impact';
import { describeDuration } from '../../../../domain/shared/time';
import { counterIn, type Language, type Told } from './language';

const TAG = 'en-US';
const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const counted = counterIn(TAG);
const count = (amount: number, noun: string) => counted(amount, { one: noun, other: `${noun}s` });
const affects = ({ resources, organization }: Told) => `affects ${resources.phrase} of ${organization}`;
const affected = ({ resources, organization }: Told) => `affected ${resources.phrase} of ${organization}`;

export const en: Language = {
  tag: TAG,
  date: ({ weekday, day, month, year }) => `${WEEKDAYS[weekday] ?? ''} ${day} ${MONTHS[month] ?? ''} ${year}`,
  to: 'to',
  now: 'now',
  ahead: (amount, unit) => `in ${count(amount, unit)}`,
  ago: (amount, unit) => `${count(amount, unit)} ago`,
  starts: (when, begun) => `${begun ? 'was' : 'is'} planned to begin ${when}`,
  duration: (ms) => describeDuration(ms),
  upTo: (ms) => `up to ${describeDuration(ms)}`,
  resources: (amount) => count(amount, 'resource'),
  more: (omitted, all) => `and ${count(omitted, 'more resource')}, ${count(all, 'resource')} in all`,
  locations: (amount) => count(amount, 'location'),
  greeting: (name) => (name ? `Hello ${name},` : 'Hello,'),
  none: 'none',
  reasons: {
    hardware: 'Hardware: equipment is replaced, repaired or added.',
    'platform-security': 'Security: the platform gets a security update.',
    'platform-feature': 'Platform: the platform gets a new version.',
    'database-security': 'Security: the databases get a security update.',
    network: 'Network: the network is changed or repaired.',
    power: 'Power: the power supply is changed or repaired.',
    performance: 'Performance: capacity or speed is restored or improved.',
    'third-party': 'Third party: a supplier of ours does work that we depend on.',
  },
  triggers: {
    'security-patch': 'a security fix that cannot wait',
    infrastructure: 'a fault in the infrastructure',
    'performance-degradation': 'a loss of performance',
    'third-party': 'urgent work by a supplier',
  },
  impacts: {
    'no-impact': { short: 'no impact', meaning: IMPACT_WORDS['no-impact'] },
    'reduced-redundancy': { short: 'reduced redundancy', meaning: IMPACT_WORDS['reduced-redundancy'] },
    degraded: { short: 'degraded', meaning: IMPACT_WORDS.degraded },
    outage: { short: 'outage', meaning: IMPACT_WORDS.outage },
  },
  headings: {
    what: 'What',
    when: 'When',
    newDate: 'New date',
    oldDate: 'Old date, no longer valid',
    dateOver: 'Date that no longer applies',
    dateNotYours: 'Date that no longer concerns you',
    plannedWindow: 'Planned window',
    planned: 'Planned',
    actual: 'Actual',
    began: 'Began',
    nextUpdateBy: 'Next update by',
    affectedResources: 'Your affected resources',
    spared: 'Your resources that were to be affected',
    announcedImpact: 'Your resources, with the impact announced',
    customers: 'Your customers',
    cancelReason: 'Reason',
    whyChanged: 'Why the date changed',
    outcome: 'Outcome',
    update: 'Update',
    fromEngineers: 'From the engineers',
    happens: 'What happens',
    action: 'What you should do',
    why: 'Why',
    shortNotice: 'Why at short notice, and how we keep it short',
    emergency: 'Why it is an emergency',
    risk: 'What could go wrong',
    mitigation: 'What we do about it',
    report: 'Report',
    follow: 'Where to follow it',
    questions: 'Questions',
    impact: 'Impact',
    summary: 'Summary',
    customersSaw: 'What customers saw',
    rootCause: 'Root cause',
    resolution: 'How it was resolved',
    prevention: 'What we do so that it does not happen again',
    resource: 'Resource',
    where: 'Where',
    whatChanged: 'What has changed',
    whyItChanged: 'Why it changed',
    oldWindow: 'Old window',
    newWindow: 'New window',
    whyLonger: 'Why it takes longer',
    details: 'Details',
    whoAffected: 'Who is affected',
    alternate: 'Alternate night, used only if the first is called off',
  },
  leads: {
    announcement: (t) => `${t.provider} will do maintenance that ${affects(t)}. It ${t.window.starts}.`,
    expedited: (t) =>
      `${t.provider} has to do maintenance that ${affects(t)}. It ${t.window.starts}. This is shorter notice than usual, and we are sorry for it.`,
    emergencyStarted: (t) =>
      `${t.provider} is doing emergency work that ${affects(t)}. It began ${t.started?.utc ?? ''}.`,
    emergencyDue: (t) =>
      `${t.provider} has to do emergency work that ${affects(t)}. Its planned time has come; a further mail says when the work begins.`,
    emergencyAhead: (t) => `${t.provider} has to do emergency work that ${affects(t)}. It ${t.window.starts}.`,
    reminder: (t) => `A reminder: ${t.provider} will do maintenance that ${affects(t)}. It ${t.window.starts}.`,
    rescheduled: (t) =>
      `The maintenance we told you of has a new date: it now ${t.window.starts}. It ${affects(t)}. The old date no longer applies.`,
    catchUpStarted: (t) =>
      `${t.provider} is doing maintenance that has come to affect ${t.resources.phrase} of ${t.organization}. It began ${t.started?.utc ?? ''}. ` +
      `It was announced before ${t.organization} was affected, so you hear of it only now.`,
    catchUpAhead: (t) =>
      `${t.provider} will do maintenance that has come to affect ${t.resources.phrase} of ${t.organization}. It ${t.window.starts}. ` +
      `It was announced before ${t.organization} was affected, so you hear of it only now.`,
    allClear: (t) =>
      `The maintenance of which ${t.provider} told you no longer affects ${t.organization}: none of your resources is part of it any more. You need not do anything.`,
    started: (t) => `The maintenance we told you of has begun. It ${affects(t)}.`,
    progressOverdue: () =>
      'The work takes longer than planned: its planned end has passed and it is still in progress.',
    progressEnded: () => 'News of the maintenance that has ended.',
    progressVerifying: () => 'The work itself is done and is being checked.',
    progressStarted: () => 'The work is in progress.',
    progressAhead: (t) => `News of maintenance that ${t.window.starts}.`,
    completed: (t) => `The maintenance has ended. It ${affected(t)}.`,
    cancelledStarted: (t) =>
      `The maintenance that began ${t.started?.utc ?? ''} has been stopped. Nothing more will be done, and you need not do anything.`,
    cancelled: () =>
      'The maintenance we told you of will not take place. Nothing will be done, and you need not do anything.',
    rfoFinal: (t) =>
      `This is the final reason-for-outage report (version ${String(t.rfo?.version)}) on work that ${affected(t)}.`,
    rfoPreliminary: (t) =>
      `This is a preliminary reason-for-outage report (version ${String(t.rfo?.version)}) on work that ${affected(t)}. A final one follows.`,
    staffList: (t) =>
      `This maintenance ${t.window.starts}. You answer for ${String(t.resources.count)} of the customers it concerns; please speak to them, and tick them off.`,
    staffListCancelled: (t) =>
      `This maintenance is called off. You answer for ${String(t.resources.count)} of the customers who were told of it; please tell them, and tick them off.`,
    staffNag: (t) =>
      `This maintenance ${t.window.starts}, and you have not ticked off ${String(t.resources.count)} of your customers. Please tell them, and tick them off.`,
    changed: (t) => `The maintenance we told you of has changed. It ${t.window.starts} and ${affects(t)}.`,
    extended: (t) => `The work takes longer than planned and has a new planned end. It ${affects(t)}.`,
    brief: (t) => `A maintenance window was opened. It ${t.window.starts}.`,
    approvalRequest: (t) => `A maintenance window waits for your approval. It ${t.window.starts}.`,
    approvalReview: () =>
      'Customers were told of this maintenance before anybody had reviewed it. Please review it now.',
    nominationNag: (t) => `A maintenance window has no point of contact. It ${t.window.starts}.`,
    overrunQuestion: () => 'The planned end of this maintenance is near: extend it, complete it, or roll it back.',
    escalation: () => 'This maintenance needs you now.',
  },
  texts: {
    noPage: 'This maintenance is on no page; progress comes to you by mail.',
    noResource: 'No single resource of yours is on record; what you use of the platform may be affected.',
    reportFollows: 'A reason-for-outage report follows by mail.',
    nothingToDo: 'Nothing, if all works as before. If something does not, tell us at the address below.',
  },
  change({ field, from = '', to = '' }) {
    const sentences = {
      scope: 'The affected resources: yours are listed below.',
      class: `The kind of maintenance: it was ${from} and is now ${to}.`,
      alternate: `The alternate night ${from} is not needed and is free again.`,
      title: `The title: it is now "${to}".`,
      introduction: 'The introduction.',
      impactDescription: 'What happens during the work.',
      customerAction: 'What you should do.',
    };
    return sentences[field];
  },
  decidedBy: (when) => `Decided by ${when}.`,
  setOffBy: (trigger) => `It was set off by ${trigger}.`,
  inAll: (duration) => `${duration} in all.`,
  inAllWithin: (duration) => `${duration} in all; expect the impact below at any time within it.`,
  ofWork: (duration) => `${duration} of work.`,
  announced: (impact) => `Announced: ${impact}.`,
  actually: (impact) => `Actual: ${impact}.`,
  measure: (owner, due) => `Owner: ${owner}. Due: ${due}.`,
  quote: (reference) => `Please quote ${reference}.`,
  sender: (provider, organization) => `${provider} for ${organization}`,
  edition: (reference, revision) => `Reference ${reference}, revision ${String(revision)}`,
  unknownZone: (name) => `Times are in UTC: we do not know the time zone "${name}".`,
  page: {
    headings: {
      affectedResources: 'Affected locations',
      spared: 'Locations that were to be affected',
      announcedImpact: 'Locations, with the impact announced',
      resource: 'Location',
    },
    texts: {
      noResource: 'No single location is named; any part of the platform may be affected.',
      reportFollows: 'A reason-for-outage report follows by mail and on the page.',
      nothingToDo: 'Nothing, if all works as before.',
    },
    scope: 'The affected locations: they are listed below.',
    measure: (due) => `Due: ${due}.`,
    subscription: 'Your subscription',
    why: (provider) => `You get this mail because you follow the status page of ${provider}.`,
    manage: 'Choose what you follow:',
    unsubscribe: 'Unsubscribe:',
    sender: (provider) => `${provider} status page`,
  },
};
