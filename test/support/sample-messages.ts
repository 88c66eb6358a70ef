import type { AffectedResource, MessageFacts, NoticeFacts, OrganizationFacts } from '../../domain/notices/message';
import { NOTICE_KINDS } from '../../domain/notices/notice-kinds';
import type { NoticeKind } from '../../domain/notices/notices';
import { DAY, MINUTE, fromIso } from '../../domain/shared/time';

/** Mails of one window for one customer, for tests and for viewing. All data are invented. */

export const SAMPLE_RESOURCES: readonly AffectedResource[] = [
  {
    id: 'srv-1041',
    name: 'web-1',
    kind: 'server',
    location: 'eu-1/dc-1/rack-a12',
    environment: 'production',
    impact: 'outage',
  },
  {
    id: 'srv-1042',
    name: 'web-2',
    kind: 'server',
    location: 'eu-1/dc-1/rack-a12',
    environment: 'production',
    impact: 'outage',
  },
  {
    id: 'db-77',
    name: 'orders',
    kind: 'database',
    location: 'eu-1/dc-1/rack-b03',
    environment: 'production',
    impact: 'reduced-redundancy',
  },
];

const SAMPLE_ORGANIZATION: OrganizationFacts = {
  id: 'org-1',
  name: 'Lumen & Söhne GmbH',
  timeZone: 'Europe/Paris',
  locale: 'en',
};

const START = fromIso('2026-12-10T01:00:00Z');

const BASE: NoticeFacts = {
  reference: 'MW-2026-0001',
  notice: { kind: 'announcement', revision: 1, ordinal: 1 },
  now: START - 14 * DAY,
  phase: 'announced',
  title: 'Replace the power distribution unit of rack A12',
  class: 'standard',
  reason: 'hardware',
  private: false,
  slot: { startsAt: START, endsAt: fromIso('2026-12-10T03:00:00Z') },
  impact: { level: 'outage', minutes: 30, description: 'Each server loses power once and starts again by itself.' },
  customerAction: 'None, if your servers start their services at boot.\nOtherwise plan a restart after 03:00 UTC.',
  pointOfContact: 'noc@provider.example',
};

const STARTED = { phase: 'in-progress', startedAt: START + 2 * MINUTE } as const;
const ENDED = { phase: 'completed', startedAt: START + 2 * MINUTE, endedAt: fromIso('2026-12-10T02:20:00Z') } as const;
const DEGRADED = { ...ENDED, phase: 'degraded', wasDegraded: true, reportFollows: true } as const;

/** What each kind adds to the announcement. */
const BY_KIND: Record<NoticeKind, Partial<NoticeFacts>> = {
  announcement: {},
  'reminder-7d': { now: START - 7 * DAY },
  'reminder-3d': { now: START - 3 * DAY },
  'reminder-1d': { now: START - DAY },
  reminder: { now: START - 10 * DAY },
  rescheduled: {
    now: START - 5 * DAY,
    previousSlot: { startsAt: fromIso('2026-12-03T01:00:00Z'), endsAt: fromIso('2026-12-03T03:00:00Z') },
    message: 'The spare part arrives later than its supplier had promised.',
  },
  changed: {
    now: START - 5 * DAY,
    changes: [{ field: 'scope' }, { field: 'class', from: 'standard', to: 'expedited' }],
    message: 'A second rack hangs on the same unit.',
  },
  extended: {
    ...STARTED,
    now: START + 100 * MINUTE,
    previousSlot: { startsAt: START, endsAt: fromIso('2026-12-10T02:00:00Z') },
    message: 'A bolt has to be drilled out.',
  },
  brief: { now: START - 15 * DAY, message: 'New standard maintenance, public, 2 hours long.' },
  'brief-changed': { now: START - 5 * DAY, message: 'New date.' },
  'brief-cancelled': { phase: 'cancelled', now: START - 2 * DAY, message: 'The work will not be done.' },
  'brief-started': { ...STARTED, now: START + 2 * MINUTE, message: 'The work began.' },
  'brief-rolling-back': { ...STARTED, phase: 'rolling-back', now: START + 60 * MINUTE, message: 'It is being undone.' },
  'brief-completed': { ...ENDED, now: ENDED.endedAt, message: 'The work is done.' },
  'brief-rolled-back': { ...ENDED, phase: 'rolled-back', now: ENDED.endedAt, message: 'It is undone.' },
  'brief-degraded': { ...DEGRADED, now: ENDED.endedAt + 10 * MINUTE, message: 'The window is open again.' },
  'brief-recovered': { ...ENDED, wasDegraded: true, now: ENDED.endedAt + 40 * MINUTE, message: 'All is well.' },
  'approval-request': { now: START - 15 * DAY, message: 'engineer asks for your approval of revision 1.' },
  'changes-request': { now: START - 15 * DAY, message: 'mara asks for changes: name the racks.' },
  'nomination-nag': { now: START - 14 * DAY, message: 'Nobody is named as point of contact.' },
  'overrun-question': { ...STARTED, now: START + 105 * MINUTE, message: 'Will the work end in time?' },
  escalation: { ...STARTED, now: START + 120 * MINUTE, message: 'Step 1: the work runs past its planned end.' },
  'report-nag': { ...ENDED, now: START + DAY, message: 'The reason-for-outage report is due.' },
  'report-late': { ...ENDED, now: START + 2 * DAY, message: 'Step 1: the reason-for-outage report is late.' },
  moved: { now: START - 3 * DAY, previousSlot: { startsAt: START - DAY, endsAt: START - DAY + 2 * 60 * MINUTE } },
  'catch-up': { now: START - 3 * DAY },
  'all-clear': { now: START - 3 * DAY },
  'staff-list': { now: START - 14 * DAY },
  'staff-nag': { now: START - 8 * DAY },
  started: { ...STARTED, now: START + 2 * MINUTE, message: 'The first power feed is being switched.' },
  progress: {
    ...STARTED,
    now: START + 40 * MINUTE,
    message: 'The new unit is in place.\nThe first of two power feeds is on it.',
    nextUpdateBy: START + 70 * MINUTE,
  },
  delayed: { phase: 'delayed', now: START + 60 * MINUTE },
  verifying: {
    ...STARTED,
    phase: 'verifying',
    now: START + 80 * MINUTE,
    message: 'Both feeds are measured once more.',
  },
  overdue: { ...STARTED, phase: 'overdue', now: START + 120 * MINUTE },
  'rolling-back': {
    ...STARTED,
    phase: 'rolling-back',
    now: START + 60 * MINUTE,
    message: 'The new unit does not hold its voltage.',
  },
  'rolled-back': {
    ...ENDED,
    phase: 'rolled-back',
    now: ENDED.endedAt,
    customerImpactMinutes: 12,
    message: 'The new unit does not hold its voltage.\nBoth power feeds run on the old unit again.',
  },
  'work-failed': { ...STARTED, now: START + 50 * MINUTE },
  completed: {
    ...ENDED,
    now: ENDED.endedAt,
    customerImpactMinutes: 12,
    message: 'Both power feeds run on the new unit.',
  },
  degraded: { ...DEGRADED, now: ENDED.endedAt + 10 * MINUTE },
  recovered: {
    ...ENDED,
    wasDegraded: true,
    now: ENDED.endedAt + 40 * MINUTE,
    customerImpactMinutes: 30,
    message: 'A switch port had fallen back to a lower speed. It runs at full speed again.',
  },
  cancelled: {
    phase: 'cancelled',
    now: START - 2 * DAY,
    message: 'The unit passed its test and need not be replaced.',
  },
  rfo: {
    ...ENDED,
    now: START + 2 * DAY,
    customerImpactMinutes: 12,
    rfo: {
      version: 2,
      state: 'final',
      summary: 'A power unit failed under load.\nTwelve servers were without power for 12 minutes.',
      customerImpact: 'Servers in rack A12 could not be reached from 01:10 to 01:22 UTC.',
      rootCause: 'A capacitor had aged beyond its limit.',
      resolution: 'The unit was replaced.',
      preventiveMeasures: [
        {
          text: 'Measure the capacitors of all units of this type.',
          ...{ owner: 'Datacenter team', due: '2027-01-31', public: true },
        },
        { text: 'Replace units after six years.', owner: 'Procurement', due: '2027-03-31', public: true },
        { text: 'Ask the vendor for our money back.', owner: 'Procurement', due: '2027-03-31', public: false },
      ],
    },
  },
};

/** The facts of a standard window's notice of that kind, with changes. */
export function sampleFacts(kind: NoticeKind, changes: Partial<NoticeFacts> = {}): NoticeFacts {
  const ordinal = changes.notice?.ordinal ?? 1;
  return { ...BASE, notice: { kind, revision: kind === 'rescheduled' ? 2 : 1, ordinal }, ...BY_KIND[kind], ...changes };
}

/** What makes a window an emergency (E1) or an expedited one (N2). */
export const EMERGENCY: Partial<NoticeFacts> = {
  class: 'emergency',
  reason: 'platform-security',
  emergency: {
    trigger: 'security-patch',
    necessity: 'A flaw in the hypervisor is being used by attackers.',
    risk: 'A host may fail to start again.',
    mitigation: 'Spare hosts stand ready, and each host is emptied first.',
  },
};
export const EXPEDITED: Partial<NoticeFacts> = {
  class: 'expedited',
  justification: 'The unit reports failing capacitors. A second team works in parallel, so that one cut is enough.',
};

/** One message to one contact. */
export function sampleMessage(facts: NoticeFacts, changes: Partial<MessageFacts> = {}): MessageFacts {
  return {
    facts,
    organization: SAMPLE_ORGANIZATION,
    resources: SAMPLE_RESOURCES,
    recipient: { name: 'Zoë Ndiaye', address: 'zoe@customer.example' },
    messageId: `mw-2026-0001.${facts.notice.kind}.r${String(facts.notice.revision)}.c1@provider.example`,
    earlierMessageIds: [],
    ...changes,
  };
}

/** Every mail one window can send, in the order of its life, and the announcements of the other classes. */
export function sampleLife(): MessageFacts[] {
  const standard = NOTICE_KINDS.map((kind) => sampleFacts(kind));
  const others = [
    sampleFacts('announcement', { ...EXPEDITED, reference: 'MW-2026-0002', now: START - 3 * DAY }),
    sampleFacts('announcement', { ...EMERGENCY, reference: 'MW-2026-0003', now: START - 20 * MINUTE }),
    sampleFacts('completed', {
      ...EMERGENCY,
      reference: 'MW-2026-0003',
      endedAt: START + 150 * MINUTE,
      now: START + 150 * MINUTE,
    }),
    sampleFacts('announcement', { private: true, reference: 'MW-2026-0004' }),
    sampleFacts('approval-request', { phase: 'draft', reference: 'MW-2026-0005' }),
  ];
  return [...standard, ...others].map((facts) =>
    sampleMessage(facts, {
      messageId: `${facts.reference.toLowerCase()}.${facts.notice.kind}.r${String(facts.notice.revision)}.c1@provider.example`,
    }),
  );
}
